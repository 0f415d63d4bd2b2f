"""Short phrases that steer a talk and that no intent names: skip, repeat, go back, edit, resume.

Matched only as a whole message, case and punctuation aside, so that a story which contains one of
them stays a story.
"""

import re
import unicodedata
from typing import Literal

Command = Literal["skip", "repeat", "back", "edit", "explain", "refuse", "restart", "to_bot"]

_PHRASES: dict[Command, str] = {
    "skip": """
        будинку немає | немає будинку | нема будинку | номера немає | немає номера | нема номера |
        пропустити | пропусти | пропустимо | далі | дальше | пропустить | не знаю | хз | без
        немає | нема | не маю | не пам'ятаю | не помню | не хочу казати | не скажу | не важливо
        неважливо | без номера | без телефону | без телефона | без мого номера | без фото | skip
        next | не певен | i don't know | dont know | не хочу давати номер | не дам номер
        не хочу давать номер | не потрібно | не надо | не треба | обійдуся без цього | потім
        потом | не певна | точно не знаю | без поняття | не в курсі | не впевнений | не впевнена
        без номера будинку | no number
    """,
    "repeat": """
        повтори | повторіть | повторити | ще раз | повторите | ещё раз | еще раз | repeat
        що ви сказали | не зрозумів питання | не зрозуміла питання | яке питання | що ви питали
        что вы спросили | скажіть ще раз
    """,
    "back": """
        назад | крок назад | поверни назад | повернутися назад | вернись назад | back
        попереднє питання | шаг назад | повернутись
    """,
    "edit": """
        змінити | виправити | змініть | виправте | изменить | исправить | поменять | change
        edit | поміняти | хочу змінити | хочу виправити | треба виправити | редагувати
        там помилка | не так | неправильно | не правильно
    """,
    "explain": """
        навіщо | навіщо це | а навіщо | навіщо вам це | нащо | нащо це | нащо вам | для чого
        для чого це | що писати | що тут писати | що сюди писати | як писати | як це писати
        поясніть | поясни | не розумію | не розумію питання | що це означає | зачем | зачем это
        что писать | объясните | why | what should i write
    """,
    "refuse": """
        ні | нет | no | nope | не згоден | не згодна | ні не згоден | ні не згодна
        не погоджуюсь | не погоджуюся | не даю згоди | без моїх даних | без даних
        без мого номера | без номера | анонімно | без імені | не согласен | не согласна
        без моих данных | анонимно | without my details | anonymously
    """,
    "restart": """
        спочатку | почати спочатку | почнемо спочатку | заново | сначала | давай заново
        start over | restart | start | почати знову | давайте спочатку | начать сначала
        з початку
    """,
    "to_bot": """
        назад до бота | до бота | повернутися до бота | поверніть бота | бот | хочу до бота
        вернуть бота | назад к боту | к боту | back to bot | back to the bot | bot
    """,
}

_SEPARATORS = re.compile(r"[\n|]")
_NOISE = re.compile(r"[^\w\s']+")
# Each command's phrases. One may stand in two («без номера»): what is asked decides which it is.
_PHRASES_OF: dict[Command, frozenset[str]] = {
    command: frozenset(phrase.strip() for phrase in _SEPARATORS.split(listed))
    for command, listed in _PHRASES.items()
}

_CHANGE = re.compile(
    r"\b(змін|зміні|виправ|помін|міня|измен|исправ|помен|change|edit|fix|не та\b|не той\b|інш)"
)
_NAMED: tuple[tuple[str, str], ...] = (
    ("адрес", "address"),
    ("вулиц", "address"),
    ("будин", "address"),
    ("address", "address"),
    ("квартир", "apartment"),
    ("під'їзд", "entrance"),
    ("підїзд", "entrance"),
    ("подъезд", "entrance"),
    ("телефон", "phone"),
    ("номер", "phone"),
    ("phone", "phone"),
    ("район", "district"),
    ("опис", "description"),
    ("текст", "description"),
    ("ім'я", "name"),
    ("прізвищ", "name"),
    ("кому", "official"),
)
_CONTRAST = re.compile(r"\b(не|not)\s+\S.*?[\s,–—-](а|but)\s+\S", re.IGNORECASE | re.DOTALL)
_MORE = re.compile(r"\b(ще|також|теж|еще|ещё|также|тоже|also|another)\b")


def plain(text: str) -> str:
    """Return the text for comparison: case folded, ґ as г, one apostrophe, no punctuation."""
    folded = text.casefold().replace("’", "'").replace("ʼ", "'").replace("`", "'").replace("ґ", "г")
    return " ".join(_NOISE.sub(" ", folded).split())


def clean(text: str) -> str:
    """Return the text as it may be kept: no control, direction or half characters, trimmed."""
    kept = (ch for ch in text if ch in "\n\t" or unicodedata.category(ch) not in ("Cc", "Cf", "Cs"))
    return "".join(kept).strip()


def commands_of(text: str) -> frozenset[Command]:
    """Return the commands that the whole text may be; usually none."""
    said = plain(text) if len(text) < 40 else ""
    return frozenset(command for command, known in _PHRASES_OF.items() if said and said in known)


def slot_to_edit(text: str, *, asked: bool = False) -> str | None:
    """Return the slot that a short wish to change something names («зміни адресу»), or None.

    Once `asked` what to change, its name alone will do («адресу»).
    """
    said = plain(text)
    # With a digit it is the new value itself («інша адреса: Хрещатик 5»), which the slots hear.
    if len(said.split()) > 5 or any(ch.isdigit() for ch in said):
        return None
    if not asked and not _CHANGE.search(said):
        return None
    return slot_named(said)


def slot_named(text: str) -> str | None:
    """Return the slot of which the words speak by its name («квартира не 7, а 17»), or None."""
    said = plain(text)
    return next((slot for stem, slot in _NAMED if stem in said), None)


def contrasts(text: str) -> bool:
    """Return whether the words put one thing in the place of another («не 15, а 17»)."""
    return bool(_CONTRAST.search(text))


def says_more(text: str) -> bool:
    """Return whether the words add something («а ще», «також») rather than answer."""
    return bool(_MORE.search(text.casefold()))
