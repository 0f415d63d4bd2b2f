"""The figures in docs/nlu.md are those that the command prints."""

import io
import re
from pathlib import Path

from nlu.cli import evaluate
from nlu.pipeline import Reader


def test_the_page_has_the_tables_that_the_command_prints(reader: Reader, root: Path) -> None:
    page = (root / "docs" / "nlu.md").read_text("utf-8")
    figures = page[page.index("## Figures") : page.index("## What is weak")]
    assert _shape(_printed(reader, root)) <= _shape(figures)


def _printed(reader: Reader, root: Path) -> str:
    """Return all but the confusions, whose rows change with every model."""
    out = io.StringIO()
    evaluate(reader, root / "data" / "nlu" / "dev.jsonl", out, markdown=True)
    return out.getvalue().split("| expected | read as")[0]


def _shape(text: str) -> set[str]:
    """Return the tables' heads and the names of their rows."""
    rows = re.findall(r"^\| .*", text, re.MULTILINE)
    return {row.split("|")[1].strip() for row in rows}
