"""Two matters in one message: where each stands and what it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nlu.entities.scene import Scene


def matters_of(scene: Scene, understand: Callable[[str], Any]) -> list[dict[str, Any]]:
    return []
