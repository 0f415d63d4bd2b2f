"""Reads YAML by the fast loader where PyYAML has it, by the plain one elsewhere; both are safe."""

from __future__ import annotations

from pathlib import Path
from typing import Any


class YamlError(ValueError):
    """A file that is not YAML; the message names it."""


def load_yaml(path: Path) -> Any:
    """Return what a YAML file holds. Errors: YamlError, OSError."""
    return _loaded(path, "get_single_data")


def load_node(path: Path) -> Any:
    """Return the nodes of a YAML file, which know their lines. Errors: YamlError, OSError."""
    return _loaded(path, "get_single_node")


def _loaded(path: Path, what: str) -> Any:
    # Imported here so that importing `nlu` costs nothing.
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf-8"))
    try:
        return getattr(loader, what)()
    except yaml.YAMLError as error:
        raise YamlError(f"{path}: not YAML: {error}") from error
    finally:
        loader.dispose()
