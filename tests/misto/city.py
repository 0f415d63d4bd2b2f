"""Cities with a database of their own each; what takes long to load is loaded once."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from misto.app import City, build
from misto.runtime import Clock
from misto.settings import load_settings
from tests.contract.builders import new_database
from tests.system.program import MODEL, ROOT, trained_model

NOON = datetime(2031, 3, 3, 10, tzinfo=UTC)
SHARED = ("routing", "law", "texts", "gazetteer", "reader", "flows")


@cache
def _loaded() -> dict[str, Any]:
    trained_model()
    city = build(load_settings(None, {"MISTO_NLU__MODEL_PATH": str(ROOT / MODEL)}))
    return {name: getattr(city, name) for name in SHARED}


def new_city(folder: Path, at: datetime | None = NOON, **settings: str) -> City:
    """Return a city in an empty folder, its clock set; `None` lets the clock run.

    `settings` as in the environment, without the `MISTO_`.
    """
    clock = Clock()
    if at is not None:
        clock.set(at)
    environ = {
        "MISTO_DATABASE__URL": f"sqlite:///{new_database(folder / 'misto.db')}",
        "MISTO_ATTACHMENTS__PATH": str(folder / "attachments"),
        **{f"MISTO_{name}": value for name, value in settings.items()},
    }
    city = build(load_settings(None, environ), clock)
    vars(city).update(_loaded())
    return city
