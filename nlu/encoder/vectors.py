"""Vectors of many texts for training, on two cores; those made before are kept beside the model."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from nlu.encoder.encoder import Encoder
from nlu.encoder.packaged import Floats

_CORES = 2
_STEP = 500
_KEY_BYTES = 16


def vectors_of(
    encoder: Encoder, texts: list[str], kept: Path, salt: bytes, say: Callable[[str], None]
) -> Floats:
    """Return a vector a text, in order. `salt` names the encoder that those in `kept` are of."""
    keys = [hashlib.sha256(salt + text.encode()).digest()[:_KEY_BYTES] for text in texts]
    known = _load(kept)
    wanted = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    with ThreadPoolExecutor(_CORES) as pool:
        made = pool.map(encoder.vector, wanted.values())
        for done, (key, vector) in enumerate(zip(wanted, made, strict=True), start=1):
            known[key] = vector
            if done % _STEP == 0 or done == len(wanted):
                say(f"  {done} of {len(wanted)} messages encoded")
    if wanted:
        _save(kept, {key: known[key] for key in keys})
    return np.array([known[key] for key in keys], dtype=np.float32)


def _load(path: Path) -> dict[bytes, Any]:
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            keys, vectors = arrays["keys"], arrays["vectors"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    return {key.tobytes(): vector for key, vector in zip(keys, vectors, strict=True)}


def _save(path: Path, vectors: dict[bytes, Any]) -> None:
    keys = np.array([np.frombuffer(key, np.uint8) for key in vectors])
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".part")
    with draft.open("wb") as file:
        np.savez(file, keys=keys, vectors=np.array(list(vectors.values())))
    draft.replace(path)
