"""What somebody wrote in a letter, without what their mail program put around it. Pure.

Rule: rather a line too many than a word lost: a first letter of which nothing else is left is kept.
"""

import re
from collections.abc import Sequence

# «24 лист. 2026 р. о 10:15 Місто <misto@city.example> пише:», «On Tue … wrote:», «… от …:»: ends
# with a colon and names an address, or a day with a time; it may be broken over two or three lines.
_ADDRESS = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_TIME = r"\b\d{1,2}[:.]\d{2}\b"
_DAY = r"\b\d{1,2}[./\s-]+(?:\d{1,2}|[^\W\d_]{3,12}\.?)[./,\s-]+(?:\d{2,4})\b|\b\d{4}-\d{2}-\d{2}\b"
_DAY_FIRST = r"[^\W\d_]{3,9}\.?\s+\d{1,2},?\s+\d{4}"
_SAID = (
    r"wrote|writes|пише|писав|писала|написав|написала|пишет|писал|писала|написал|написала|"
    r"schrieb|a écrit"
)
_ATTRIBUTION = re.compile(
    rf"(?=.*(?:{_ADDRESS}|{_TIME}|{_DAY}|{_DAY_FIRST})).*"
    rf"(?:\b(?:{_SAID})\b.{{0,80}}:|{_ADDRESS}>?\"?\s*:|"
    rf"(?:{_DAY}|{_DAY_FIRST}).{{0,20}}{_TIME}.{{0,120}}:)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_MOST_OF_AN_ATTRIBUTION = 300
# Its first line tells the day, the time or who wrote; words of the answer before it are none of it.
_DATED = re.compile(rf"{_TIME}|{_DAY}|{_DAY_FIRST}", re.IGNORECASE)
_BEGINS = re.compile(rf"{_ADDRESS}|{_TIME}|{_DAY}|{_DAY_FIRST}", re.IGNORECASE)
# «-----Original Message-----», «-------- Переслане повідомлення --------», Outlook's line.
_RULE = re.compile(
    r"^\s*(?:[-_=*]{2,}\s*(?:original message|forwarded message|original appointment|"
    r"переслан\w*\s\w+|вихідне повідомлення|початкове повідомлення|исходное сообщение|"
    r"пересылаемое сообщение|пересланное сообщение|оригінальне повідомлення|"
    r"оригинальное сообщение)\s*[-_=*]{2,}|_{20,})\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^\s*[*>]*\s*(?:from|sent|to|cc|date|subject|від|надіслано|дата|кому|копія|тема|від кого|"
    r"от|от кого|отправлено|отправитель|копия|коли|відправник)\s*:\*?\s*\S",
    re.IGNORECASE,
)
_FEWEST_HEADERS = 2
# What a telephone adds.
_DEVICE = re.compile(
    r"^\s*(?:sent from my |sent from (?:mail|outlook|yahoo|proton|samsung|the gmx|mobile)|"
    r"get outlook for |надіслано з |надіслано із |відправлено з |отримати outlook|"
    r"отримайте outlook|завантажити outlook|отправлено с |отправлено из |скачать outlook|"
    r"получить outlook|отримано з )",
    re.IGNORECASE,
)
_LONGEST_DEVICE = 45
_SIGNATURE = re.compile(r"^--\s?$|^—\s?$|^_{2,19}\s*$")
_GOODBYE = re.compile(
    r"^\s*(?:з повагою|із повагою|с уважением|з найкращими побажаннями|щиро ваш\w*|"
    r"best regards|kind regards|warm regards|regards|sincerely|yours (?:sincerely|truly))"
    r"\b.{0,60}$",
    re.IGNORECASE,
)
_MOST_AFTER_GOODBYE = 6


def own_words(text: str, *, answers: bool = False) -> str:
    """Return what the sender wrote, without quoted history and what programs append.

    `answers`: the letter answers one of ours, so that a signature after «З повагою» tells nothing.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = _without_signature(_without_history(lines), answers=answers)
    found = "\n".join(kept).strip()
    # An answer that only repeats ours says nothing.
    return re.sub(r"\n{3,}", "\n\n", found) or ("" if answers else _unquoted(lines))


def _unquoted(lines: Sequence[str]) -> str:
    """Return all of a letter that has nothing but quotations, without the marks of them."""
    return "\n".join(re.sub(r"^\s*(?:>\s?)+", "", line) for line in lines).strip()


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith((">", "|"))


def _without_history(lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if _is_quoted(lines[number]):
            number += 1
        elif taken := _history_begins(lines, number):
            after = _next_words(lines, number + taken)
            if after is None or not _is_quoted(lines[after]):
                break
            # What is marked as quoted ends; an answer may stand below it.
            number = after
        else:
            kept.append(lines[number])
            number += 1
    return kept


def _history_begins(lines: Sequence[str], number: int) -> int:
    """Return how many lines lead the history in here, 0 when none do."""
    if _RULE.match(lines[number]):
        return 1
    headers = 0
    for line in lines[number : number + 6]:
        if not _HEADER.match(line):
            break
        headers += 1
    if headers >= _FEWEST_HEADERS:
        return headers
    if not _BEGINS.search(lines[number]):
        return 0
    for length in (1, 2, 3):
        parts = [line.strip() for line in lines[number : number + length]]
        if not all(parts) or len(" ".join(parts)) > _MOST_OF_AN_ATTRIBUTION:
            return 0
        if parts[-1].endswith(":") and _ATTRIBUTION.fullmatch(" ".join(parts)):
            # An answer that is a day itself stands right above it.
            own = length > 1 and _DATED.search(parts[1]) and _history_begins(lines, number + 1)
            return 0 if own else length
    return 0


def _next_words(lines: Sequence[str], number: int) -> int | None:
    return next((n for n in range(number, len(lines)) if lines[n].strip()), None)


def _without_signature(lines: list[str], *, answers: bool) -> list[str]:
    for number, line in enumerate(lines):
        rest = sum(bool(after.strip()) for after in lines[number + 1 :])
        before = any(bare.strip() for bare in lines[:number])
        goodbye = answers and before and rest <= _MOST_AFTER_GOODBYE and _GOODBYE.match(line)
        device = rest <= 1 and len(line) <= _LONGEST_DEVICE and _DEVICE.match(line)
        if _SIGNATURE.match(line) or device or goodbye:
            return lines[:number]
    return lines
