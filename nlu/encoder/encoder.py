"""Turns a text into a vector of what it says, by onnxruntime on one core."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from nlu.encoder.packaged import Floats, opened

BEGIN, END, UNKNOWN = range(3)
"""Rows of the marks, before those of the pieces."""
MOST_PIECES = 64
"""More is slow to read and tells no more of what a message wants."""
_PREFIX = "query:"
_UNKNOWN_SCORE = 10.0
_LONGEST_WORD = 40
_MOST_CHARACTERS = 1_500
_CACHE = 16_384


class NoEncoder(RuntimeError):
    """The encoder cannot run here; the message says why."""


class Encoder:
    """A sentence encoder; safe to share between threads."""

    def __init__(self, arrays: Mapping[str, Any]) -> None:
        """Open the arrays of `build.encoder_arrays`.

        Errors: NoEncoder.
        """
        pieces = arrays["pieces"].tobytes().decode().split("\n")
        self._rows = {piece: row for row, piece in enumerate(pieces) if piece}
        self._longest = max(map(len, self._rows), default=1)
        self._scores: list[float] = arrays["scores"].tolist()
        self._unknown_score = min(self._scores) - _UNKNOWN_SCORE
        self._table = arrays["table"]
        self._places: Floats = arrays["places"]
        self._session = _session(arrays["graph"])
        self._split = lru_cache(_CACHE)(self._split_word)
        self._begin = [BEGIN, *self._split(_PREFIX)]
        self.room = MOST_PIECES - len(self._begin) - 1
        """How many pieces of a text are read."""

    def pieces(self, text: str) -> list[int]:
        """Return the rows of a text's pieces."""
        words = unicodedata.normalize("NFKC", text[:_MOST_CHARACTERS]).split()
        return [row for word in words for row in self._split(word[:_LONGEST_WORD])]

    def vector(self, text: str) -> Floats:
        """Return what the text says, of length one. Shape: (384,)."""
        rows = [*self._begin, *self.pieces(text)[: self.room], END]
        x = opened(self._table[rows]) + self._places[: len(rows)]
        (seen,) = self._session.run(["y"], {"x": x[np.newaxis]})
        mean = seen[0].mean(axis=0)
        vector: Floats = mean / np.linalg.norm(mean)
        return vector

    def _split_word(self, word: str) -> tuple[int, ...]:
        """Return the rows of the likeliest pieces that spell a word."""
        text = f"▁{word}"
        best = [0.0] + [-math.inf] * len(text)
        chosen = [(0, UNKNOWN)] * (len(text) + 1)
        for end in range(1, len(text) + 1):
            for start in range(max(0, end - self._longest), end):
                row = self._rows.get(text[start:end], UNKNOWN)
                if row == UNKNOWN and end - start > 1:
                    continue
                score = self._unknown_score if row == UNKNOWN else self._scores[row]
                if best[start] + score > best[end]:
                    best[end], chosen[end] = best[start] + score, (start, row)
        return _path(chosen)


def _path(chosen: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return the rows on the best way to the end, unknown neighbours told once."""
    rows: list[int] = []
    end = len(chosen) - 1
    while end > 0:
        end, row = chosen[end]
        if not (row == UNKNOWN and rows[-1:] == [UNKNOWN]):
            rows.append(row)
    return tuple(reversed(rows))


def _session(graph: Any) -> Any:
    try:
        import onnxruntime  # late: importing `nlu` costs nothing
    except ImportError as error:
        raise NoEncoder(f"onnxruntime cannot be loaded ({error})") from error
    options = onnxruntime.SessionOptions()
    # One core, and the same sums in the same order each time.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        # Of a graph in memory onnxruntime keeps two copies, of one in a file none.
        with NamedTemporaryFile(suffix=".onnx") as file:
            graph.tofile(file)
            file.flush()
            return onnxruntime.InferenceSession(
                file.name, options, providers=["CPUExecutionProvider"]
            )
    except Exception as error:  # its errors share no class, and none may stop reading
        raise NoEncoder(f"onnxruntime cannot run the encoder here ({error})") from error
