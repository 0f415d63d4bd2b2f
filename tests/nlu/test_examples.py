"""Training data in Rasa's format, test data in JSON Lines."""

from pathlib import Path

import pytest

from nlu.examples import DataError, Example, Marked, annotated, load_tests, load_training


def training(folder: Path, text: str) -> Path:
    (folder / "some.yml").write_text(text, "utf-8")
    return folder


def test_intent_code_and_marks_are_read(tmp_path: Path) -> None:
    training(
        tmp_path,
        'version: "3.1"\n'
        "nlu:\n"
        "- intent: dispatcher_request/hot_water\n"
        "  examples: |\n"
        '    - вода, [Хрещатику]{"entity": "street", "value": "вулиця Хрещатик"} [15](house)\n',
    )
    assert load_training(tmp_path) == [
        Example(
            "вода, Хрещатику 15",
            "dispatcher_request",
            "hot_water",
            (Marked("street", 6, 15, "вулиця Хрещатик"), Marked("house", 16, 18)),
        )
    ]


def test_an_intent_without_a_code_has_none(tmp_path: Path) -> None:
    training(tmp_path, "nlu:\n- intent: greet\n  examples: |\n    - привіт\n")
    assert load_training(tmp_path) == [Example("привіт", "greet")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nlu: [", "not YAML"),
        ("version: 1", "expected a mapping with an `nlu:` list"),
        ("nlu:\n- intent: greet\n  examples: [привіт]", "must be text"),
        ("nlu:\n- intent: greet\n  examples: |\n    привіт", "a line without `- `: привіт"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, message: str) -> None:
    training(tmp_path, text)
    with pytest.raises(DataError, match=r"some\.yml.*" + message):
        load_training(tmp_path)


def test_an_empty_folder_says_what_belongs_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"no training examples. Expected \*\.yml"):
        load_training(tmp_path)


def test_a_bad_mark_is_shown() -> None:
    with pytest.raises(DataError, match="bad entity mark"):
        annotated('[15]{"value": 1}', "greet", None)


def test_a_test_line_may_accept_several_intents(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text(
        '{"text": "5 балів", "intent": "case_rate", "intent_any": ["case_rate", "thank"],'
        ' "service_code": null, "entities": [{"entity": "rating", "text": "5", "value": "5"}]}\n',
        "utf-8",
    )
    (example,) = load_tests(path)
    assert (example.intent, example.other_intents) == ("case_rate", ("thank",))
    assert example.entities == (Marked("rating", 0, 1, "5"),)


def test_a_bad_test_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dev.jsonl"
    path.write_text('{"text": "так", "intent": "affirm"}\n{"intent": "deny"}\n', "utf-8")
    with pytest.raises(DataError, match=r"dev\.jsonl:2: expected text, intent"):
        load_tests(path)


def test_the_training_data_of_the_repository_can_be_read(root: Path) -> None:
    examples = load_training(root / "data" / "nlu")
    assert len({example.intent for example in examples}) == 28
