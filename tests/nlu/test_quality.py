"""Training data are looked over: what must be mended, and what is worth knowing."""

import io
import json
from pathlib import Path

import pytest

from nlu.cli import check
from nlu.code_hints import NAMES as CODES
from nlu.examples import Example, Marked
from nlu.quality import ENTITIES, LEAST_EXAMPLES, Quality, gist, look_over

WATER = "уже тиждень тече кран на кухні у сусідів"


def looked(folder: Path, *blocks: tuple[str, str], tests: str = "") -> Quality:
    rows = ""
    for intent, lines in blocks:
        rows += f"- intent: {intent}\n  examples: |\n"
        rows += "".join(f"    - {line}\n" for line in lines.splitlines())
    (folder / "some.yml").write_text(f'version: "3.1"\nnlu:\n{rows}', "utf-8")
    (folder / "dev.jsonl").write_text(tests, "utf-8")
    return look_over(folder, folder / "dev.jsonl")


def test_a_copy_with_other_names_is_an_error_with_both_places(tmp_path: Path) -> None:
    lines = f"{WATER} на [Хрещатику](street)\n{WATER.title()} на [Подолі](street)!"
    (pair,) = looked(tmp_path, ("dispatcher_request/cold_water", lines)).near_copies
    assert str(pair).startswith(f"{tmp_path / 'some.yml'}:6: too like {tmp_path / 'some.yml'}:5")


def test_a_copy_under_another_label_says_so(tmp_path: Path) -> None:
    found = looked(tmp_path, ("thank", WATER), ("help", f"{WATER}."))
    assert "labelled otherwise" in next(found.errors)


def test_words_in_another_order_are_a_copy(tmp_path: Path) -> None:
    turned = " ".join(reversed(WATER.split()))
    assert len(looked(tmp_path, ("thank", f"{WATER}\n{turned}")).near_copies) == 1


def test_short_answers_may_be_alike_but_not_the_same(tmp_path: Path) -> None:
    assert not list(looked(tmp_path, ("deny", "та ні\nну ні"), ("affirm", "так")).errors)
    assert len(looked(tmp_path, ("deny", "та ні\nТа ні!")).near_copies) == 1


def test_short_lines_that_teach_different_names_may_stand(tmp_path: Path) -> None:
    lines = "я з [Троєщини](neighbourhood)\nя з [Позняків](neighbourhood)\n15\n17"
    assert not list(looked(tmp_path, ("set_address", lines)).errors)


def test_a_message_of_the_development_set_is_an_error(tmp_path: Path) -> None:
    row = json.dumps({"text": f"{WATER}!", "intent": "thank"}) + "\n"
    short = json.dumps({"text": "так", "intent": "affirm"}) + "\n"
    found = looked(tmp_path, ("thank", f"{WATER}\nтак"), tests=row + short)
    (error,) = found.errors
    assert error.startswith(f"{tmp_path / 'some.yml'}:5: also a test, ")
    assert "dev.jsonl:1" in error
    assert found.short_in_tests == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- intent: dance\n  examples: |\n    - гоп", ":5: unknown intent 'dance'"),
        ("- intent: thank/sun\n  examples: |\n    - гоп", ":5: unknown service code 'sun'"),
        ("- intent: thank\n  examples: |\n    - [гоп](hop)", ":5: unknown entity 'hop'"),
        ("- intent: thank\n  examples: |\n    - [гоп](hop", ":5: thank: a bad entity mark"),
        ("- intent: thank\n  examples: |\n    - [гоп](Hop)", ":5: thank: a bad entity mark"),
        ('- intent: thank\n  examples: |\n    - [5]{"entity": 5}', ":5: thank: a bad entity mark"),
        ('- intent: thank\n  examples: |\n    - [5]{"value": "5"}', ":5: thank: a bad entity mark"),
        ("- intent: thank\n  examples: |\n    - гоп\n    гоп", ":6: thank: a line without `- `"),
        ("- intent: thank\n  examples: [гоп]", ":3: thank: `examples` must be text"),
        ("- examples: |\n    - гоп", ":3: a block without `intent`"),
        ("- гоп", ":3: a block without `intent`"),
    ],
)
def test_what_is_broken_is_named_by_file_and_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.yml").write_text(f'version: "3.1"\nnlu:\n{text}\n', "utf-8")
    assert words in "\n".join(look_over(tmp_path).errors)
    assert "bad.yml" in next(look_over(tmp_path).errors)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    found = looked(tmp_path, ("dance", "гоп"), ("thank", "[а](б\nдякую"), tests="{\n")
    assert len(list(found.errors)) == 3


def test_labels_that_the_nearest_message_contradicts_are_only_reported(tmp_path: Path) -> None:
    found = looked(tmp_path, ("thank", WATER), ("help", f"{WATER} згори"))
    assert not list(found.errors)
    assert len(found.contradicted) == 2
    assert "thank or help" in "\n".join(found.report)


def test_numbers_are_held_against_the_least(tmp_path: Path) -> None:
    found = looked(tmp_path, ("thank", "дякую\nспасибі вам"))
    assert "thank: 2, 148 too few" in found.report
    assert found.counts["thank"] == 2


def test_names_digits_and_signs_do_not_tell_messages_apart() -> None:
    one = Example("Хрещатик, 15: п'ять!", "greet", entities=(Marked("street", 0, 8),))
    other = Example("вул. Садова 7 пять", "greet", entities=(Marked("street", 0, 11),))
    assert gist(one) == gist(other)


def test_the_command_ends_by_what_must_be_mended(tmp_path: Path) -> None:
    looked(tmp_path, ("thank", "дякую"))
    out = io.StringIO()
    assert check(tmp_path, out)
    looked(tmp_path, ("dance", "гоп"))
    assert not check(tmp_path, out)
    assert "unknown intent 'dance'" in out.getvalue()


def test_labels_are_those_of_the_repositorys_data(root: Path) -> None:
    errors = look_over(root / "data" / "nlu", root / "data" / "nlu" / "dev.jsonl").problems
    assert not [error for error in errors if "unknown" in error or "bad" in error]
    assert (len(LEAST_EXAMPLES), len(CODES), len(ENTITIES)) == (28, 24, 22)
