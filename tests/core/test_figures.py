"""Public figures: what is counted, what is kept back."""

from datetime import timedelta
from typing import Any

import pytest

from core.figures import Figures, figures
from core.model import Address, Case, Rating, Status
from tests.core.builders import NOW, filed

DAY = timedelta(days=1)


def case(n: int, **fields: Any) -> Case:
    """Return one of many cases of a body, answered after `days` in a term of five."""
    made = filed("dispatcher_request", service_code="elevator")
    made.number, made.due_at = f"KV-2026-{n:06d}", NOW + 5 * DAY
    if (days := fields.pop("days", None)) is not None:
        made.status, made.answered_at = Status.CLOSED, NOW + days * DAY
    for name, value in fields.items():
        setattr(made, name, value)
    return made


def of_body(*cases: Case) -> Figures:
    return next(found for found in figures(cases, NOW + 9 * DAY) if found.by == "body")


def test_nothing_is_published_of_four_cases() -> None:
    assert figures([case(n, days=1) for n in range(4)], NOW) == []


def test_a_mean_needs_five_ratings() -> None:
    rated = [case(n, days=1, rating=Rating(5, 4)) for n in range(4)]
    found = of_body(*rated, case(9, days=1))
    assert (found.cases, found.rated, found.quality, found.good_at_least) == (5, 4, None, None)
    found = of_body(*rated, case(9, days=1, rating=Rating(1, 2)))
    assert (found.rated, found.quality, found.speed) == (5, 4.2, 3.6)


def test_silence_past_the_term_counts_against_a_body() -> None:
    """Answered in time: three; late: one; not at all though the term has passed: one."""
    found = of_body(*(case(n, days=n) for n in (1, 2, 3)), case(4, days=7), case(5))
    assert (found.ended, found.in_term, found.median_days) == (4, 0.6, None)
    found = of_body(*(case(n, days=n) for n in (1, 2, 3, 4)), case(5, days=7), case(6))
    assert found.median_days == 3.0


def test_what_was_opened_again_is_told() -> None:
    again = case(1, status=Status.REOPENED, reopened=1)
    assert of_body(again, *(case(n, days=1) for n in range(2, 6))).reopened == 0.2


def test_a_report_joined_to_another_counts_once() -> None:
    joined = [case(n, days=1, joined_to="KV-2026-000001") for n in range(2, 9)]
    assert figures([case(1, days=1), *joined], NOW) == []


@pytest.mark.parametrize(
    ("good", "of", "bound"), [(5, 5, 0.566), (50, 50, 0.929), (0, 5, 0.0), (40, 50, 0.67)]
)
def test_few_good_ratings_promise_less_than_many(good: int, of: int, bound: float) -> None:
    """The bounds are those of Wilson's interval in the tables of statistics."""
    scores = [Rating(5, 4)] * good + [Rating(5, 3)] * (of - good)
    found = of_body(*(case(n, days=1, rating=score) for n, score in enumerate(scores)))
    assert found.good_at_least == pytest.approx(bound, abs=0.001)


def test_every_way_of_looking_has_its_groups() -> None:
    place = Address(district="darnytskyi")
    many = [
        case(n, kind="official_complaint", facts={"about": "kte"}, address=place) for n in range(5)
    ]
    found = {(one.by, one.key) for one in figures(many, NOW)}
    assert found == {
        ("body", "kte"),
        ("service_code", "elevator"),
        ("district", "darnytskyi"),
        ("official", "kte"),
    }
