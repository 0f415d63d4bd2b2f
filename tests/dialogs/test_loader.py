"""Flow files: what is right is read, what is wrong is told by file, line and what was meant."""

from pathlib import Path
from textwrap import dedent

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dialogs.flow import END, Flows
from dialogs.loader import VERBS, FlowErrors, Offer, load_flows, read_flows
from dialogs.slots import KINDS
from dialogs.sources import Problem
from tests.dialogs.builders import city

OFFER = Offer(
    actions=frozenset({"file_case"}),
    lookups=frozenset({"find_body"}),
    vocabularies={"districts": {"Дарницький": "darnytskyi"}},
)
WHOLE = """
    flow: lamp
    description: A street lamp that is out.
    intents: [dispatcher_request]
    opens: [photo]
    menu: 2
    slots:
      place: {kind: address, loose: outside, personal: true}
      outside: {kind: value}
      district: {kind: district, codes: $districts, follows: place, optional: true}
      phone: {kind: phone, optional: true, persisted: true, expects: number}
    steps:
      - collect: place
        rejections:
          - if: asked > 4
            utter: not-a-phone
      - lookup: find_body
      - id: where
        collect: district
        if: not district
        next:
          - if: phone
            then: summary
          - else: ask_phone
      - id: ask_phone
        collect: phone
        ask_before_filling: true
      - id: summary
        confirm: lamp-summary
        anonymous: allowed
        offer: [phone]
      - action: file_case
      - set_slots: {outside: true}
      - utter: case-filed
        buttons: [handoff, lamp]
        next: END
"""


def read(text: str, **more: str) -> Flows:
    sources = {"lamp.yml": dedent(text), **{f"{name}.yml": dedent(t) for name, t in more.items()}}
    return read_flows(sources, OFFER)


def problems(text: str, **more: str) -> list[str]:
    with pytest.raises(FlowErrors) as failure:
        read(text, **more)
    assert str(failure.value).splitlines() == [str(one) for one in failure.value.problems]
    return [str(problem) for problem in failure.value.problems]


# --- what is right -------------------------------------------------------------------------------


def test_a_flow_is_read_whole() -> None:
    flows = read(WHOLE)
    flow = flows["lamp"]
    assert flow is flows.by_intent["dispatcher_request"]
    assert flow is flows.opened_by("photo")
    assert flows.opened_by("location") is None
    assert flows.menu() == [flow]
    assert flow.personal == ("place",)
    assert [step.id for step in flow.steps] == [
        *("place", "lookup_find_body", "where", "ask_phone", "summary"),
        *("action_file_case", "set_slots_outside", "utter_case-filed"),
    ]
    assert flow.steps[0].line == 13


def test_a_slot_keeps_its_options_and_the_citys_lists() -> None:
    slots = read(WHOLE)["lamp"].slots
    assert slots["district"].options == {"codes": {"Дарницький": "darnytskyi"}}
    assert (slots["district"].follows, slots["district"].optional) == ("place", True)
    assert (slots["phone"].persisted, slots["phone"].expects) == (True, "number")


def test_where_to_go_next_depends_on_the_slots() -> None:
    branches = read(WHOLE)["lamp"].steps[2].next
    assert [branch.then for branch in branches] == ["summary", "ask_phone"]
    assert branches[0].condition is not None
    assert branches[1].condition is None
    assert read(WHOLE)["lamp"].steps[-1].next[0].then == END


def test_the_flows_of_the_city_are_read_from_their_folder() -> None:
    flows = city().flows
    assert {"dispatcher_request", "appeal_submit", "case_status", "handoff"} <= set(flows.by_name)
    assert [flow.menu for flow in flows.menu()] == [1, 2, 3, 4]


def test_an_empty_folder_holds_no_flows(tmp_path: Path) -> None:
    assert load_flows(tmp_path, OFFER).by_name == {}


def test_a_mistake_in_a_folder_is_told_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "lamp.yml").write_text("flow: lamp\n", "utf-8")
    with pytest.raises(FlowErrors, match=r"^lamp\.yml:1: description: Field required"):
        load_flows(tmp_path, OFFER)


# --- what is wrong -------------------------------------------------------------------------------

# What stands in the whole flow, what is put there by mistake, the line and what is said of it, and
# what was meant where that can be guessed.
MISTAKES = [
    ("kind: address", "kind: adress", 8, "slot place: unknown kind 'adress'", "address"),
    ("loose: outside", "lose: outside", 8, "slot place: unknown option 'lose'", "loose"),
    ("loose: outside", "loose: outsid", 8, "slot place, loose: unknown slot 'outsid'", "outside"),
    (
        "follows: place",
        "follows: plase",
        10,
        "slot district, follows: unknown slot 'plase'",
        "place",
    ),
    ("$districts", "$district", 10, "slot district: unknown list 'district'", "districts"),
    ("- collect: place", "- collect: plac", 13, "step plac: unknown slot 'plac'", "place"),
    ("if: asked > 4", "if: aksed > 4", 13, "step place: unknown slot 'aksed'", "asked"),
    ("if: asked > 4", "if: asked >", 13, "step place: cannot read the condition 'asked >'", None),
    (
        "lookup: find_body",
        "lookup: find_boddy",
        17,
        "step lookup_find_boddy: unknown lookup 'find_boddy'",
        "find_body",
    ),
    ("if: not district", "if: not distrct", 20, "step where: unknown slot 'distrct'", "district"),
    ("if: phone", "if: fone()", 18, "step where: a condition may not use Call: 'fone()'", None),
    ("then: summary", "then: sumary", 18, "step where: unknown next step 'sumary'", "summary"),
    (
        "else: ask_phone",
        "else: ask_fone",
        18,
        "step where: unknown next step 'ask_fone'",
        "ask_phone",
    ),
    ("id: summary", "id: where", 28, "step where: this id is used before", None),
    ("offer: [phone]", "offer: [fone]", 31, "step summary: unknown slot 'fone'", "phone"),
    (
        "action: file_case",
        "action: file_cas",
        32,
        "step action_file_cas: unknown action 'file_cas'",
        "file_case",
    ),
    (
        "{outside: true}",
        "{outsid: true}",
        33,
        "step set_slots_outsid: unknown slot 'outsid'",
        "outside",
    ),
    (
        "buttons: [handoff, lamp]",
        "buttons: [handof]",
        35,
        "step utter_case-filed: unknown button 'handof'",
        "handoff",
    ),
    (
        "- utter: case-filed",
        "- utter: case-filed\n        call: lam",
        34,
        f"step utter_case-filed: needs exactly one of {', '.join(VERBS)}",
        None,
    ),
    ("next: END", "next: ENDE", 34, "step utter_case-filed: unknown next step 'ENDE'", "END"),
    (
        "menu: 2",
        "menu: second",
        6,
        "menu: Input should be a valid integer, unable to parse string as an integer",
        None,
    ),
    ("menu: 2", "manu: 2", 6, "manu: Extra inputs are not permitted", None),
    ("description: A street lamp that is out.", "", 1, "description: Field required", None),
]


@pytest.mark.parametrize(("right", "wrong", "line", "said", "meant"), MISTAKES)
def test_a_mistake_is_told_by_file_and_line_with_what_was_meant(
    right: str, wrong: str, line: int, said: str, meant: str | None
) -> None:
    assert right in WHOLE
    hint = f". Did you mean '{meant}'?" if meant else ""
    assert f"lamp.yml:{line}: {said}{hint}" in problems(WHOLE.replace(right, wrong, 1))


def test_a_link_to_no_flow_is_told_with_what_was_meant() -> None:
    text = WHOLE.replace("- utter: case-filed", "- link: lamb", 1).replace(
        "buttons: [handoff, lamp]", "", 1
    )
    assert problems(text) == [
        "lamp.yml:34: step link_lamb: unknown flow 'lamb'. Did you mean 'lamp'?"
    ]


def test_all_mistakes_are_told_at_once_in_their_order() -> None:
    wrong = WHOLE.replace("kind: phone", "kind: fone").replace("action: file_case", "action: x")
    lines = [line.split(": ")[0] for line in problems(wrong)]
    assert lines == ["lamp.yml:11", "lamp.yml:32"]


def test_two_files_may_not_hold_the_same_flow() -> None:
    other = "flow: lamp\ndescription: Again.\nsteps: [{utter: help}]\n"
    assert problems(WHOLE, other=other) == ["other.yml:1: flow 'lamp' is in another file already"]


def test_an_intent_starts_one_flow() -> None:
    other = """
        flow: pit
        description: A pit.
        intents: [greet, dispatcher_request]
        steps: [{utter: help}]
    """
    found = problems(WHOLE, pit=other)
    assert found == ["pit.yml:4: intent 'dispatcher_request' starts 'lamp' already"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flow: [lamp\n", "lamp.yml:2: "),
        ("flow: lamp\n\tmenu: 1\n", "lamp.yml:2: "),
        ("- flow\n", "lamp.yml:1: file: Input should be a valid dictionary"),
        ("", "lamp.yml:1: file: Input should be a valid dictionary"),
        ("flow: &a [*a]\n", "lamp.yml:1: "),
    ],
)
def test_a_file_that_is_no_flow_at_all_is_told(text: str, said: str) -> None:
    assert problems(text)[0].startswith(said)


def test_every_kind_says_which_options_it_takes() -> None:
    taken = {option for kind in KINDS.values() for option in kind.takes}
    assert {"loose", "codes", "needs", "values", "hints", "digits", "words"} <= taken


# --- whatever the file holds ---------------------------------------------------------------------


def refusals(text: str) -> list[Problem]:
    """Return the mistakes of a file, none when it can be used."""
    try:
        read(text)
    except FlowErrors as failure:
        return failure.problems
    return []


@given(st.data())
def test_a_file_with_a_line_lost_or_doubled_is_read_or_refused_by_line(data: st.DataObject) -> None:
    lines = dedent(WHOLE).splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number : number + 1] = data.draw(st.sampled_from([[], [lines[number]] * 2, ["  x: ["]]))
    found = refusals("\n".join(lines))
    assert all(problem.line <= len(lines) + 1 for problem in found)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["flow", "steps", "slots", "id", "if", "kind"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_document_is_a_flow_or_refused(content: object) -> None:
    assert refusals(yaml.safe_dump(content, allow_unicode=True))


def test_a_kind_draws_on_the_citys_lists_by_itself() -> None:
    flow = read(WHOLE.replace("codes: $districts, ", ""))["lamp"]
    assert flow.slots["district"].options["codes"] == OFFER.vocabularies["districts"]


def test_what_a_flow_may_begin_along_with_must_be_there() -> None:
    found = problems(WHOLE.replace("    menu: 2\n", "    menu: 2\n    beside: [lamps]\n"))
    assert found == ["lamp.yml:7: beside: unknown flow 'lamps'. Did you mean 'lamp'?"]


def test_an_intent_that_tells_a_flow_something_must_begin_one() -> None:
    told = "    menu: 2\n    told_by: [dispatcher_reqest]\n"
    found = problems(WHOLE.replace("    menu: 2\n", told))
    why = "told_by: no flow has the intent 'dispatcher_reqest'"
    assert found == [f"lamp.yml:7: {why}. Did you mean 'dispatcher_request'?"]


def test_what_is_shared_is_marked_so() -> None:
    flow = read(WHOLE.replace("phone: {kind: phone,", "phone: {kind: phone, shared: true,"))["lamp"]
    assert flow.slots["phone"].shared
    assert not flow.slots["place"].shared
