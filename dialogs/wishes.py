"""What a message wants, refuses or asks of the matter itself, told by its words.

No intent of the reader says so: «не хочу скаржитися» and «хочу скаржитися» are of one kind to it.
"""

import re
from collections.abc import Iterable

from dialogs.phrases import plain

# --- questions about the matter ------------------------------------------------------------------


def asks(text: str) -> bool:
    """Return whether the words are a question rather than an answer."""
    return "?" in text or bool(_QUESTION.match(plain(text)))


_QUESTION = re.compile(
    r"^(а |і |та |ну |и )?(коли|де|чому|як|скільки|хто|що|чого|куди|навіщо|чи|когда|где|почему|"
    r"как|сколько|кто|что|куда|зачем|when|where|why|how|who|what)\b"
)


def asks_how_long(text: str) -> bool:
    """Return whether a short message asks how long it will take («а скільки чекати?»)."""
    said = plain(text)
    return len(said.split()) <= _MOST_WORDS_OF_A_QUESTION and bool(_HOW_LONG.search(said))


def asks_who_sees(text: str) -> bool:
    """Return whether a short message asks who will see it («а він дізнається, хто написав?»)."""
    said = plain(text)
    return len(said.split()) <= _MOST_WORDS_OF_A_QUESTION and bool(_WHO_SEES.search(said))


_WHO_SEES = re.compile(
    r"\b(хто|чи|кто|who)\b.*\b(побач|бачит|дізна|узна|увид|прочита|see|read)|"
    r"\b(дізна|узна|побач)\w*\b.*\b(хто|кто|who)\b"
)
_MOST_WORDS_OF_A_QUESTION = 8
_HOW_LONG = re.compile(
    r"\b(скільки|як довго|сколько|как долго|how long)\b.*\b(чека|жда|ждат|час|врем|дн|розгля|рассм|"
    r"займ|will|take|wait)|\b(який|какой|які) (строк|термін|срок)|"
    r"\b(коли|когда|when)\b.*\b(відпов|ответ|приїд|приед|приїх|полагод|зробл|сдела|почин|reply|come)"
)


# --- what is not wanted, or wanted instead -------------------------------------------------------

_UNWANTED = re.compile(
    r"\b(?:не|don't|dont|not)\s(?:(?:хочу|хотів|хотіла|буду|треба|надо|нужно|потрібно|варто|стоит|"
    r"збираюс\w|бажаю|планую|want|need|to)\s)+(?P<wish>[^\W\d_]+(?:\s[^\W\d_]+){0,2})"
    r"|\b(?:не|don't|dont)\s(?P<order>[^\W\d_]+(?:й|йте|іть|ьте|ите)|file|send|submit)\b"
)
# What every service of the city does with a matter.
_HANDS_IN = (
    *("подав", "подат", "пода", "оформл", "надсил", "надісл", "відправ", "отправ", "реєстр"),
    *("file", "send", "submit"),
)


def refuses(text: str, acts: Iterable[str] = ()) -> bool:
    """Return whether the words refuse what a service does («не хочу скаржитися», «не подавайте»).

    `acts` are the beginnings of the words for what it does, besides handing in.
    """
    return _refused(text, (*acts, *_HANDS_IN))


def withholds(text: str) -> bool:
    """Return whether the words refuse to tell or sign something («не хочу підписувати»)."""
    return _refused(text, _TELLS)


_TELLS = (
    *("підпис", "подпис", "назива", "назва", "вказ", "указ", "казат", "скаж", "говор", "дава"),
    *("дат", "світит", "розголош", "sign", "tell", "give"),
)


def _refused(text: str, acts: tuple[str, ...]) -> bool:
    return any(
        word.startswith(acts)
        for found in _UNWANTED.finditer(plain(text))
        for word in (found["wish"] or found["order"]).split()
    )


_WANTED = re.compile(
    r"\b(?:хочу|хотів|хотіла|прошу|треба|надо|нужно|потрібно|буду|давайте|want|подаю|пишу|"
    r"подам|напишу)\s(?:[^\W\d_]+\s)?(?P<wish>[^\W\d_]+)"
)


def wishes(text: str, acts: Iterable[str]) -> bool:
    """Return whether the words ask for what a service does («хочу скаргу», «хочу подати скаргу»).

    `acts` are the beginnings of the words for it.
    """
    stems, said = tuple(acts), plain(text)
    asked = any(
        word.startswith(stems) for found in _WANTED.finditer(said) for word in found[0].split()[1:]
    )
    return asked and not refuses(said, stems)


_INSTEAD = re.compile(
    r"^(?:(?:а|ой|та|ну|ні|нет|no|стоп|чекайте|зачекайте|wait)\s)*"
    r"(?:передума\w+|краще|лучше|давайте краще|давай краще|хочу краще|замість|вместо|instead|"
    r"rather|насправді|взагалі то)\b"
)


def instead(text: str) -> bool:
    """Return whether the words put another matter in the place of this one («ні, краще…»)."""
    return bool(_INSTEAD.match(plain(text)))


_AFTER_SCORE = re.compile(
    r"^[\s,.!;:–—-]*(?:(?:дякую|спасибі|спасибо|thanks|але|проте|однак|зате|тільки|а|і|й|та|ще|но|и|"
    r"ещё|but|and|also)\b[\s,.!;:–—-]*)*",
    re.IGNORECASE,
)


def after_score(text: str, score: str) -> str:
    """Return what follows a score («5, дякую, але …»), the whole text where there is none."""
    _, _, rest = text.partition(score) if score else ("", "", text)
    return _AFTER_SCORE.sub("", rest)


# --- what a wish to write says of its substance --------------------------------------------------

_WISH = re.compile(
    r"\b(?:хочу|хотів|хотіла|хотел\w?|бажаю|потрібно|треба|нужно|надо|можна|прошу|допоможіть|"
    r"подат\w|написат\w|надіслат\w|відправит\w|отправит\w|скласт\w|залишит\w|оставит\w|"
    r"оформит\w|зверн\w*|звертаюс\w|обращ\w*|заяв\w*|скарг\w*|скарж\w*|поскарж\w*|жалоб\w*|"
    r"пожалов\w*|пропозиц\w*|предложен\w*|запит\w*|запрос\w*|клопотан\w*|лист|листа|письмо|"
    r"електронн\w*|офіційн\w*|колективн\w*|анонімн\w*|депутат\w*|мер|мера|меру|мэру|кличк\w*|"
    r"влад[иіуа]|міськ\w*|київськ\w*|районн\w*|рад[иіуа]|адміністрац\w*|до|на|в|у|про|від|к|от|"
    r"добрий|доброго|день|дня|вечір|вечора|ранку|вітаю|привіт|здравствуйте|будь|ласка|пожалуйста|"
    r"я|ми|мені|нам|мне|i|we|want|would|like|to|write|file|make|send|appeal|complaint|complain|a|an|"
    r"the|about|mayor|hello|hi|please)\b"
)


def substance(text: str) -> str:
    """Return what is said besides the wish to write («хочу подати скаргу на…») and to whom."""
    return " ".join(_WISH.sub(" ", plain(text)).split())
