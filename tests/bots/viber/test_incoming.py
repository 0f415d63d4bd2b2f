"""What a callback of Viber's becomes: an event of a resident, nothing, or a clear refusal."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.viber.translate import (
    Ignored,
    decode,
    event_id,
    language_of,
    to_incoming,
    token,
)
from bots.webhook import Undecodable, json_object
from core.messages import ChatChange, Contact, FileRef, Incoming, Location
from tests.bots.viber.callbacks import EVERY, OLENA, callback, message, opened, person

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def raw(made: Any) -> bytes:
    return json.dumps(made, ensure_ascii=False).encode()


def heard(made: dict[str, Any]) -> Incoming:
    found = to_incoming(made, "main", AT)
    assert isinstance(found, Incoming), found
    return found


def ignored(made: dict[str, Any]) -> str:
    found = to_incoming(made, "main", AT)
    assert isinstance(found, Ignored), found
    return found.reason


# --- what is said --------------------------------------------------------------------------------


def test_a_text_is_an_event_of_its_chat() -> None:
    made = message(text="немає гарячої води")
    assert heard(made) == Incoming(
        channel="viber",
        bot="main",
        chat=OLENA,
        event_id=f"message:{made['message_token']}:{OLENA}",
        at=AT,
        text="немає гарячої води",
        language_hint="uk",
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"text": "m:3.district=pecherskyi"}, {"button": "3.district=pecherskyi"}),
        ({"text": "m:!flow=appeal_submit"}, {"button": "!flow=appeal_submit"}),
        ({"text": "m:/start case_KV-2026-000417"}, {"start": "case_KV-2026-000417"}),
        ({"text": "/start"}, {"start": ""}),
        ({"text": "/start the engine, please"}, {"text": "/start the engine, please"}),
        ({"text": "m"}, {"text": "m"}),
        ({"type": "url", "media": "https://kyiv.example"}, {"text": "https://kyiv.example"}),
        (
            {"type": "location", "location": {"lat": 50.45, "lon": 30.52}},
            {"location": Location(50.45, 30.52)},
        ),
        (
            {"type": "picture", "text": "яма", "media": "https://dl.viber.example/1.jpg"},
            {"text": "яма", "files": (FileRef("photo", "https://dl.viber.example/1.jpg"),)},
        ),
        (
            {
                "type": "file",
                "media": "https://dl.viber.example/a.pdf",
                "file_name": "a.pdf",
                "file_size": 900,
            },
            {"files": (FileRef("document", "https://dl.viber.example/a.pdf", "a.pdf", 900),)},
        ),
        (
            {"type": "video", "media": "https://dl.viber.example/1.mp4", "size": 77},
            {"files": (FileRef("video", "https://dl.viber.example/1.mp4", None, 77),)},
        ),
        ({"type": "sticker", "sticker_id": 40126}, {"files": (FileRef("sticker", "40126"),)}),
        ({"type": "poll_of_next_year"}, {}),
    ],
)
def test_each_kind_of_message_has_its_meaning(
    content: dict[str, Any], expected: dict[str, Any]
) -> None:
    found = heard(message(**content))
    fields = ("text", "button", "location", "contact", "files", "start")
    got = {name: getattr(found, name) for name in fields if getattr(found, name) not in (None, ())}
    assert got == expected


@pytest.mark.parametrize("phone", ["380671234567", "+380 67 123 45 67"])
def test_the_card_that_was_asked_for_is_the_senders_own(phone: str) -> None:
    card = {"name": "Олена", "phone_number": phone}
    asked = message(type="contact", contact=card, tracking_data="contact")
    assert heard(asked).contact == Contact("+380671234567", "Олена", own=True)
    unasked = heard(message(type="contact", contact=card)).contact
    assert unasked is not None
    assert not unasked.own


def test_a_link_opened_by_a_button_is_no_message_and_a_typed_one_is() -> None:
    assert ignored(message(text="https://kyiv.example", silent=True)) == "a link was opened"
    assert heard(message(text="https://kyiv.example")).text == "https://kyiv.example"


@pytest.mark.parametrize(
    ("text", "note", "expected"),
    [
        ("далі", "!page=1", {"button": "!page=1"}),
        (" Next ", "!page=2", {"button": "!page=2"}),
        ("далі", "", {"text": "далі"}),
        ("далі", "contact", {"text": "далі"}),
        ("далі", {"!page": 1}, {"text": "далі"}),
        ("далі по Хрещатику", "!page=1", {"text": "далі по Хрещатику"}),
    ],
)
def test_a_page_is_turned_by_a_typed_word_too(
    text: str, note: Any, expected: dict[str, str]
) -> None:
    found = heard(message(text=text, tracking_data=note))
    assert {"button": found.button, "text": found.text}.items() >= expected.items()


def test_groups_are_not_answered() -> None:
    assert ignored(message(text="мій номер 0671234567") | {"chat_id": "g1"}) == "said in a group"


@pytest.mark.parametrize("name", ["webhook", "conversation_started", "seen"])
def test_what_says_nothing_asks_for_nothing(name: str) -> None:
    assert ignored(EVERY[name]).endswith("nothing was said")


@pytest.mark.parametrize(("name", "kind"), [("subscribed", "back"), ("unsubscribed", "lost")])
def test_leaving_and_coming_back_are_events_of_the_chat(name: str, kind: Any) -> None:
    found = to_incoming(EVERY[name], "main", AT)
    assert isinstance(found, Incoming)
    assert found.change == ChatChange(kind)
    assert (found.text, found.start) == (None, None)


@pytest.mark.parametrize(
    ("language", "expected"), [("uk", "uk"), ("ru", "uk"), ("en-GB", "en"), (None, "uk"), (7, "uk")]
)
def test_who_opens_the_chat_is_greeted_in_their_language(language: Any, expected: str) -> None:
    assert language_of(opened(user=person(language=language))) == expected
    assert language_of(callback("conversation_started")) == "uk"


# --- which event it is ---------------------------------------------------------------------------


def test_a_token_keeps_its_last_digits() -> None:
    made = message(text="так") | {"message_token": 4912661846655238145}
    assert event_id(raw(made)) == f"message:4912661846655238145:{OLENA}"
    assert heard(made).event_id == event_id(raw(made))
    assert token({"message_token": "4912661846655238145"}) == "4912661846655238145"


def test_every_callback_has_an_identity_of_its_own() -> None:
    identities = [event_id(raw(made)) for name, made in EVERY.items() if name != "webhook"]
    assert len(set(identities)) == len(EVERY) - 1
    assert not [identity for identity in identities if identity.startswith("raw:")]


def test_a_body_without_identity_is_known_again_by_its_digest() -> None:
    assert event_id(b"{") == event_id(b"{")
    assert event_id(b"{").startswith("raw:")
    assert event_id(b"{") != event_id(b"[")


# --- what cannot be read -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({}, "event is missing"),
        ({"event": 5}, "event is missing or no short text"),
        (message() | {"message_token": None}, "message_token is missing"),
        (message() | {"message_token": -1}, "message_token is missing"),
        (message() | {"sender": None}, "sender is missing"),
        (message() | {"sender": {"id": "x" * 101}}, "id is missing or no short text"),
        (message() | {"message": []}, "message is missing"),
        (message(type=None), "type is missing"),
        (message(text={"nested": 5}), "text is no text"),
        (message(type="location", location={"lat": 91, "lon": 0}), "nowhere in the world"),
        (message(type="location", location={"lat": "50"}), "nowhere in the world"),
        (message(type="picture", media="file:///etc/passwd"), "media is no link"),
        (message(type="contact", contact=7), "contact is missing"),
    ],
)
def test_what_cannot_be_read_says_which_field_and_not_what_it_holds(
    made: dict[str, Any], told: str
) -> None:
    with pytest.raises(Undecodable, match=told):
        to_incoming(made, "main", AT)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
FIELDS = ["event", "message_token", "sender", "message", "user_id", "chat_id", "silent"]
INSIDE = ["type", "text", "media", "contact", "location", "sticker_id", "file_name", "file_size"]


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A callback as documented, with one field of it replaced by anything, or left out."""
    made: dict[str, Any] = json.loads(json.dumps(draw(st.sampled_from(list(EVERY.values())))))
    field = draw(st.sampled_from(FIELDS))
    holder = made
    if draw(st.booleans()) and isinstance(made.get("message"), dict):
        field, holder = draw(st.sampled_from(INSIDE)), made["message"]
    if draw(st.booleans()):
        holder.pop(field, None)
    else:
        holder[field] = draw(JSON)
    return made


@given(broken() | JSON)
def test_whatever_a_body_holds_it_is_an_event_or_nothing_or_refused(made: Any) -> None:
    body = json.dumps(made).encode()
    assert event_id(body)
    try:
        found = decode(body, "main", AT)
    except Undecodable:
        return
    if found is not None:
        assert found.event_id == event_id(body)
        assert isinstance(found.chat, str)


@given(st.binary(max_size=60))
def test_bytes_are_refused_and_nothing_else(body: bytes) -> None:
    assert event_id(body)
    try:
        json_object(body)
    except Undecodable:
        return
