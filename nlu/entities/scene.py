"""One message as the recognisers see it: tokens, numbers, and the questions they all ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from nlu.entities.numbers import Number, numbers
from nlu.entities.tokens import Token, tokenise
from nlu.normalise import Clean
from nlu.words import Lexicon

_UNITS = frozenset(
    "день дня дні днів дней добу доби діб сутки суток годину години годин година час часа "
    "часов год "
    "тиждень тижні тижня тижнів неделю недели недель неделя місяць місяці місяця місяців "
    "месяц месяца "
    "месяцев рік роки років года лет хвилин хвилини хвилину хв минут минуты минуту мин раз "
    "рази разів раза "
    "поверх поверсі поверху поверхи поверхів этаж этаже этажа этажей підїзд підїзді підїзду "
    "підїзда подъезд "
    "подъезде парадне парадному парадной парадное людей чоловік человек людини особи осіб "
    "грн гривень "
    "гривні гривен рублей тис тисяч тисячі тысяч градусів градуси градусов метрів метри "
    "метра метров м "
    "см км кг кв квт сім'ї років річний річна літній літня дітей дети детей діти собак "
    "собаки собаки "
    "квартир квартири квартирі бак баки баків контейнери контейнерів ліфт ліфти ліфта ліфтів лифта "
    "лифты лавки "
    "числа грудня січня лютого березня квітня травня червня липня серпня вересня жовтня листопада "
    "декабря января февраля марта апреля мая июня июля августа сентября октября ноября й го "
    "ранку вечора "
    "утра вечера ночі ночи секунд кубів куба кубов бали балів бала зірок зірки маршрут "
    "маршрутка автобус "
    "трамвай тролейбус клас класу класі шт штук штуки".replace("'", "").split()
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A cleaned message with its tokens and numbers, and the moment it was sent.

    `low` and `key` tell the lower-case token at a place and its skeleton, "" outside the message.
    """

    clean: Clean
    tokens: list[Token]
    numbers: dict[int, Number]
    now: datetime
    lexicon: Lexicon
    low: Callable[[int], str]
    key: Callable[[int], str]

    @staticmethod
    def of(clean: Clean, now: datetime, lexicon: Lexicon) -> Scene:
        """Tokenise a cleaned message."""
        tokens = tokenise(clean)
        # Asked some hundred times a message, hence not methods.
        low = defaultdict(str, enumerate(token.low for token in tokens)).__getitem__
        key = defaultdict(str, enumerate(token.skeleton for token in tokens)).__getitem__
        return Scene(clean, tokens, numbers(tokens), now, lexicon, low, key)

    def adjoins(self, place: int) -> bool:
        """Say whether a token follows the one before it without a space."""
        return (
            0 < place < len(self.tokens) and self.tokens[place].start == self.tokens[place - 1].end
        )

    def measures(self, place: int) -> bool:
        """Say whether the token at a place makes the number before it a count, not a name."""
        return self.low(place) in _UNITS

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the place in the cleaned text of tokens `first` to `last` (exclusive)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def text(self, first: int, last: int) -> str:
        """Return the cleaned text of tokens `first` to `last` (exclusive)."""
        start, end = self.span(first, last)
        return self.clean.text[start:end]
