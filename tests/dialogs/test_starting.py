"""A chat opened, by a link or without: each kind of link begins what it names, others greet."""

import pytest

from core.starts import payload
from dialogs.starting import STARTS
from tests.dialogs.builders import Resident, with_lift


def test_a_chat_opened_for_the_first_time_is_welcomed() -> None:
    resident = Resident()
    resident.starts()
    assert resident.ids == ["welcome"]
    assert len(resident.labels) == 4


def test_a_chat_opened_again_goes_on_where_it_stopped() -> None:
    resident = with_lift()
    resident.starts()
    assert resident.ids == ["welcome-back", "ask-district-one"]


def test_a_link_to_a_case_asks_about_it() -> None:
    resident = Resident()
    resident.starts("case_kv-2026-000001")
    assert resident.runs[-1].told["case_number"] == "KV-2026-000001"


@pytest.mark.parametrize("number", ["17", "12/2026"])
def test_a_link_to_a_petition_shows_it(number: str) -> None:
    resident = Resident()
    resident.starts(payload("petition", number))
    asked = resident.runs[-1]
    assert (asked.action, asked.told["petition"]) == ("find_petitions", number)


def test_a_link_to_a_service_begins_it_over_what_is_under_way() -> None:
    resident = with_lift()
    resident.starts("flow_appeal_submit")
    assert [frame.flow for frame in resident.state.frames] == [
        "dispatcher_request",
        "appeal_submit",
    ]


def test_a_link_of_staff_asks_whose_it_is() -> None:
    resident = Resident(results={"link_staff_chat": {"linked": True}})
    resident.starts(payload("staff", "token-1"))
    asked = resident.runs[-1]
    assert (asked.action, asked.slots["token"]) == ("link_staff_chat", "token-1")
    assert resident.ids == ["staff-chat-linked"]


def test_a_link_to_news_says_what_can_be_done() -> None:
    resident = Resident()
    resident.starts("sub_district_pecherskyi")
    assert resident.ids
    assert "welcome" not in resident.ids
    assert len(resident.labels) >= 2


@pytest.mark.parametrize(
    "made_up", ["flow_nothing_of_ours", "flow_", "who_knows", "x" * 65, "підпис", "a b"]
)
def test_a_link_that_names_nothing_greets(made_up: str) -> None:
    resident = Resident()
    resident.starts(made_up)
    assert resident.ids == ["welcome"]


@pytest.mark.parametrize("kind", STARTS)
def test_whoever_talks_with_a_person_stays_with_them(kind: str) -> None:
    resident = with_lift()
    resident.state.handoff = "1"
    resident.starts(f"{kind}_17")
    assert resident.ids == ["with-a-person"]
