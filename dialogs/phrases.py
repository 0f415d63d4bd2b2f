"""Short phrases that steer a talk and that no intent names: skip, repeat, go back, edit, resume.

Matched only as a whole message, case and punctuation aside, so that a story which contains one of
them stays a story.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Command = Literal[
    "skip",
    "decline",
    "same",
    "repeat",
    "back",
    "edit",
    "explain",
    "refuse",
    "anonymous",
    "restart",
    "resume",
    "to_bot",
]

_PHRASES: dict[Command, str] = {
    "skip": """
        будинку немає | немає будинку | нема будинку | номера немає | немає номера | нема номера |
        пропустити | пропусти | пропустимо | далі | дальше | пропустить | не знаю | хз | без
        немає | нема | не маю | не пам'ятаю | не помню | не хочу казати | не скажу | не важливо
        неважливо | без номера | без телефону | без телефона | без мого номера | без фото | skip
        next | не певен | i don't know | dont know | не хочу давати номер | не дам номер
        не хочу давать номер | не потрібно | не надо | не треба | обійдуся без цього | потім
        потом | не певна | точно не знаю | без поняття | не в курсі | не впевнений | не впевнена
        без номера будинку | no number | без різниці | все одно | яка різниця | байдуже | всё равно
        без разницы | не можу сказати | важко сказати | поняття не маю | не знаю номера
        не помню номер | не пам'ятаю номер | не пам'ятаю номера | не знаю який | не знаю яка
        не знаю яке | не маю уявлення | no idea | not sure | skip it | skip this | не хочу
    """,
    "decline": """
        не треба | не надо | не потрібно | не нужно | не хочу | не варто | вже не треба
        уже не надо | вже не потрібно | not needed | don't | dont | i don't want to
    """,
    "same": """
        та сама | та сама адреса | адреса та сама | та ж адреса | за тією ж адресою | там же
        там само | туди ж | той самий | той самий номер | номер той самий | такий самий | та же
        тот же | тот же адрес | адрес тот же | там же где и раньше | the same | same | same address
        як минулого разу | як і раніше | как в прошлый раз
    """,
    "repeat": """
        повтори | повторіть | повторити | ще раз | повторите | ещё раз | еще раз | repeat
        що ви сказали | не зрозумів питання | не зрозуміла питання | яке питання | що ви питали
        что вы спросили | скажіть ще раз | повторіть питання | повтори питання | яке було питання
        про що ви питали | що ти питав | що ви хотіли | нагадайте питання | повторите вопрос
        повторіть що ви питали | о чём вы спросили | what was the question | say again
    """,
    "back": """
        назад | крок назад | поверни назад | повернутися назад | вернись назад | back
        попереднє питання | шаг назад | повернутись | на крок назад | до попереднього питання
        поверніться до попереднього питання | поверніться назад | повернись назад | вернитесь назад
        повернутися до попереднього питання | предыдущий вопрос | к предыдущему вопросу | go back
        previous question
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
        не зрозумів | не зрозуміла | не зрозуміло | не поняв | не понял | не поняла | непонятно
        в сенсі | в смислі | що це
        что писать | объясните | why | what should i write
    """,
    "refuse": """
        ні | нет | no | nope | не згоден | не згодна | ні не згоден | ні не згодна
        не погоджуюсь | не погоджуюся | не даю згоди | без моїх даних | без даних
        без мого номера | без номера | анонімно | без імені | не согласен | не согласна
        без моих данных | анонимно | without my details | anonymously
    """,
    "anonymous": """
        анонімно | анонимно | анонимно пожалуйста | без моїх даних | без даних | без імені
        без моих данных | without my details | anonymously | подайте анонімно | хочу анонімно
    """,
    "restart": """
        спочатку | почати спочатку | почнемо спочатку | заново | сначала | давай заново
        start over | restart | start | почати знову | давайте спочатку | начать сначала
        з початку
    """,
    "resume": """
        продовжимо | продовжити | продовжуємо | продовжуй | продовжуйте | продолжим | продолжить
        на чому ми зупинилися | де ми зупинилися | на чём мы остановились | continue | go on
        зателефонувала | зателефонував | подзвонила | подзвонив | позвонила | позвонил | викликала
        викликав | викликали | вызвали | вже їдуть | їдуть | едут | уже едут | вже приїхали
        ми в безпеці | я в безпеці | я зателефонувала | i called | called | called them
    """,
    "to_bot": """
        назад до бота | до бота | повернутися до бота | поверніть бота | бот | хочу до бота
        вернуть бота | назад к боту | к боту | back to bot | back to the bot | bot
    """,
}

_SEPARATORS = re.compile(r"[\n|]")
_NOISE = re.compile(r"[^\w\s']+")
# What people put around a command without changing it.
_FILLERS = frozenset(
    "ну та а ж же будь ласка пожалуйста please це вже ой чесно якщо мені напевно мабуть точно я "
    "взагалі давай давайте можна хочу просто краще".split()
)
# Each command's phrases. One may stand in two («без номера»): what is asked decides which it is.
_PHRASES_OF: dict[Command, frozenset[str]] = {
    command: frozenset(phrase.strip() for phrase in _SEPARATORS.split(listed)) - {""}
    for command, listed in _PHRASES.items()
}

_LONGEST_COMMAND = 60

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
_CONTRAST = re.compile(
    r"\b(не|not)\s+\S.*?[\s,–—-](а|but)\s+\S|\d\S*[\s,]+(а|and)\s+(не|not)\s+\d",
    re.IGNORECASE | re.DOTALL,
)
_CONTRAST_CLAUSE = re.compile(
    r"^.*?\b(?:не|not)\s+\S.*?[\s,–—-](?:а|but)\s+(?:[^,.;]*?)(?=[,.;]|\s(?:і|й|та|и|and)\s|$)",
    re.IGNORECASE | re.DOTALL,
)
_NUMBER_BACK = re.compile(r"\b(?:не|not)\s+(?P<old>\d[\w/-]*)[\s,–—-]+(?:а|but)\b", re.IGNORECASE)
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
    said = plain(text) if len(text) < _LONGEST_COMMAND else ""
    bare = without_fillers(said)
    # «Ні, без номера» is «без номера».
    spelled = {said, bare, re.sub(r"^(ні|нет|no)\s", "", bare)}
    found = frozenset(name for name, known in _PHRASES_OF.items() if spelled & known)
    return found or (frozenset({"skip"}) if _NOT_KNOWN.match(bare) else found)


def without_fillers(said: str) -> str:
    """Return plain words without those that people put around them out of politeness."""
    return " ".join(word for word in said.split() if word not in _FILLERS)


# «Не пам'ятаю хто», «не знаю, як його звати».
_NOT_KNOWN = re.compile(r"^(не знаю|не пам'ятаю|не помню|хз|без поняття)(\s[^\W\d_]+){0,3}$")


def without_phones(text: str) -> str:
    """Return the text with every phone number in it left out."""
    return _PHONE.sub("…", text)


_PHONE = re.compile(r"\+?\d(?:[\s()-]{0,2}\d){8,14}")


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


def slot_contrasted(text: str) -> str | None:
    """Return the slot named with the contrast itself, not after it («не 15, а 17, і під'їзд 3»)."""
    found = _CONTRAST_CLAUSE.match(text)
    return slot_named(found[0]) if found else None


def taken_back(before: str) -> bool:
    """Return whether what follows these words is taken back («18, а не …», «не в …»)."""
    return bool(_NOT_THIS.search(before))


_NOT_THIS = re.compile(
    r"(?:^|[\s,.;–—-])(?:не|not)\s+(?:(?:в|у|на|по|in|at|буд\w*|вул\w*|кв\w*|номер)\.?\s+){0,2}$",
    re.IGNORECASE,
)


def number_taken_back(text: str) -> str | None:
    """Return the number that another is put in the place of («не 15, а 17»), or None."""
    found = _NUMBER_BACK.search(text)
    return found["old"].upper() if found else None


def says_more(text: str) -> bool:
    """Return whether the words add something («а ще», «також») rather than answer."""
    return bool(_MORE.search(text.casefold()))


# --- which of the buttons ------------------------------------------------------------------------

_ORDINALS = (
    "перш перв first",
    "друг втор second",
    "трет third",
    "четверт fourth",
    "п'ят пят fifth",
)
_STEMS = {stem: number for number, stems in enumerate(_ORDINALS, 1) for stem in stems.split()}
_LAST = ("останн", "последн", "last")
_PICK = re.compile(
    r"^(?:(?:хай|нехай|буде|будет|беру|обираю|оберу|выбираю|варіант|вариант|номер|пункт|кнопка|"
    r"option|number|the)\s)*(?P<which>\d{1,2}|[^\W\d]{3,12})(?:\s?(?:й|а|е|ий|ша|ге|тє))?"
    r"(?:\s(?:варіант|вариант|пункт|кнопк\w|option|one))?$"
)


def place_named(text: str, of: int) -> int | None:
    """Return which of so many buttons the words name by its place («другий», «2»), from 0."""
    bare = without_fillers(plain(text))
    found = _PICK.match(bare)
    if not found:
        return None
    which = found["which"]
    if which.startswith(_LAST):
        return of - 1
    stem = next((number for stem, number in _STEMS.items() if which.startswith(stem)), 0)
    number = int(which) if which.isdecimal() else stem
    return number - 1 if 0 < number <= of else None


# Spellings that a hurried hand mixes up, and the Russian ones of the same sounds.
_ALIKE = str.maketrans("іїйыєэё", "ииииеее", "ь'")
_NEAR = 0.84
_SHORTEST_NEAR = 5


def nearest(text: str, labels: Iterable[str]) -> str | None:
    """Return the one label that the text is with a typing error or two, else None."""
    said = _folded(plain(text))
    if len(said) < _SHORTEST_NEAR or any(ch.isdigit() for ch in said):
        return None
    near = [label for label in labels if _alike(said, _folded(label)) >= _NEAR]
    return near[0] if len(near) == 1 else None


def _folded(text: str) -> str:
    return text.translate(_ALIKE)


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= _NEAR else 0.0


# --- a yes that says more, words that come late --------------------------------------------------

_YES_AND = re.compile(
    r"^(?:так|да|ага|угу|ок|окей|добре|гаразд|згоден|згодна|подавайте|подавай|хорошо|yes|ok|sure)"
    r"\b[\s,.!;:–—-]*(?P<joint>(?:(?:і|й|та|а|и|але|тільки|лише|ще|также|також|но|только|ещё|еще|"
    r"and|but|also|please)\b[\s,]*)*)(?:(?:додайте|додай|допишіть|впишіть|напишіть|вкажіть|"
    r"зазначте|добавьте|допишите|укажите|add|mention)\b[\s,:]*)?(?:(?:що|шо|что|that)\b[\s,]*)?"
    r"(?P<more>.+)$",
    re.IGNORECASE | re.DOTALL,
)
# «Так, подавай вже»: nothing but the yes.
_AGREEING = re.compile(
    r"^(подав|пода[йт]|давай|оформл|надсил|відправ|отправ|пиш[иі]|реєстр|скоріш|швидш|вже|уже|будь|"
    r"ласка|дякую|спасиб|звичайно|звісно|конечно|все|всё|правильно|вірно|верно|добре|хорошо|file|"
    r"send|submit|please|it|go|ahead)"
)
_ON_CONDITION = re.compile(r"\b(але|тільки|лише|но|только|but|only)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Addition:
    """What a yes adds; `on_condition`: the yes holds only with it («так, але…»)."""

    words: str
    on_condition: bool


def addition(text: str) -> Addition | None:
    """Return what is added to a yes («так, і додайте, що…»), None without a yes or with nothing."""
    found = _YES_AND.match(text.strip())
    if not found or len(found["more"].split()) < 2 or found["more"].rstrip().endswith("?"):
        return None
    if all(_AGREEING.match(word) for word in plain(found["more"]).split()):
        return None
    return Addition(found["more"].strip(), bool(_ON_CONDITION.search(found["joint"])))


_SLIP = re.compile(
    r"\b(помил|переплут|перепут|ошиб|забу[влд]|не той|не та|не те|не туди|неправильн|невірн|неверн|"
    r"виправ|исправ|уточн|допиш|додай|добав|mistake|wrong|forgot)"
)


def takes_back(text: str) -> bool:
    """Return whether the words say that something told before was wrong or left out."""
    return bool(_SLIP.search(plain(text))) or contrasts(text)


def forgets(text: str) -> bool:
    """Return whether the words bring what was left out («забув сказати, що…»)."""
    return len(text.split()) >= _FEWEST_WORDS_LEFT_OUT and bool(_LEFT_OUT.search(plain(text)))


_LEFT_OUT = re.compile(r"\b(забу[влд]|уточн|допиш|дода[йт]|добав|forgot|add)")
_FEWEST_WORDS_LEFT_OUT = 4


# --- insults -------------------------------------------------------------------------------------

_INSULT = re.compile(
    r"\b(?:(?:ідіот|идиот|дебіл|дебил|дурень|дурні|дурак|дурна|дурний|дурню|придур|кретин|довбо|долбо|"
    r"ху[йїєея]|пизд|єб|їб|заїб|заеб|заєб|от['ъ]?єб|уйоб|уеб|у[йє]бан|виєб|сучар|бля[тд]|муда[кч]|гандон|"
    r"гондон|п[иі]дар|п[іи]дор|підерас|срак|жоп|гівн|говн|гавн|скотин|виродк|виродо|тварюк|чмо|мраз|"
    r"нахер|нахрен|нафіг|нахуй|похуй|бовдур|недоумк|нікчем|idiot|stupid|moron|fuck|asshole|bitch)"
    r"\w*|бля|сука|суки|сучий|твар[ьі]|тупий|тупа|тупі|тупе|тупая|тупой|тупые|лайно|лох|лохи|shit)\b"
    r"|🖕"
)
_MOST_WORDS_OF_AN_INSULT = 7


def insults(text: str) -> bool:
    """Return whether a short message swears at somebody."""
    said = plain(text) or text
    short = len(said.split()) <= _MOST_WORDS_OF_AN_INSULT
    return short and bool(_INSULT.search(said if "🖕" not in text else text))
