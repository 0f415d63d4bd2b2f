"""Type words of streets in every case, shortened and Russian: `вул.`, `пр-т`, `площі`."""

from __future__ import annotations

from dataclasses import dataclass

from nlu.entities.scene import Scene
from nlu.entities.tokens import skeleton


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word at tokens `first` to `last` (exclusive, with its dot)."""

    first: int
    last: int
    type: str
    abbreviated: bool

    @property
    def spelled_out(self) -> bool:
        """Say whether the word may follow the name: `Садова вулиця`."""
        return not self.abbreviated


_WORDS = {
    "вулиця": "вулиця вулиці вулицю вулицею вулиць улица улицы улице улицу улицей вулица вулице "
    "вулицы "
    "street",
    "проспект": "проспект проспекту проспекті проспекта проспектом проспекте проспектові avenue",
    "бульвар": "бульвар бульвару бульварі бульвара бульваром бульваре boulevard",
    "провулок": "провулок провулку провулка провулком переулок переулке переулка переулку "
    "переулком lane",
    "площа": "площа площі площу площею площадь площади площадью square",
    "шосе": "шосе шоссе highway",
    "набережна": "набережна набережній набережної набережну набережная набережной набережную",
    "узвіз": "узвіз узвозу узвозі узвозом спуск спуску спуске",
    "проїзд": "проїзд проїзду проїзді проїздом проезд проезде проезду",
    "майдан": "майдан майдану майдані майданом майдане",
    "дорога": "дорога дороги дорогу дорозі дороге дорогою",
    "тупик": "тупик тупику тупіка тупика тупике",
    "алея": "алея алеї алею аллея аллее аллеи",
}
_SHORT = {
    "вулиця": "вул ул вл st str",
    "проспект": "просп пр прт проспек ave",
    "бульвар": "бул бульв",
    "провулок": "пров пер провул",
    "площа": "пл",
    "шосе": "ш",
    "набережна": "наб",
    "узвіз": "узв",
    "проїзд": "прзд",
}
_HYPHENATED = {
    ("пр", "т"): "проспект",
    ("пр", "кт"): "проспект",
    ("пр", "ту"): "проспект",
    ("пр", "ті"): "проспект",
    ("пр", "те"): "проспект",
    ("п", "т"): "проспект",
    ("б", "р"): "бульвар",
    ("б", "рі"): "бульвар",
    ("б", "ру"): "бульвар",
    ("бул", "р"): "бульвар",
    ("пр", "д"): "проїзд",
    ("пров", "к"): "провулок",
    ("в", "ця"): "вулиця",
}
_OF_WORD = {skeleton(form): kind for kind, forms in _WORDS.items() for form in forms.split()}
_OF_SHORT = {form: kind for kind, forms in _SHORT.items() for form in forms.split()}


def type_words(scene: Scene) -> dict[int, TypeWord]:
    """Return the type words of a message by the place of their first token."""
    found: dict[int, TypeWord] = {}
    for place in range(len(scene.tokens)):
        word = _hyphenated(scene, place) or _plain(scene, place)
        if word is not None:
            found[place] = word
    return found


def _hyphenated(scene: Scene, place: int) -> TypeWord | None:
    if scene.low(place + 1) != "-" or not scene.adjoins(place + 1) or not scene.adjoins(place + 2):
        return None
    kind = _HYPHENATED.get((scene.low(place), scene.low(place + 2)))
    if kind is None:
        return None
    last = place + 3 + (scene.low(place + 3) == ".")
    return TypeWord(place, last, kind, True)


def _plain(scene: Scene, place: int) -> TypeWord | None:
    kind = _OF_WORD.get(scene.key(place))
    if kind is not None:
        return TypeWord(place, place + 1, kind, False)
    kind = _OF_SHORT.get(scene.low(place))
    if kind is None:
        return None
    dotted = scene.low(place + 1) == "."
    if len(scene.low(place)) < 3 and not dotted and scene.low(place) not in ("ул", "пр"):
        return None
    return TypeWord(place, place + 1 + dotted, kind, True)
