"""What every test may use: sizes, the repository's folder, Chromium's start options."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests import sizes

ROOT = Path(__file__).resolve().parent.parent

# Sandboxing takes rights that containers withhold; the rest keeps Chromium off the network.
CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# The settings of whoever runs the tests are not the tests' settings.
for name in [key for key in os.environ if key.startswith("MISTO_") and "__" in key]:
    del os.environ[name]

# No deadline: how long one example takes says more about the machine than about misto. In CI the
# examples are the same each time, so that a red run can be repeated.
settings.register_profile("misto", deadline=None, derandomize="CI" in os.environ, print_blob=True)
settings.load_profile("misto")


def pytest_report_header() -> str:
    """Tell at the top of the run which sizes it has."""
    return f"sizes: {sizes.column()} (tests/sizes.toml)"


@pytest.fixture(scope="session")
def size() -> Callable[[str], int]:
    """Return the look-up of a heavy test's size by its name in sizes.toml."""
    return sizes.size


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> dict[str, Any]:
    """Return the keyword arguments with which Playwright's `chromium.launch` starts the browser."""
    path = os.environ.get("MISTO_CHROMIUM", "/usr/bin/chromium")
    assert Path(path).exists(), f"{path} is missing: ./dev test installs it or says how"
    return {"executable_path": path, "args": CHROMIUM_SWITCHES}
