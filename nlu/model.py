"""The trained reader of intents and service codes, and its file.

Characters and lemmas read first. What they are not sure of is read again with the sentence encoder
beside them; most messages are spared its milliseconds.

One `.npz` file holds arrays and a JSON text: no pickle, so a model file can hold no code.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from nlu.code_hints import hints
from nlu.encoder.encoder import Encoder, NoEncoder
from nlu.features import Features, Floats, Lemmatise, Vector

FORMAT = 6
ASK_ENCODER_BELOW = 0.7
"""Confidence of the first reading; chosen on the curve that `./dev bench nlu` prints."""
ASK_ENCODER_FOR_CODE_BELOW = 0.6
"""Confidence of the first reading in the service code, or in there being none."""
FIXED_CODES = {"tariff_consult": "billing"}
"""Intents that are one class of service by the contract's definition of the code."""
FAULTS = frozenset({"dispatcher_request", "utility_complaint"})
"""Intents that are always about a class of service."""
CODED_INTENTS = FAULTS | {
    "emergency",
    "appeal_submit",
    "official_complaint",
    "case_status",
    "case_rate",
}
"""Intents that may bear a code."""
NO_CODE = "none"
"""What the classifier of codes calls a message that names no class of service."""
_LEAST_CODED = 0.2
"""How likely a class of service, whichever, must be where a message may name none."""
_HINT_WEIGHT = 0.2
_FIXED = 0.95
_ENCODER = "encoder_"
_SENTENCE_END = re.compile(r"[.!?;\n]+")
_LONG = 20
_MOST_STRETCHES = 24
_log = logging.getLogger(__name__)

Halves = NDArray[np.float16]
Ranking = list[tuple[str, float]]
Code = tuple[str, float] | None
_DAMAGED = (ValueError, KeyError, OSError, EOFError, BadZipFile)


class ModelError(RuntimeError):
    """A model file that is missing or not usable; the message says what to run."""


@dataclass(frozen=True, slots=True)
class Head:
    """A linear classifier with calibrated confidences.

    Shape: weights (columns, labels), in half precision to save memory; bias (labels).
    `sharpness` is one over the temperature.
    """

    labels: tuple[str, ...]
    weights: Halves
    bias: Floats
    sharpness: float

    def rank(self, vector: Vector) -> Ranking:
        """Return labels with probabilities, likeliest first."""
        chances = softmax(self.decide(vector) * self.sharpness)
        order = np.argsort(-chances, kind="stable")
        return [(self.labels[place], float(chances[place])) for place in order]

    def decide(self, vector: Vector) -> Floats:
        """Return the raw score of every label."""
        places, weights = vector
        scores: Floats = weights @ self.weights[places].astype(np.float32) + self.bias
        return scores


def with_hints(width: int, low: str, vector: Vector) -> Vector:
    """Return the vector with a column for each class of service that the text's words point to."""
    found = hints(re.findall(r"[^\W\d_]+", low))
    places = np.array([width + code for code in found], dtype=np.int32)
    weights = np.array(list(found.values()), dtype=np.float32) * _HINT_WEIGHT
    return np.concatenate([vector[0], places]), np.concatenate(
        [vector[1], weights.astype(np.float32)]
    )


def _code(intent: str, codes: Head, low: str, vector: Vector, width: int) -> tuple[Code, float]:
    """Return the service code of a masked text, None where it names none, and how sure that is."""
    if intent in FIXED_CODES:
        return (FIXED_CODES[intent], _FIXED), _FIXED
    if intent not in CODED_INTENTS:
        return None, 1.0
    ranking = codes.rank(with_hints(width, low, vector))
    none = dict(ranking).get(NO_CODE, 0.0)
    code, chance = next(pair for pair in ranking if pair[0] != NO_CODE)
    if intent not in FAULTS:
        return ((code, chance), chance) if 1 - none >= _LEAST_CODED else (None, none)
    sure = chance / (1 - none)
    return (code, sure), sure


def stretches(low: str) -> list[str]:
    """Return the sentences of a text, long ones in pieces of twenty words; at most so many."""
    found: list[str] = []
    for sentence in _SENTENCE_END.split(low):
        words = sentence.split()
        found += [" ".join(words[i : i + _LONG]) for i in range(0, len(words), _LONG)]
    return found[:_MOST_STRETCHES]


def softmax(scores: Floats) -> Floats:
    """Return probabilities for the scores of one row or of many."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    chances: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return chances


@dataclass(frozen=True, slots=True)
class Deep:
    """The second reading: the encoder and the classifiers that see its vector beside the features.

    `centre` is the mean vector of the training messages; `width` the columns of the features.
    """

    encoder: Encoder
    centre: Floats
    intents: Head
    codes: Head
    width: int

    def joined(self, vector: Vector, low: str) -> Vector:
        """Return the features with the encoder's vector of the text behind them."""
        return beside(vector, self.width, self.encoder.vector(low) - self.centre)


def beside(vector: Vector, width: int, meaning: Floats) -> Vector:
    """Return the features with a centred meaning behind them, made of length one."""
    places = np.arange(width, width + len(meaning), dtype=np.int32)
    unit = (meaning / (np.linalg.norm(meaning) or 1.0)).astype(np.float32)
    return np.concatenate([vector[0], places]), np.concatenate([vector[1], unit])


@dataclass(frozen=True, slots=True)
class Model:
    """Features, their heads, and the second reading where the encoder can run.

    `words` are the words of the training data, which repairs prefer. `version` is a hash of data,
    code and dependencies; `report` is what cross-validation said.
    """

    version: str
    features: Features
    intents: Head
    codes: Head
    words: frozenset[str]
    report: Mapping[str, Any]
    deep: Deep | None = None
    encoder_arrays: Mapping[str, Any] = field(default_factory=dict)

    def judge(self, low: str, *, quick: bool = False) -> tuple[Ranking, Code]:
        """Return intents, likeliest first, and the service code of a masked text.

        `quick`: by the first reading alone.
        """
        vector, width = self.features.vectorise(low), self.features.width
        ranking = self.intents.rank(vector)
        code, sure = _code(ranking[0][0], self.codes, low, vector, width)
        unsure = ranking[0][1] < ASK_ENCODER_BELOW or sure < ASK_ENCODER_FOR_CODE_BELOW
        if unsure and not quick and self.deep is not None:
            deep = self.deep
            vector = deep.joined(vector, self.telling(low, deep.encoder))
            ranking = deep.intents.rank(vector)
            code, _ = _code(ranking[0][0], deep.codes, low, vector, width + len(deep.centre))
        return ranking, code

    def telling(self, low: str, encoder: Encoder) -> str:
        """Return what is short enough to encode: sentences of which the first reading is surest."""
        if len(encoder.pieces(low)) <= encoder.room:
            return low
        parts = stretches(low)
        sure = [self.intents.rank(self.features.vectorise(part))[0][1] for part in parts]
        kept: set[int] = set()
        left = encoder.room
        for place in sorted(range(len(parts)), key=lambda place: -sure[place]):
            size = len(encoder.pieces(parts[place]))
            if size <= left:
                kept.add(place)
                left -= size
        return " ".join(parts[place] for place in sorted(kept))

    def save(self, path: Path) -> None:
        """Write the model; the same model gives the same bytes."""
        meta = {
            "format": FORMAT,
            "version": self.version,
            "intents": self.intents.labels,
            "codes": self.codes.labels,
            "sharpness": [head.sharpness for head in self._heads.values()],
            "report": dict(self.report),
        }
        arrays = {
            "meta": _bytes(json.dumps(meta, ensure_ascii=False, sort_keys=True)),
            "words": _bytes("\n".join(sorted(self.words))),
            "keys": self.features.keys,
            "idf": self.features.idf,
        }
        for name, head in self._heads.items():
            arrays |= {f"{name}_weights": head.weights, f"{name}_bias": head.bias}
        if self.deep is not None:
            arrays["centre"] = self.deep.centre
            arrays |= {_ENCODER + name: array for name, array in self.encoder_arrays.items()}
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".part")
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)
        draft.replace(path)

    @property
    def _heads(self) -> dict[str, Head]:
        heads = {"intent": self.intents, "code": self.codes}
        if self.deep is not None:
            heads |= {"deep_intent": self.deep.intents, "deep_code": self.deep.codes}
        return heads

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
    features = Features(arrays["keys"], arrays["idf"], lemmatise)
    intents, codes = meta["intents"], meta["codes"]
    sharpness = meta["sharpness"]
    return Model(
        version=meta["version"],
        features=features,
        intents=_head(arrays, "intent", intents, sharpness[0]),
        codes=_head(arrays, "code", codes, sharpness[1]),
        words=frozenset(_lines(arrays["words"])),
        report=meta["report"],
        deep=_deep(arrays, meta, features.width) if "centre" in arrays else None,
    )


def _deep(arrays: dict[str, Any], meta: dict[str, Any], width: int) -> Deep | None:
    try:
        encoder = Encoder(_taken_encoder(arrays))
    except NoEncoder as error:
        _log.warning("messages are read by their characters alone: %s", error)
        return None
    intents = _head(arrays, "deep_intent", meta["intents"], meta["sharpness"][2])
    codes = _head(arrays, "deep_code", meta["codes"], meta["sharpness"][3])
    return Deep(encoder, arrays["centre"], intents, codes, width)


def _taken_encoder(arrays: dict[str, Any]) -> dict[str, Any]:
    """Take the encoder's arrays out of those of a model file, so that no copy of them stays."""
    names = [name for name in arrays if name.startswith(_ENCODER)]
    return {name.removeprefix(_ENCODER): arrays.pop(name) for name in names}


def _head(arrays: dict[str, Any], name: str, labels: list[str], sharpness: float) -> Head:
    return Head(tuple(labels), arrays[f"{name}_weights"], arrays[f"{name}_bias"], sharpness)


def _bytes(text: str) -> Any:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _lines(stored: Any) -> list[str]:
    text = stored.tobytes().decode()
    return text.split("\n") if text else []
