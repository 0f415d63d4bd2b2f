"""Reads YAML by the fast loader where PyYAML has it, by the plain one elsewhere; both are safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class YamlError(ValueError):
    """A file that is not YAML; the message names it."""


def load_yaml(path: Path) -> Any:
    """Return what a YAML file holds. Errors: YamlError, OSError."""
    # Imported here so that importing `nlu` costs nothing.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise YamlError(f"{path}: not YAML: {error}") from error
    finally:
        loader.dispose()
