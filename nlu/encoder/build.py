"""Makes the encoder's arrays from the packaged weights: graph, pieces of words, their vectors."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from nlu.encoder.graph import encoder_graph
from nlu.encoder.packaged import Weights, weight_file
from nlu.english import WORDS as ENGLISH

_CYRILLIC = re.compile(r"[а-яіїєґёА-ЯІЇЄҐЁ]+")
_SHORT_LATIN = re.compile(r"[A-Za-z]{1,4}")
_LETTER = re.compile(r"[^\W\d_]")
_PLACES = 128


def encoder_arrays() -> dict[str, Any]:
    """Return the arrays of `Encoder`.

    Three pieces in four are of scripts that no resident writes in; memory is saved on them.
    Errors: NoWeights.
    """
    weights = Weights(weight_file())
    marks = (weights.begin, weights.end, weights.unknown)
    rows = [*marks, *(row for row, piece in enumerate(weights.pieces) if _is_read(piece))]
    pieces = ["", "", "", *(weights.pieces[row] for row in rows[len(marks) :])]
    table = weights.blocks("emb.word", weights.rows, weights.width)[rows]
    return {
        "graph": np.frombuffer(encoder_graph(weights), np.uint8),
        "pieces": np.frombuffer("\n".join(pieces).encode(), np.uint8),
        "scores": weights.scores[rows],
        "table": table,
        "places": weights.positions[:_PLACES],
    }


def _is_read(piece: str) -> bool:
    bare = piece.replace("▁", "")
    if piece.startswith("<") or "\n" in piece or piece.count("▁") > 1:
        return False
    if not _LETTER.search(bare):
        return True
    return bool(_CYRILLIC.fullmatch(bare) or _SHORT_LATIN.fullmatch(bare)) or bare in ENGLISH
