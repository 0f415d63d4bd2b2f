"""The reader's parts, each made once a session."""

import fcntl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from nlu.entities import Recognisers
from nlu.entities.scene import Scene
from nlu.entities.street_names import StreetNames
from nlu.gazetteer import Gazetteer
from nlu.names import names_in
from nlu.normalise import scan, tidy
from nlu.pipeline import Reader, load
from nlu.repair import Repairer
from nlu.train import train
from nlu.words import Lexicon

NOW = datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Europe/Kyiv"))
"""A Tuesday."""

Entities = Callable[[str], list[tuple[str, str]]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load()


@pytest.fixture(scope="session")
def gazetteer(root: Path) -> Gazetteer:
    return Gazetteer.load(root / "data" / "city")


@pytest.fixture(scope="session")
def names(gazetteer: Gazetteer, lexicon: Lexicon) -> StreetNames:
    return StreetNames(gazetteer, lexicon)


@pytest.fixture(scope="session")
def repairer(gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> Repairer:
    is_name = names_in(gazetteer, names, lexicon)
    return Repairer(lexicon.known_uk, lexicon.known_ru, is_name)


@pytest.fixture(scope="session")
def scene(lexicon: Lexicon) -> Callable[[str], Scene]:
    """Return a text as the recognisers see it on the morning of a Tuesday, 24 November 2026."""
    return lambda text: Scene.of(tidy(scan(text)), NOW, lexicon)


@pytest.fixture(scope="session")
def recognisers(gazetteer: Gazetteer, names: StreetNames, lexicon: Lexicon) -> Recognisers:
    return Recognisers(gazetteer, names, lexicon)


@pytest.fixture(scope="session")
def entities(recognisers: Recognisers, scene: Callable[[str], Scene]) -> Entities:
    """Return the entities of a text, whatever it is about, as (entity, value)."""
    return lambda text: [
        (found.entity, found.value) for found in recognisers(scene(text)).settled(())[0]
    ]


@pytest.fixture(scope="session")
def reader(root: Path) -> Reader:
    """Return the reader of the repository's model, trained first if it is stale."""
    model = root / "var" / "nlu" / "model.npz"
    model.parent.mkdir(parents=True, exist_ok=True)
    with (model.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        city = root / "data" / "city"
        train(root / "data" / "nlu", model, city, if_stale=True, say=lambda line: None)
    return load(model, city)
