"""Where things lie: residents' data under the home, the city's data beside the code.

Rule: nothing asks for the current directory but `home`.
"""

import os
from collections.abc import Mapping
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_SQLITE = "sqlite:///"


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """Return the folder of config.yml and var/: `MISTO_HOME`, else the current directory."""
    return Path(environ.get("MISTO_HOME") or Path.cwd()).absolute()


def resolve(path: str | Path, environ: Mapping[str, str] = os.environ) -> Path:
    """Return a path of the settings as an absolute one; a relative one is read against the home."""
    return home(environ) / path


def resolve_url(url: str, environ: Mapping[str, str] = os.environ) -> str:
    """Return a database's URL with the path of an SQLite file made absolute; others as they are."""
    if not url.startswith(_SQLITE):
        return url
    return f"{_SQLITE}{resolve(url.removeprefix(_SQLITE), environ)}"


def data_dir(package: Path = _PACKAGE) -> Path:
    """Return the folder of texts, training data and the city's tables.

    An installed wheel carries it inside the package `misto`, a checkout has it beside.
    """
    carried = package / "_data"
    return carried if carried.is_dir() else package.parent / "data"
