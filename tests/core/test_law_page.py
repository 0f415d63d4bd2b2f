"""docs/law.md says what the data and the table say."""

import csv
from pathlib import Path

import pytest

from core.lifecycle import TABLE
from core.model import Status
from tests.core.builders import DATA


@pytest.fixture(scope="module")
def page(root: Path) -> list[list[str]]:
    """Return the cells of every table row of the page."""
    lines = (root / "docs" / "law.md").read_text("utf-8").splitlines()
    return [[c.strip() for c in line.strip("|").split("|")] for line in lines if line[:1] == "|"]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / "law" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("term", rows("terms.csv"), ids=lambda term: term["key"])
def test_every_term_stands_on_the_page_with_its_value_and_act(
    page: list[list[str]], term: dict[str, str]
) -> None:
    row = next(cells for cells in page if cells[0] == f"`{term['key']}`")
    assert row[1] == f"`{term['value']}`"
    assert row[3] == (f"{term['act']}, {term['article']}" if term["act"] else "–")
    assert row[4].startswith(term["sure"])


def test_every_reason_to_reject_stands_on_the_page(page: list[list[str]]) -> None:
    reasons = {f"`{row['code']}`" for row in rows("reject_reasons.csv")}
    assert reasons <= {cells[0] for cells in page}


@pytest.mark.parametrize("row", rows("urgent_subjects.csv"), ids=lambda row: row["subject"])
def test_every_urgent_subject_stands_on_the_page(
    page: list[list[str]], row: dict[str, str]
) -> None:
    told = next(cells for cells in page if cells[0] == f"`{row['subject']}`")
    assert told[1].replace(", ", ";") == row["words"]


@pytest.mark.parametrize("rule", rows("enrolment_ages.csv"), ids=lambda rule: rule["key"])
def test_every_age_of_enrolment_stands_on_the_page(
    page: list[list[str]], rule: dict[str, str]
) -> None:
    told = next(cells for cells in page if cells[0] == f"`{rule['key']}`")
    assert (told[1], told[3]) == (rule["months"], rule["sure"])


def test_every_reason_not_to_publish_a_petition_stands_on_the_page(page: list[list[str]]) -> None:
    reasons = {f"`{row['code']}`" for row in rows("petition_refusals.csv")}
    assert reasons <= {cells[0] for cells in page}


def test_the_page_shows_the_table_of_transitions(page: list[list[str]]) -> None:
    def names(values: frozenset[Status | None]) -> str:
        return ", ".join(sorted("draft" if value is None else str(value) for value in values))

    table = [
        [f"`{r.action}`", names(r.sources), str(r.to or "same"), ", ".join(sorted(r.who))]
        for r in TABLE
    ]
    start = page.index(["action", "from", "to", "who"]) + 2
    assert page[start : start + len(table)] == table
