"""Steps of a flow: asked when needed, skipped when known, done once, as conditions order."""

import pytest

from core.conversation import Say, SetTimer, Text
from tests.dialogs.builders import Resident, engine_of, entity

NAMED = """
    flow: visit
    description: A visit.
    intents: [greet]
    slots:
      day: {kind: entity, entity: date, raw: true}
      hour: {kind: entity, entity: time, raw: true, optional: true}
      room: {kind: value}
      kept: {kind: value}
    steps:
"""
SIDE = "flow: side\ndescription: A side talk.\nsteps: [{utter: aside}]\n"
# A flow that fills a slot of its own and ends.
ASIDE = """
    flow: side
    description: A side talk.
    slots: {word: {kind: entity, raw: true}}
    steps:
      - collect: word
"""


def visit(steps: str, *others: str, **lookups: dict[str, object]) -> Resident:
    resident = Resident(engine_of(NAMED + steps, *others, **lookups))
    resident.presses("!flow=visit")
    return resident


# --- collect -------------------------------------------------------------------------------------


def test_slots_are_asked_one_at_a_time_in_their_order() -> None:
    resident = visit("      - collect: day\n      - collect: hour\n      - utter: done\n")
    assert (resident.ids, resident.expects) == (["visit-ask-day"], "day")
    resident.says("завтра")
    assert (resident.ids, resident.expects) == (["visit-ask-hour"], "hour")
    resident.says("о десятій")
    assert (resident.ids, resident.expects) == (["done"], None)
    assert resident.state.frames == []


def test_what_the_first_message_says_is_not_asked() -> None:
    resident = Resident(engine_of(NAMED + "      - collect: day\n      - collect: hour\n"))
    resident.says("завтра", "greet", entity("date", "2026-11-25"))
    assert resident.ids == ["visit-ask-hour"]


def test_several_answers_in_one_message_all_count() -> None:
    resident = visit("      - collect: day\n      - collect: hour\n      - utter: done\n")
    resident.says(
        "завтра о 10", ("out_of_scope", 0.4), entity("date", "2026-11-25"), entity("time", "10:00")
    )
    assert resident.ids == ["done"]


def test_an_answer_to_a_later_question_is_kept() -> None:
    resident = visit("      - collect: day\n      - collect: hour\n      - utter: done\n")
    resident.says("о 10 ранку", ("out_of_scope", 0.4), entity("time", "10:00"))
    resident.says("завтра")
    assert "visit-ask-hour" not in resident.ids


def test_an_optional_slot_has_a_way_past_it_a_required_one_has_none() -> None:
    resident = visit("      - collect: day\n      - collect: hour\n      - utter: done\n")
    assert [button.value for button in resident.said[-1].buttons] == []
    resident.says("завтра")
    assert [button.value for button in resident.said[-1].buttons] == ["1.hour~skip"]
    resident.presses("1.hour~skip")
    assert resident.ids == ["done"]


def test_a_question_sets_the_timer_of_the_reminder() -> None:
    resident = visit("      - collect: day\n")
    assert resident.timers == [SetTimer("reminder", 3600)]


def test_a_rejected_value_is_dropped_and_asked_for_anew() -> None:
    rejecting = """
      - collect: day
        rejections:
          - if: day == "учора"
            utter: too-early
      - utter: done
    """
    resident = visit(rejecting)
    resident.says("учора")
    assert resident.ids == ["too-early", "visit-ask-day"]
    resident.says("завтра")
    assert resident.ids == ["done"]


def test_what_must_be_asked_is_asked_though_it_was_heard() -> None:
    steps = "      - collect: day\n        ask_before_filling: true\n      - utter: done\n"
    resident = Resident(engine_of(NAMED + steps))
    resident.says("завтра", "greet", entity("date", "2026-11-25"))
    assert resident.ids == ["visit-ask-day"]
    resident.says("післязавтра")
    assert resident.ids == ["done"]


def test_a_condition_guards_a_question() -> None:
    steps = (
        "      - collect: day\n      - collect: hour\n        if: asked < 1\n      - utter: done\n"
    )
    resident = visit(steps)
    resident.says("завтра")
    assert resident.ids == ["done"]


def test_the_question_that_stands_does_not_count_against_itself() -> None:
    steps = "      - collect: day\n        if: asked < 1\n      - utter: done\n"
    resident = visit(steps)
    resident.says("повтори")
    assert resident.ids == ["visit-ask-day"]


# --- the other verbs -----------------------------------------------------------------------------


def test_the_citys_tables_and_the_flow_set_values() -> None:
    steps = """
      - lookup: find_room
      - set_slots: {kept: true}
      - utter: done
        if: room == "7" and kept
    """
    assert visit(steps, find_room={"room": "7"}).ids == ["done"]


def test_steps_are_skipped_to_where_next_points() -> None:
    steps = """
      - collect: day
        next:
          - if: day == "сьогодні"
            then: today
          - else: END
      - utter: never
      - id: today
        utter: hurry
    """
    resident = visit(steps)
    resident.says("сьогодні")
    assert resident.ids == ["hurry"]
    other = visit(steps)
    other.says("завтра")
    assert (other.ids, other.state.frames) == ([], [])


def test_an_action_runs_once_with_what_is_known_and_what_was_told() -> None:
    steps = """
      - set_slots: {kept: true}
      - collect: day
      - action: save_address
      - utter: done
    """
    resident = visit(steps)
    resident.says("завтра")
    (run,) = resident.runs
    assert (run.action, dict(run.told)) == ("save_address", {"day": "завтра"})
    assert run.slots["kept"] is True
    assert run.slots["flow"] == "visit"
    assert resident.ids == ["done"]


def test_a_link_goes_over_to_another_flow_for_good() -> None:
    resident = visit("      - link: side\n      - utter: never\n", SIDE)
    assert (resident.ids, resident.state.frames) == (["aside"], [])


def test_a_call_comes_back_to_where_it_was_made() -> None:
    resident = visit("      - call: side\n      - utter: done\n", ASIDE)
    assert resident.flow == "side"
    resident.says("слово")
    assert resident.ids[-1] == "done"
    assert resident.state.frames == []


def test_a_flow_that_turns_in_circles_ends() -> None:
    resident = visit("      - id: here\n        set_slots: {kept: true}\n        next: here\n")
    assert (resident.said, resident.state.frames) == ([], [])


def test_buttons_of_a_step_start_flows_or_mean_the_same_at_any_time() -> None:
    resident = visit("      - utter: done\n        buttons: [side, handoff]\n", SIDE)
    assert [button.value for button in resident.said[0].buttons] == ["!flow=side", "!handoff"]


# --- what is known of the person -----------------------------------------------------------------


def test_what_is_kept_of_the_person_fills_slots_that_say_so() -> None:
    flow = """
        flow: visit
        description: A visit.
        slots:
          phone: {kind: phone, persisted: true}
          email: {kind: entity}
        steps: [{collect: phone}, {collect: email}]
    """
    resident = Resident(
        engine_of(flow), known={"phone": "+380671234567", "email": "o@kyiv.example"}
    )
    resident.presses("!flow=visit")
    assert resident.expects == "email"
    assert resident.told == {"phone": "+380671234567"}


# --- how a question is worded --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ({"visit-ask-day", "ask-day"}, "visit-ask-day"),
        ({"ask-day"}, "ask-day"),
    ],
)
def test_the_most_specific_text_is_said(known: set[str], asked: str) -> None:
    engine = engine_of(NAMED + "      - collect: day\n")
    object.__setattr__(engine.gear, "has_text", known.__contains__)
    resident = Resident(engine)
    resident.presses("!flow=visit")
    assert resident.ids == [asked]


def test_a_repeated_question_is_worded_anew_after_a_miss() -> None:
    engine = engine_of(NAMED + "      - collect: day\n")
    object.__setattr__(engine.gear, "has_text", lambda _text: True)
    resident = Resident(engine)
    resident.presses("!flow=visit")
    resident.says("так", ("affirm", 0.97))
    assert resident.ids == ["not-understood", "visit-ask-day.again"]
    assert isinstance(resident.said[-1], Say)
    assert resident.said[-1].text == Text("visit-ask-day.again", resident.said[-1].text.args)
