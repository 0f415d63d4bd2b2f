"""Events as they are posted: what is taken, what is refused and why."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.webchat.events import Posted, clean, decode, scoped, to_incoming, unscoped
from bots.webchat.refusal import Refused
from bots.webchat.session import chat_of
from core.messages import Contact, Incoming, Location

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
CHAT, OTHER = chat_of("a" * 43), chat_of("b" * 43)


def taken(**thing: Any) -> Incoming:
    posted = decode(json.dumps({"event": "e-1", **thing}).encode())
    return to_incoming(posted, CHAT, NOW, "uk")


def refusal_of(body: bytes) -> Refused:
    with pytest.raises(Refused) as refused:
        to_incoming(decode(body), CHAT, NOW, "uk")
    return refused.value


@pytest.mark.parametrize(
    ("thing", "field", "value"),
    [
        ({"text": "яма"}, "text", "яма"),
        ({"button": "3.district=podil"}, "button", "3.district=podil"),
        ({"location": {"lat": 50.45, "long": 30}}, "location", Location(50.45, 30.0)),
        ({"contact": {"phone": "067 1234567"}}, "contact", Contact("067 1234567", None, True)),
        ({"start": "case_KV-1"}, "start", "case_KV-1"),
    ],
)
def test_each_thing_that_happens_reaches_the_core(
    thing: dict[str, Any], field: str, value: object
) -> None:
    incoming = taken(**thing)
    assert getattr(incoming, field) == value
    assert (incoming.chat_ref, incoming.at, incoming.language_hint) == (CHAT, NOW, "uk")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b'{"event": "e", "text": "a"} {', "bad_json"),
        (b'{"event": "e", "text": "\xff"}', "bad_json"),
        (b'{"event": "e", "text": "\\ud800"}', "bad_json"),
        (b"[]", "bad_event"),
        (b'{"text": "a"}', "bad_event"),
        (b'{"event": "", "text": "a"}', "bad_event"),
        (b'{"event": 5, "text": "a"}', "bad_event"),
        (b'{"event": "a b", "text": "a"}', "bad_event"),
        (b'{"event": "a\\n", "text": "a"}', "bad_event"),
        (b'{"event": "a.b", "text": "a"}', "bad_event"),
        (b'{"event": "e", "text": 5}', "bad_event"),
        (b'{"event": "e", "text": "a", "chat": "c"}', "bad_event"),
        (b'{"event": "e", "location": {"lat": 91, "long": 0}}', "bad_event"),
        (b'{"event": "e", "location": {"lat": "50", "long": 0}}', "bad_event"),
        (b'{"event": "e", "location": {"lat": NaN, "long": 0}}', "bad_json"),
        (b'{"event": "e", "contact": {"phone": ""}}', "bad_event"),
        (b'{"event": "e", "attachments": [1]}', "bad_event"),
        (b'{"event": "e", "button": ""}', "bad_event"),
        (b'{"event": "e"}', "empty"),
        (b'{"event": "e", "text": "  \\n"}', "empty"),
        (b'{"event": "e", "text": "\\u0000\\u0007"}', "empty"),
        (b'{"event": "e", "attachments": []}', "empty"),
        (b'{"event": "e", "text": "a", "button": "b"}', "two_things"),
        (b'{"event": "e", "start": "a", "button": "b"}', "two_things"),
        (b'{"event": "e", "attachments": ["x"]}', "unknown_upload"),
    ],
)
def test_a_bad_event_is_refused_with_its_reason(body: bytes, code: str) -> None:
    refused = refusal_of(body)
    assert (refused.status, refused.code) == (400, code)


def test_a_refusal_names_the_place_of_the_fault() -> None:
    assert "$.location.lat" in refusal_of(b'{"event":"e","location":{"lat":91,"long":0}}').message
    assert "`event`" in refusal_of(b'{"text":"a"}').message


@given(st.binary(max_size=200))
def test_no_body_does_anything_but_decode_or_be_refused(body: bytes) -> None:
    try:
        found: Posted | Refused = decode(body)
    except Refused as refused:
        found = refused
    assert isinstance(found, Posted) or found.status == 400


@given(st.text(max_size=100))
def test_cleaning_leaves_no_control_character_and_is_done_once(text: str) -> None:
    cleaned = clean(text)
    assert all(letter in "\n\t" or not 0 <= ord(letter) < 32 for letter in cleaned)
    assert clean(cleaned) == cleaned


def test_a_text_keeps_its_lines() -> None:
    assert taken(text=" перший\r\nдругий\x00\n").text == "перший\nдругий"


def test_the_same_event_id_in_two_chats_is_two_events() -> None:
    assert scoped(CHAT, "e1") != scoped(OTHER, "e1")
    assert unscoped(scoped(CHAT, "e1")) == unscoped(scoped(OTHER, "e1")) == "e1"
    assert unscoped(None) is None
