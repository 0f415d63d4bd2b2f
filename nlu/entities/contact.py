"""Phone numbers, e-mail addresses and numbers of accounts with a utility."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from nlu.entities.found import Found
from nlu.entities.scene import Scene

_GAP = r"[\s().-]{0,2}"
_UKRAINIAN = re.compile(rf"(?<![\d/])(?:\+?{_GAP}3{_GAP}8{_GAP}|8{_GAP})?0(?:{_GAP}\d){{9}}(?!\d)")
_FOREIGN = re.compile(rf"\+[1-9](?:{_GAP}\d){{7,14}}(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ACCOUNT = re.compile(
    r"(?:рахун\w{0,4}|сч[её]т\w{0,3}|особов\w{2,4}|лицев\w{2,4}|\bо/р|\bл/р|\bл/с|\baccount)\s{0,2}(?:number|номер)?\s{0,2}"
    r"[№:#-]?\s{0,2}(\d[\d-]{4,18}\d)"
)
_MOST = 20


def emails(scene: Scene) -> Iterator[Found]:
    """Yield e-mail addresses in lower case."""
    for match in islice(_EMAIL.finditer(scene.clean.text), _MOST):
        address = match.group().rstrip(".-_")
        yield Found("email", match.start(), match.start() + len(address), address.lower(), 0.98)


def accounts(scene: Scene) -> Iterator[Found]:
    """Yield account numbers beside their word: `особовий рахунок 0123456700`."""
    for match in islice(_ACCOUNT.finditer(scene.clean.low), _MOST):
        yield Found("account_number", *match.span(1), match[1].replace("-", ""), 0.97)


def phones(scene: Scene) -> Iterator[Found]:
    """Yield phone numbers in E.164; what looks Ukrainian is taken as it is dialled here."""
    for match in islice(_UKRAINIAN.finditer(scene.clean.low), _MOST):
        number = ukrainian_number(match.group())
        if number is not None:
            start = match.start() + len(match.group()) - len(match.group().lstrip(" ().-"))
            yield Found("phone", start, match.end(), number, 0.96)
    for match in islice(_FOREIGN.finditer(scene.clean.low), _MOST):
        foreign = _foreign_number(match.group())
        if foreign is not None:
            yield Found("phone", *match.span(), foreign, 0.95)


def ukrainian_number(text: str) -> str | None:
    """Return a Ukrainian number in E.164 from any of the ways it is written: 067…, 8067…, 380…."""
    digits = re.sub(r"\D", "", text)
    national = digits[-9:]
    if digits[:-9] not in ("0", "80", "380") or national[:1] in ("0", "1", "2"):
        return None
    return f"+380{national}"


def _foreign_number(text: str) -> str | None:
    # Imported here so that importing `nlu` costs nothing.
    import phonenumbers

    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return None
    if number.country_code == 380 or not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
