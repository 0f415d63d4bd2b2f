"""Short phrases that steer a talk and that no intent names: skip, repeat, go back, edit, resume.

Matched only as a whole message, case and punctuation aside, so that a story which contains one of
them stays a story.
"""

import re
from typing import Literal

Command = Literal["skip", "repeat", "back", "edit", "restart", "to_bot"]

_PHRASES: dict[Command, str] = {
    "skip": """
        пропустити | пропусти | пропустимо | далі | дальше | пропустить | не знаю | хз | без | немає
        нема | не маю | не пам'ятаю | не помню | не хочу казати | не скажу | не важливо | неважливо
        без номера | без телефону | без телефона | без мого номера | без фото | нет | skip | next
        i don't know | dont know | не хочу давати номер | не дам номер | не хочу давать номер
        не потрібно | не надо | не треба | обійдуся без цього | потім | потом
    """,
    "repeat": """
        повтори | повторіть | повторити | ще раз | повторите | ещё раз | еще раз | repeat | що ви сказали
        не зрозумів питання | не зрозуміла питання | яке питання | що ви питали | что вы спросили
        скажіть ще раз
    """,
    "back": """
        назад | крок назад | поверни назад | повернутися назад | вернись назад | back | попереднє питання
        шаг назад | повернутись
    """,
    "edit": """
        змінити | виправити | змініть | виправте | изменить | исправить | поменять | change | edit
        поміняти | хочу змінити | хочу виправити | треба виправити | редагувати | там помилка | не так
        неправильно | не правильно
    """,
    "restart": """
        спочатку | почати спочатку | почнемо спочатку | заново | сначала | давай заново | start over
        restart | start | почати знову | давайте спочатку | начать сначала | з початку
    """,
    "to_bot": """
        назад до бота | до бота | повернутися до бота | поверніть бота | бот | хочу до бота | вернуть бота
        назад к боту | к боту | back to bot | bot
    """,
}

_SEPARATORS = re.compile(r"[\n|]")
_NOISE = re.compile(r"[^\w\s']+")
_BY_PHRASE: dict[str, Command] = {
    phrase.strip(): command
    for command, listed in _PHRASES.items()
    for phrase in _SEPARATORS.split(listed)
    if phrase.strip()
}


_CHANGE = re.compile(
    r"\b(змін|зміні|виправ|помін|міня|измен|исправ|помен|change|edit|fix|не та\b|не той\b|інш)"
)
_NAMED: tuple[tuple[str, str], ...] = (
    ("адрес", "address"),
    ("вулиц", "address"),
    ("address", "address"),
    ("телефон", "phone"),
    ("номер", "phone"),
    ("phone", "phone"),
    ("район", "district"),
    ("під'їзд", "entrance"),
    ("підїзд", "entrance"),
    ("подъезд", "entrance"),
    ("опис", "description"),
    ("текст", "description"),
    ("ім'я", "name"),
    ("прізвищ", "name"),
    ("кому", "official"),
    ("квартир", "apartment"),
)


def plain(text: str) -> str:
    """Return the text for comparison: case folded, ґ as г, one apostrophe, no punctuation."""
    folded = text.casefold().replace("’", "'").replace("ʼ", "'").replace("`", "'").replace("ґ", "г")
    return " ".join(_NOISE.sub(" ", folded).split())


def command_of(text: str) -> Command | None:
    """Return the command that the whole text is, or None."""
    return _BY_PHRASE.get(plain(text)) if len(text) < 40 else None


def slot_to_edit(text: str) -> str | None:
    """Return the slot that a short wish to change something names («зміни адресу»), or None."""
    said = plain(text)
    # With a digit it is the new value itself («інша адреса: Хрещатик 5»), which the slots hear.
    if len(said.split()) > 5 or any(ch.isdigit() for ch in said) or not _CHANGE.search(said):
        return None
    return next((slot for stem, slot in _NAMED if stem in said), None)
