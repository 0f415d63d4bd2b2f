"""Training: the same in, the same out; a model file holds no code."""

from pathlib import Path

import numpy as np
import pytest

from nlu.features import Features
from nlu.model import Model, ModelError, version_of
from nlu.train import calibration_error, fingerprint, train
from nlu.words import Lexicon

EXAMPLES = {
    "greet": ["привіт", "добрий день", "вітаю вас", "доброго ранку", "здрастуйте", "hello"],
    "dispatcher_request/elevator": [
        "ліфт стоїть", "застрягли в ліфті", "ліфт не їде", "лифт сломался", "двері ліфта", "ліфт",
    ],
    "dispatcher_request/gas": [
        "немає газу", "газ не горить", "плита не працює", "газа нет", "слабкий газ", "газ зник",
    ],
    "tariff_consult": [
        "який тариф", "поясніть рахунок", "скільки коштує куб", "тариф на світло", "за що платити",
        "почему такой счёт",
    ],
    "case_status": [
        "що з моєю заявкою", "є новини по зверненню", "коли відповідь", "статус звернення",
        "где мой ответ", "хто розглядає мій лист",
    ],
    "case_status/elevator": [
        "що з моєю заявкою на ліфт", "є новини по ліфту", "коли відповідь про ліфт",
        "статус звернення: ліфт", "где ответ про лифт", "хто розглядає мій лист про ліфт",
    ],
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "nlu"
    folder.mkdir()
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in EXAMPLES.items()
    ]
    (folder / "all.yml").write_text("nlu:\n" + "".join(blocks), "utf-8")
    return folder


@pytest.fixture
def city(root: Path) -> Path:
    return root / "data" / "city"


def quiet(line: str) -> None:
    pass


def test_the_same_data_give_the_same_bytes(data: Path, city: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    train(data, first, city, say=quiet)
    train(data, second, city, say=quiet)
    assert first.read_bytes() == second.read_bytes()


def test_a_fresh_model_is_left_alone(data: Path, city: Path, tmp_path: Path) -> None:
    out = tmp_path / "model.npz"
    assert train(data, out, city, if_stale=True, say=quiet)
    assert not train(data, out, city, if_stale=True, say=quiet)


def test_a_changed_example_makes_a_model_stale(data: Path, city: Path, tmp_path: Path) -> None:
    out = tmp_path / "model.npz"
    train(data, out, city, say=quiet)
    path = data / "all.yml"
    path.write_text(path.read_text("utf-8").replace("вітаю вас", "вітання"), "utf-8")
    assert version_of(out) != fingerprint(data, city)


def test_a_model_reads_what_it_was_taught(
    data: Path, city: Path, tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "model.npz"
    lines: list[str] = []
    train(data, out, city, say=lines.append)
    model = Model.load(out, lexicon.lemmas)
    ranking, code = model.judge("ліфт не їде")
    assert ranking[0][0] == "dispatcher_request"
    assert code is not None
    assert code[0] == "elevator"
    ranking, code = model.judge("добрий день")
    assert (ranking[0][0], code) == ("greet", None)
    assert any("cross-validation" in line for line in lines)


def test_a_tariff_question_is_about_billing(
    data: Path, city: Path, tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "model.npz"
    train(data, out, city, say=quiet)
    model = Model.load(out, lexicon.lemmas)
    ranking, code = model.judge("який тариф на світло")
    assert (ranking[0][0], code) == ("tariff_consult", ("billing", 0.95))


def test_where_a_code_may_be_missing_it_is_given_only_to_what_names_a_service(
    data: Path, city: Path, tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "model.npz"
    train(data, out, city, say=quiet)
    model = Model.load(out, lexicon.lemmas)
    ranking, code = model.judge("коли буде відповідь")
    assert (ranking[0][0], code) == ("case_status", None)
    ranking, code = model.judge("є новини по заявці про ліфт")
    assert ranking[0][0] == "case_status"
    assert code is not None
    assert code[0] == "elevator"


def test_confidences_of_a_ranking_add_up(
    data: Path, city: Path, tmp_path: Path, lexicon: Lexicon
) -> None:
    out = tmp_path / "model.npz"
    train(data, out, city, say=quiet)
    model = Model.load(out, lexicon.lemmas)
    ranking = model.intents.rank(model.features.vectorise("щось зовсім інше"))
    assert sum(chance for _, chance in ranking) == pytest.approx(1, abs=1e-5)
    assert ranking == sorted(ranking, key=lambda pair: -pair[1])


@pytest.mark.parametrize("content", [b"", b"not a model", b"PK\x03\x04"])
def test_a_broken_model_says_what_to_run(tmp_path: Path, lexicon: Lexicon, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    assert version_of(path) is None
    with pytest.raises(ModelError, match="misto nlu train"):
        Model.load(path, lexicon.lemmas)


def test_a_missing_model_says_what_to_run(tmp_path: Path, lexicon: Lexicon) -> None:
    with pytest.raises(ModelError, match="misto nlu train"):
        Model.load(tmp_path / "none.npz", lexicon.lemmas)


def test_a_pickle_in_a_model_file_is_refused(tmp_path: Path, lexicon: Lexicon) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, meta=np.array([{"code": print}], dtype=object))
    with pytest.raises(ModelError):
        Model.load(path, lexicon.lemmas)


def test_each_view_has_its_own_length(lexicon: Lexicon) -> None:
    features = Features.fit(["немає води", "немає газу", "ліфт стоїть"], lexicon.lemmas)
    _, weights = features.vectorise("немає води")
    assert float(np.square(weights).sum()) == pytest.approx(1.5**2 + 1.0**2 + 0.7**2, rel=1e-4)


def test_nothing_known_is_an_empty_vector(lexicon: Lexicon) -> None:
    features = Features.fit(["немає води", "немає газу"], lexicon.lemmas)
    places, weights = features.vectorise("🔥")
    assert len(places) == len(weights) == 0


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    chances = np.array([[0.9, 0.1], [0.9, 0.1]], dtype=np.float32)
    assert calibration_error(chances, np.array([0, 1])) == pytest.approx(0.4)
