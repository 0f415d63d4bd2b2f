"""The capability table: each row over every channel, for whatever is said.

The limits and their sources stand in the README of each channel (`bots/*/README.md`).
"""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.rendering import one_line, utf16_length
from core.messages import Choice, Outgoing
from core.starts import payload
from tests.contract.channels import CHANNELS, MESSENGERS, Channel, pages_of
from tests.dialogs.builders import Resident, engine_of

URL = "https://kyiv.example/cases/KV-2026-000417"
WORDS = st.text(st.sampled_from("абвґєї’' ab1.!?&<>\"\n🚰👩‍👧é"), max_size=60)
PIECES = st.lists(WORDS | st.sampled_from([URL, "\n\n", "**101**", " "]), max_size=8).map("".join)
TEXTS = (PIECES | PIECES.map(lambda text: text * 120)).map(lambda text: f"Місто: {text}")
LABELS = st.text(st.sampled_from("абвґєї’ ab12"), min_size=1, max_size=30).map(
    lambda label: f"№{label}"
)
CHOICES = st.lists(LABELS, max_size=60, unique_by=one_line).map(
    lambda labels: tuple(Choice(label, f"3.slot={n}") for n, label in enumerate(labels))
)
few = settings(max_examples=40, deadline=None)
every = pytest.mark.parametrize("channel", CHANNELS, ids=lambda channel: channel.name)
messengers = pytest.mark.parametrize("channel", MESSENGERS, ids=lambda channel: channel.name)


def visible(text: str) -> str:
    """Return a text's letters, whatever stands between them."""
    return "".join(text.split())


# --- text ----------------------------------------------------------------------------------------


@every
@few
@given(text=TEXTS, choices=CHOICES)
def test_no_part_is_longer_than_the_channel_takes(
    channel: Channel, text: str, choices: tuple[Choice, ...]
) -> None:
    for seen in pages_of(channel, Outgoing(text, choices)):
        assert all(part.strip() for part in seen.texts)
        if channel.units is not None:
            assert all(utf16_length(part) <= channel.units for part in seen.sent)


@every
@few
@given(text=TEXTS)
def test_nothing_that_was_said_is_lost_or_cut_in_two(channel: Channel, text: str) -> None:
    seen = channel.show(Outgoing(text))
    assert visible(text.replace("**", "")) in visible("".join(seen.texts).replace("**", ""))
    for part in seen.texts:
        part.encode()
        # A link is whole in some part, and no part holds a piece of one.
        assert all(URL.startswith(found) is (found == URL) or URL not in text
                   for found in re.findall(r"https?://kyiv\S*?417", part))  # fmt: skip
    if URL in text:
        assert any(URL in part for part in seen.texts)


@pytest.mark.parametrize(
    "channel", [c for c in CHANNELS if c.markup], ids=lambda channel: channel.name
)
@few
@given(text=TEXTS)
def test_markup_is_whole_in_each_part(channel: Channel, text: str) -> None:
    for part in channel.show(Outgoing(text)).sent:
        assert part.count("<b>") == part.count("</b>")
        assert part.count("<strong>") == part.count("</strong>")
        assert not re.search(r"&(?!(?:amp|lt|gt|quot|#x27|#39);)\w*$", part)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("telegram", "<b>101</b> &lt;3"), ("viber", "101 <3"), ("mail", "<strong>101</strong> &lt;3")],
)
def test_bold_is_shown_as_the_channel_can(name: str, shown: str) -> None:
    (channel,) = (channel for channel in CHANNELS if channel.name == name)
    assert shown in channel.show(Outgoing("Телефонуйте **101** <3")).sent[0]


# --- choices -------------------------------------------------------------------------------------


@every
@few
@given(choices=CHOICES)
def test_every_choice_is_shown_and_brings_its_value_back(
    channel: Channel, choices: tuple[Choice, ...]
) -> None:
    outgoing = Outgoing("Що саме?", choices)
    back: dict[str, str] = {}
    for seen in pages_of(channel, outgoing):
        assert len(seen.buttons) <= channel.most
        pressed = {b.label: channel.press(outgoing, b) for b in seen.buttons if b.carries}
        back |= {label: value for label, value in pressed.items() if "!page=" not in value}
    assert {visible(label): value for label, value in back.items()} == {
        visible(one_line(choice.label)): choice.value for choice in choices
    }


@messengers
@few
@given(choices=CHOICES)
def test_more_than_fit_are_numbered_lines_that_can_be_typed(
    channel: Channel, choices: tuple[Choice, ...]
) -> None:
    pages = pages_of(channel, Outgoing("Що саме?", choices))
    if len(pages) == 1:
        return
    lines = [line for seen in pages for text in seen.texts for line in text.split("\n")[1:]]
    assert lines == [f"{n}. {one_line(choice.label)}" for n, choice in enumerate(choices, 1)]
    assert pages[-1].buttons[-1].label == "На початок"


@every
def test_what_opens_elsewhere_can_be_read_too(channel: Channel) -> None:
    """A link that a channel makes no button of stands in the text."""
    local = "http://localhost:8080/x"
    seen = channel.show(Outgoing("Ось сторінка.", (Choice("Відкрити", "", local),)))
    assert any(b.label == "Відкрити" for b in seen.buttons) or local in "".join(seen.texts)


FLOW = """
    flow: parcel
    description: A question with more choices than a messenger shows.
    intents: [parcel]
    slots:
      kind: {kind: choice, values: [%s]}
    steps:
      - collect: kind
      - utter: done
"""
NAMES = ["ґудзики", "м’ячі", "під’їзди", "парасолі", "ліхтарі", "лавки", "сходи", "паркани",
         "клумби", "ворота", "дахи", "стовпи"]  # fmt: skip


def _asked() -> Resident:
    resident = Resident(engine_of(FLOW % ", ".join(f"v{n}" for n in range(len(NAMES)))))
    gear: Any = resident.engine.gear
    labels: Mapping[str, str] = {f"kind-v{n}": name for n, name in enumerate(NAMES)}
    object.__setattr__(gear, "label", lambda text, _language: labels.get(text.id, text.id))
    resident.says("посилка", "parcel")
    assert resident.expects == "kind"
    return resident


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("12", 11),
        ("3", 2),
        ("№ 4", 3),
        ("Парасолі", 3),
        ("ПАРАСОЛІ", 3),
        ("гудзики", 0),
        ("ґудзики", 0),
        ("м'ячі", 1),
        ("мʼячі", 1),
        ("М`ячі", 1),
        ("під'їзди", 2),
        ("друге", 1),
    ],
)
def test_a_number_or_a_label_that_is_typed_takes_its_choice(typed: str, place: int) -> None:
    resident = _asked()
    resident.says(typed)
    assert resident.ids == ["done"], resident.texts
    assert resident.state.frames == []
    assert resident.said[-1].text.args["kind"] == f"v{place}"


@pytest.mark.parametrize("typed", ["13", "0", "щось інше зовсім"])
def test_what_names_no_choice_asks_again(typed: str) -> None:
    resident = _asked()
    resident.says(typed)
    assert resident.expects == "kind"


# --- what is shared ------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["contact", "location"])
@every
def test_what_is_asked_to_be_shared_has_its_own_way_and_words(channel: Channel, asked: Any) -> None:
    outgoing = Outgoing("Де це? Можна написати адресу.", (Choice("Не знаю", "1.a~skip"),), asked)
    seen = channel.show(outgoing)
    shared = [button for button in seen.buttons if button.shares]
    # In a letter there are only the words.
    assert [button.shares for button in shared] == ([] if channel.name == "mail" else [asked])
    assert "Не знаю" in [b.label for b in seen.buttons] or "Не знаю" in "".join(seen.texts)
    assert "написати адресу" in "".join(seen.texts)


# --- a page in the place of another --------------------------------------------------------------


@every
def test_a_turned_page_replaces_the_last_where_that_can_be_done(channel: Channel) -> None:
    choices = tuple(Choice(f"Район {n}", f"3.district={n}") for n in range(40))
    seen = channel.show(Outgoing("Який район?", choices, page=1, replaces="33"))
    assert seen.replaces is channel.edits


# --- links ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "channel", [c for c in CHANNELS if c.name != "mail"], ids=lambda channel: channel.name
)
@few
@given(rest=st.text(st.sampled_from("ABZabz019_-"), min_size=1, max_size=58))
def test_a_link_brings_along_what_it_is_for(channel: Channel, rest: str) -> None:
    made = payload("flow", rest)
    assert channel.start(made).start == made
