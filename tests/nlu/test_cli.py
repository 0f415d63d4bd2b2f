"""JSON Lines in, JSON Lines out; a bad line has its own answer and the rest is read."""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from nlu.cli import evaluate, parse_lines, train_command
from nlu.pipeline import Reader


class Echo:
    """A reader that tells what it was asked."""

    def parse(
        self, text: str, now: datetime | None = None, context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return {"text": text, "now": now and now.isoformat(), "context": context}


def answers(*lines: str) -> list[dict[str, Any]]:
    out = io.StringIO()
    parse_lines(Echo(), io.StringIO("".join(f"{line}\n" for line in lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_text_moment_and_context_reach_the_reader() -> None:
    line = {
        "text": "5",
        "now": "2026-11-23T10:00:00+02:00",
        "context": {"flow": None, "expects": "rating_quality"},
    }
    assert answers(json.dumps(line)) == [
        {
            "text": "5",
            "now": "2026-11-23T10:00:00+02:00",
            "context": {"expects": "rating_quality"},
        }
    ]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not_json"),
        ("[" * 100_000, "not_json"),
        ("[]", "not_an_object"),
        ("{}", "no_text"),
        ('{"text": 5}', "text_not_a_string"),
        (json.dumps({"text": "а" * 4097}), "too_long"),
        ('{"text": "а", "now": "завтра"}', "bad_now"),
        ('{"text": "а", "now": 5}', "bad_now"),
        ('{"text": "а", "context": {"expects": 5}}', "bad_context"),
        ('{"text": "а", "context": "address"}', "bad_context"),
    ],
)
def test_a_bad_line_has_an_error_in_its_place(line: str, code: str) -> None:
    bad, good = answers(line, '{"text": "так"}')
    assert bad["error"]["code"] == code
    assert bad["error"]["message"]
    assert good["text"] == "так"


def test_a_lone_surrogate_is_written_as_an_escape() -> None:
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    parse_lines(Echo(), io.StringIO('{"text": "\\ud800"}\n'), out)
    out.seek(0)
    assert json.loads(out.read())["text"] == "\ud800"


def test_letters_are_written_as_they_are() -> None:
    out = io.StringIO()
    parse_lines(Echo(), io.StringIO('{"text": "ґава"}\n\n'), out)
    assert "ґава" in out.getvalue()
    assert out.getvalue().count("\n") == 1


def test_the_real_reader_answers_with_its_reading(reader: Reader) -> None:
    out = io.StringIO()
    parse_lines(reader, io.StringIO('{"text": "дякую"}\n'), out)
    assert json.loads(out.getvalue())["intent"]["name"] == "thank"


def test_evaluation_prints_its_figures(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    rows = [
        {"text": "дякую", "intent": "thank", "service_code": None, "entities": []},
        {
            "text": "ліфт стоїть, Хрещатик 15",
            "intent": "dispatcher_request",
            "service_code": "elevator",
            "entities": [
                {"entity": "street", "start": 13, "end": 21, "value": "вулиця Хрещатик"},
                {"entity": "house", "start": 22, "end": 24, "value": "15"},
            ],
        },
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    out = io.StringIO()
    report = evaluate(reader, path, out)
    assert report.figures()["intent_accuracy"] == 1.0
    assert report.figures()["entity_span_f1"] == 1.0
    assert "| service code accuracy | 1.0 |" in out.getvalue()


def test_training_tells_its_progress(tmp_path: Path, root: Path) -> None:
    data = tmp_path / "nlu"
    data.mkdir()
    lines = "".join(f"    - {word}\n" for word in "так ага угу еге авжеж звісно".split())
    others = "".join(f"    - {word}\n" for word in "ліфт газ вода світло дах сміття".split())
    (data / "few.yml").write_text(
        f"nlu:\n- intent: affirm\n  examples: |\n{lines}"
        f"- intent: dispatcher_request/elevator\n  examples: |\n{others}"
        "- intent: dispatcher_request/gas\n  examples: |\n    - газ\n    - газу нема\n",
        "utf-8",
    )
    log = io.StringIO()
    train_command(data, tmp_path / "model.npz", root / "data" / "city", log=log)
    assert "fold 5 of 5" in log.getvalue()
