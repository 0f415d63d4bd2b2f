"""One reader for all scenarios, a city with a database of its own for each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from connectors.database.database import open_database
from misto.app import City, build
from misto.settings import load_settings
from nlu.train import train

# What does not change from one city to the next, and takes long to load.
SHARED = ("reader", "routing", "law", "texts", "gazetteer", "flows")


def environ_of(root: Path, folder: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """Return the settings of a scenario's city, as the environment of a process has them."""
    return {
        "MISTO_HOME": str(os.environ.get("MISTO_HOME") or root),
        "MISTO_DATABASE__URL": f"sqlite:///{folder / 'misto.db'}",
        "MISTO_ATTACHMENTS__PATH": str(folder / "files"),
        **{f"MISTO_{name.upper().replace('.', '__')}": value for name, value in extra.items()},
    }


@pytest.fixture(scope="session")
def loaded_city(root: Path, tmp_path_factory: pytest.TempPathFactory) -> City:
    """Return a city whose slow parts are loaded; the model is built when data or code changed."""
    folder = tmp_path_factory.mktemp("city")
    city = build(load_settings(None, environ_of(root, folder, {})))
    home = Path(os.environ.get("MISTO_HOME") or root)
    model = home / city.settings.nlu.model_path
    train(city.data / "nlu", model, city.data / "city", if_stale=True)
    with open_database(f"sqlite:///{folder / 'misto.db'}"):
        """Migrated once: the file is copied for each scenario."""
    for name in SHARED:
        getattr(city, name)
    return city


@pytest.fixture
def empty_database(loaded_city: City, tmp_path: Path) -> Path:
    """Return the folder of a scenario, with an empty database in it."""
    url = loaded_city.settings.database.url.get_secret_value()
    shutil.copy(url.removeprefix("sqlite:///"), tmp_path / "misto.db")
    return tmp_path
