"""One reader for all scenarios, a city with a database of its own for each."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from misto.app import City, build
from misto.settings import load_settings
from tests.system.program import trained_model

# What does not change from one city to the next, and takes long to load.
SHARED = ("reader", "routing", "law", "texts", "gazetteer", "flows")


def environ_of(root: Path, folder: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a scenario's city, as the environment of a process has them."""
    return {
        "MISTO_HOME": str(root),
        "MISTO_DATABASE__URL": f"sqlite:///{folder / 'misto.db'}",
        "MISTO_ATTACHMENTS__PATH": str(folder / "files"),
        **{f"MISTO_{name.upper().replace('.', '__')}": value for name, value in extra.items()},
    }


def city_like(loaded: City, environ: Mapping[str, str]) -> City:
    """Return a city of these settings that shares the slow parts of another."""
    city = build(load_settings(None, dict(environ)))
    vars(city).update({part: getattr(loaded, part) for part in SHARED})
    return city


@pytest.fixture(scope="session")
def loaded_city(root: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    """Return a city whose slow parts are loaded; the model is built when data or code changed."""
    folder = tmp_path_factory.mktemp("city")
    trained_model()
    city = build(load_settings(None, environ_of(root, folder, {})))
    # Migrated once: the file is copied for each scenario.
    with city.database:
        assert (folder / "misto.db").exists()
    for name in SHARED:
        getattr(city, name)
    return city


@pytest.fixture
def empty_database(loaded_city: City, tmp_path: Path) -> Path:
    """Return the folder of a scenario, with an empty database in it."""
    url = loaded_city.settings.database.url.get_secret_value()
    shutil.copy(url.removeprefix("sqlite:///"), tmp_path / "misto.db")
    return tmp_path
