"""What may be wiped, and when."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import Attachment
from core.retention import Retention
from tests.core.builders import NOW

KEPT = Retention()
SECOND = timedelta(seconds=1)
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "consented", "handoff_open", "goes"),
    [
        (WEEK + SECOND, False, False, True),
        (WEEK, False, False, False),
        (100 * WEEK, True, False, False),
        (100 * WEEK, False, True, False),
    ],
)
def test_a_talk_without_consent_goes_after_seven_days(
    age: timedelta, consented: bool, handoff_open: bool, goes: bool
) -> None:
    may = KEPT.may_wipe_talk(NOW - age, NOW, consented=consented, handoff_open=handoff_open)
    assert may is goes


@pytest.mark.parametrize(
    ("age", "case_id", "in_draft", "goes"),
    [
        (DAY + SECOND, None, False, True),
        (DAY, None, False, False),
        (100 * DAY, None, True, False),
        (100 * DAY, 7, False, False),
    ],
)
def test_a_file_that_nobody_refers_to_goes_after_a_day(
    age: timedelta, case_id: int | None, in_draft: bool, goes: bool
) -> None:
    photo = replace(Attachment("photo", "file-1", 1), case_id=case_id)
    assert KEPT.may_wipe_file(photo, NOW - age, NOW, in_draft=in_draft) is goes


def test_a_city_may_keep_things_longer() -> None:
    longer = Retention(talk_without_consent_days=30, unused_file_days=3)
    assert longer.talk_cutoff(NOW) == NOW - 30 * DAY
    assert longer.file_cutoff(NOW) == NOW - 3 * DAY
