"""News topics of a subscription."""

from __future__ import annotations

from collections.abc import Iterator

from nlu.entities.found import Found
from nlu.entities.scene import Scene
from nlu.entities.stems import Stems

_STEMS = {
    "transport": "транспорт проїзд проезд маршрут метро автобус трамва тролейбус троллейбус "
    "transport "
    "traffic transit",
    "utilities": "комуналк коммуналк жкг жкх комунальн коммунальн відключен отключен вимкнен "
    "опален "
    "отоплен водопостачан "
    "водопровод світл свет графік графики електр utilit outage power water heating",
    "roads": "дорог дорожн доріг мост мостів мости road roads перекрит перекрыт",
    "education": "освіт образован школ садк садик садоч дитсад детсад educat school kindergart "
    "навчан",
    "health": "здоров медиц вакцин лікарн больниц поліклін поликлин health medic hospital",
    "safety": "безпек безопасн тривог тревог укритт укрыти повітрян воздушн safety shelter обстріл "
    "шахед",
    "culture": "культур афіш афиш концерт театр музе фестивал culture event concert виставк",
    "ecology": "еколог эколог повітр воздух сортуван сортировк парк зелен ecolog environment "
    "довкіл",
    "petitions": "петиц petition",
    "budget": "бюджет budget",
    "construction": "забудов застройк будівництв строительств слухан слушан construction",
    "social": "соціальн социальн соцдопомог соцпомощ допомог помощ соцвипл соцвыпл ветеран пільг "
    "льгот "
    "субсид впо переселен social пенсі пенси",
}
_TOPICS = Stems.listed(_STEMS)


def topics(scene: Scene) -> Iterator[Found]:
    """Yield each topic once; whether a message is about news is for the caller to know."""
    place = 0
    seen: set[str] = set()
    while place < len(scene.tokens):
        size, topic = _topic_at(scene, place)
        if topic is not None and topic not in seen:
            seen.add(topic)
            yield Found("topic", *scene.span(place, place + size), topic, 0.85)
        place += max(size, 1)


def _topic_at(scene: Scene, place: int) -> tuple[int, str | None]:
    key = scene.key(place)
    if key.startswith(("громадськ", "общественн", "громадск")) and scene.key(place + 1).startswith(
        ("слухан", "слушан")
    ):
        return 2, "construction"
    if key.startswith("ремонт") and scene.key(place + 1).startswith(("дор", "мост")):
        return 2, "roads"
    return 1, _TOPICS.of(key)
