"""The trained reader of intents and service codes, and its file.

One `.npz` file holds arrays and a JSON text: no pickle, so a model file can hold no code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from nlu.code_hints import hints
from nlu.features import WEIGHTS, Features, Floats, Lemmatise, Vector, View

FORMAT = 3
FIXED_CODES = {"tariff_consult": "billing"}
"""Intents that are one class of service by the contract's definition of the code."""
CODED_INTENTS = {
    "dispatcher_request": 0.0,
    "utility_complaint": 0.0,
    "emergency": 0.55,
    "appeal_submit": 0.5,
    "official_complaint": 0.5,
    "case_status": 0.5,
    "case_rate": 0.5,
}
"""Intents that bear a code, with the least confidence at which it is given."""
_HINT_WEIGHT = 0.8
_DAMAGED = (ValueError, KeyError, OSError, EOFError, BadZipFile)


class ModelError(RuntimeError):
    """A model file that is missing or not usable; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier with calibrated confidences.

    Shape: weights (columns, labels); bias (labels). `sharpness` is one over the temperature.
    """

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    sharpness: float

    def rank(self, vector: Vector) -> list[tuple[str, float]]:
        """Return labels with probabilities, likeliest first."""
        chances = softmax(self.decide(vector) * self.sharpness)
        order = np.argsort(-chances, kind="stable")
        return [(self.labels[place], float(chances[place])) for place in order]

    def decide(self, vector: Vector) -> Floats:
        """Return the raw score of every label."""
        places, weights = vector
        scores: Floats = weights @ self.weights[places] + self.bias
        return scores


def with_hints(width: int, low: str, vector: Vector) -> Vector:
    """Return the vector with a column for each class of service that the text's words point to."""
    found = hints(re.findall(r"[^\W\d_]+", low))
    places = np.array([width + code for code in found], dtype=np.int32)
    weights = np.array(list(found.values()), dtype=np.float32) * _HINT_WEIGHT
    return np.concatenate([vector[0], places]), np.concatenate(
        [vector[1], weights.astype(np.float32)]
    )


def softmax(scores: Floats) -> Floats:
    """Return probabilities for the scores of one row or of many."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances


@dataclass(frozen=True, slots=True)
class Model:
    """Features and both heads.

    `words` are the words of the training data, which repairs prefer. `version` is a hash of data,
    code and dependencies; `report` is what cross-validation said.
    """

    version: str
    features: Features
    intents: Head
    codes: Head
    words: frozenset[str]
    report: Mapping[str, Any]

    def code_of(self, intent: str, low: str, vector: Vector) -> tuple[str, float] | None:
        """Return the service code of a masked text, or None where its intent bears none."""
        if intent in FIXED_CODES:
            return FIXED_CODES[intent], 0.95
        least = CODED_INTENTS.get(intent)
        if least is None:
            return None
        code, chance = self.codes.rank(with_hints(self.features.width, low, vector))[0]
        return (code, chance) if chance >= least else None

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        meta = {
            "format": FORMAT,
            "version": self.version,
            "intents": self.intents.labels,
            "codes": self.codes.labels,
            "sharpness": [self.intents.sharpness, self.codes.sharpness],
            "report": dict(self.report),
        }
        arrays = {
            "meta": _bytes(json.dumps(meta, ensure_ascii=False, sort_keys=True)),
            "words": _bytes("\n".join(sorted(self.words))),
            "intent_weights": self.intents.weights,
            "intent_bias": self.intents.bias,
            "code_weights": self.codes.weights,
            "code_bias": self.codes.bias,
        }
        for name, view in zip(WEIGHTS, self.features.views, strict=True):
            arrays |= {f"{name}_features": _bytes("\n".join(view.index)), f"{name}_idf": view.idf}
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        draft.replace(path)

    @staticmethod
    def load(path: Path, lemmatise: Lemmatise) -> Model:
        """Read a model file.

        Errors: ModelError when it is missing, damaged, or of another format.
        """
        if not path.is_file():
            raise ModelError(f"{path}: no model. Train one: misto nlu train")
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                return _model(dict(arrays), lemmatise)
        except _DAMAGED as error:
            raise ModelError(
                f"{path}: not a usable model ({error}). Run: misto nlu train"
            ) from error


def version_of(path: Path) -> str | None:
    """Return the version of the model in a file, or None when there is no usable one."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            meta = json.loads(arrays["meta"].tobytes())
            return str(meta["version"]) if meta["format"] == FORMAT else None
    except _DAMAGED:
        return None


def _model(arrays: dict[str, Any], lemmatise: Lemmatise) -> Model:
    meta = json.loads(arrays["meta"].tobytes())
    if meta["format"] != FORMAT:
        raise ValueError(f"format {meta['format']}, expected {FORMAT}")
    chars = _view(arrays, "chars", 0)
    lemmas = _view(arrays, "lemmas", len(chars.index))
    pairs = _view(arrays, "pairs", len(chars.index) + len(lemmas.index))
    sharpness = meta["sharpness"]
    return Model(
        version=meta["version"],
        features=Features((chars, lemmas, pairs), lemmatise),
        intents=_head(arrays, "intent", meta["intents"], sharpness[0]),
        codes=_head(arrays, "code", meta["codes"], sharpness[1]),
        words=frozenset(_lines(arrays["words"])),
        report=meta["report"],
    )


def _view(arrays: dict[str, Any], name: str, offset: int) -> View:
    features = _lines(arrays[f"{name}_features"])
    index = {feature: offset + place for place, feature in enumerate(features)}
    return View(index, arrays[f"{name}_idf"], offset, WEIGHTS[name])


def _head(arrays: dict[str, Any], name: str, labels: list[str], sharpness: float) -> Head:
    return Head(tuple(labels), arrays[f"{name}_weights"], arrays[f"{name}_bias"], sharpness)


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _lines(stored: Any) -> list[str]:
    text = stored.tobytes().decode()
    return text.split("\n") if text else []
