"""What an update of Telegram's becomes: an event of a resident, nothing, or a clear refusal."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.telegram.groups import is_kept
from bots.telegram.translate import (
    Ignored,
    album_key,
    callback_id,
    decode,
    is_private,
    to_incoming,
    update_id,
)
from bots.webhook import Undecodable, json_object
from core.messages import ChatChange, Contact, FileRef, Incoming, Location, Pressed
from tests.bots.telegram.updates import (
    BOT_USER,
    GROUP,
    OLENA,
    PETRO,
    file,
    membership,
    mention,
    picture,
    pressed,
    said,
    update,
)

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def heard(raw: dict[str, Any]) -> Incoming:
    found = to_incoming(raw, "7", AT)
    assert isinstance(found, Incoming), found
    return found


def ignored(raw: dict[str, Any]) -> str:
    found = to_incoming(raw, "7", AT)
    assert isinstance(found, Ignored), found
    return found.reason


# --- words ---------------------------------------------------------------------------------------


def test_a_text_is_an_event_of_its_chat() -> None:
    raw = update(text="немає гарячої води")
    assert heard(raw) == Incoming(
        channel="telegram",
        bot="7",
        chat="501",
        event_id=str(raw["update_id"]),
        at=AT,
        text="немає гарячої води",
        language_hint="uk",
        message=str(raw["message"]["message_id"]),
    )


def test_changed_words_name_the_message_they_were_in() -> None:
    raw = update("edited_message", text="Драгоманова, 17")
    event = heard(raw)
    number = str(raw["edited_message"]["message_id"])
    assert (event.text, event.edited, event.message) == ("Драгоманова, 17", True, number)


def test_a_moving_location_is_not_sent_again_and_again() -> None:
    moved = update("edited_message", location={"latitude": 50.4, "longitude": 30.5})
    assert ignored(moved) == "an edit without words"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", {"start": ""}),
        ("/start case_KV-2026-000417", {"start": "case_KV-2026-000417"}),
        ("/START@misto_bot qr7", {"start": "qr7"}),
        ("/start немає води", {"text": "немає води"}),
        ("/start " + "a" * 65, {"text": "a" * 65}),
        ("/help", {"button": "!help"}),
        ("/help@misto_bot", {"button": "!help"}),
        ("/cancel", {"button": "!cancel"}),
        ("/status", {"button": "!status"}),
        ("/operator", {"button": "!handoff"}),
        ("/my", {"button": "!flow=my_things"}),
        ("/language", {"button": "!flow=change_language"}),
        ("/cancel заявку про ліфт", {"text": "/cancel заявку про ліфт"}),
        ("/petition 17", {"text": "/petition 17"}),
        ("/", {"text": "/"}),
        ("немає води /start", {"text": "немає води /start"}),
    ],
)
def test_commands_mean_what_the_menu_says(text: str, expected: dict[str, str]) -> None:
    event = heard(update(text=text))
    assert {"text": event.text, "button": event.button, "start": event.start} == {
        "text": None,
        "button": None,
        "start": None,
    } | expected


def test_half_of_a_surrogate_pair_is_replaced() -> None:
    raw = json.dumps(update(text="вода \ud83d тече")).encode()
    event = decode(raw, "7", AT)
    assert event is not None
    assert event.text == "вода � тече"


# --- buttons -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("417.0", Pressed(417, 0)),
        ("417.12", Pressed(417, 12)),
        ("417.p2", Pressed(417, 2, page=True)),
        ("3.district=pecherskyi", Pressed(0, 0)),
        ("417", Pressed(0, 0)),
        ("-1.0", Pressed(0, 0)),
        ("٤١٧.0", Pressed(0, 0)),
        ("9" * 30 + ".0", Pressed(0, 0)),
    ],
)
def test_a_pressed_button_names_its_message_and_place(data: str, expected: Pressed) -> None:
    raw = pressed(data)
    event = heard(raw)
    under = str(raw["callback_query"]["message"]["message_id"])
    assert (event.pressed, event.button, event.chat) == (expected, None, "501")
    assert (event.text, event.message) == (None, under)


def test_a_button_under_a_message_too_old_to_show_still_counts() -> None:
    old = {"message_id": 5, "date": 0, "chat": {"id": 501, "type": "private"}}
    event = heard(pressed("41.1", message=old))
    assert (event.pressed, event.message) == (Pressed(41, 1), "5")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"from": PETRO}, "a button pressed by somebody else"),
        ({"message": said(chat=GROUP, text="?")}, "said in a group or channel"),
        ({"message": None}, "a button that is not ours"),
        ({"data": None, "game_short_name": "g"}, "a button that is not ours"),
    ],
)
def test_a_button_that_is_not_this_chats_is_ignored(changes: dict[str, Any], reason: str) -> None:
    assert ignored(pressed(**changes)) == reason


# --- things --------------------------------------------------------------------------------------


def test_of_a_photo_the_largest_size_is_taken_with_its_caption() -> None:
    sizes = [picture(90, 60, "s"), picture(1280, 960, "l"), picture(320, 240, "m")]
    event = heard(update(photo=sizes, caption="яма"))
    assert event.files == (FileRef("photo", "l", size=1280 * 960),)
    assert event.text == "яма"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            {"document": file(file_name="лист.pdf", mime_type="application/pdf")},
            FileRef("document", "f1", "лист.pdf", 900),
        ),
        ({"voice": file(duration=3)}, FileRef("voice", "f1", size=900)),
        ({"audio": file(duration=3)}, FileRef("voice", "f1", size=900)),
        (
            {"video": file(duration=3, width=4, height=4, file_name="v.mp4")},
            FileRef("video", "f1", "v.mp4", 900),
        ),
        ({"video_note": file(duration=3, length=4)}, FileRef("video", "f1", size=900)),
        (
            {
                "animation": file("a1", duration=1, width=4, height=4),
                "document": file("a1", file_name="a.mp4"),
            },
            FileRef("video", "a1", size=900),
        ),
        (
            {"sticker": file(type="regular", width=5, height=5, is_animated=False, is_video=False)},
            FileRef("sticker", "f1", size=900),
        ),
    ],
)
def test_files_come_as_references(content: dict[str, Any], expected: FileRef) -> None:
    event = heard(update(**content))
    assert event.files == (expected,)
    assert event.text is None


@pytest.mark.parametrize("content", ["location", "venue"])
def test_a_shared_place_is_a_point(content: str) -> None:
    point = {"latitude": 50.45, "longitude": 30.52}
    venue = {"venue": {"location": point, "title": "Майдан", "address": "Київ"}}
    raw = update(location=point, **(venue if content == "venue" else {}))
    assert heard(raw).location == Location(50.45, 30.52)


@pytest.mark.parametrize(
    ("shared", "expected"),
    [
        ({"phone_number": "380671234567", "user_id": 501}, ("+380671234567", True)),
        ({"phone_number": "+380 67 123-45-67", "user_id": 501}, ("+380671234567", True)),
        ({"phone_number": "380671234567", "user_id": 502}, ("+380671234567", False)),
        ({"phone_number": "380671234567"}, ("+380671234567", False)),
        ({"phone_number": "немає"}, ("", False)),
    ],
)
def test_a_contact_is_own_only_with_the_senders_id(
    shared: dict[str, Any], expected: tuple[str, bool]
) -> None:
    phone, own = expected
    found = heard(update(contact={"first_name": "Олена"} | shared)).contact
    assert found == Contact(phone, "Олена", own)


@pytest.mark.parametrize(
    "content",
    [
        {"dice": {"emoji": "🎲", "value": 3}},
        {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0}
         | dict.fromkeys(("is_closed", "is_anonymous", "allows_multiple_answers"), False)
         | {"type": "regular", "allows_revoting": False, "members_only": False}},
        {"a_kind_of_content_of_the_year_2030": {"id": 1}},
    ],
)  # fmt: skip
def test_what_cannot_be_read_still_comes_as_an_event(content: dict[str, Any]) -> None:
    event = heard(update(**content))
    assert (event.text, event.files, event.location, event.button) == (None, (), None, None)


# --- chats that are lost, come back, move --------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (membership("kicked"), "lost"),
        (membership("member", "kicked"), "back"),
        (membership("left", chat=GROUP), "lost"),
        (membership("kicked", chat=GROUP), "lost"),
    ],
)
def test_blocking_and_leaving_are_events_of_the_chat(raw: dict[str, Any], kind: Any) -> None:
    event = heard(raw)
    assert event.change == ChatChange(kind)
    assert (event.text, event.start, event.button) == (None, None, None)


def test_a_group_that_became_a_supergroup_tells_its_new_name() -> None:
    event = heard(update(chat=GROUP | {"type": "group"}, migrate_to_chat_id=-1009))
    assert (event.chat, event.change) == ("-100500", ChatChange("moved", "-1009"))


# --- groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (mention("@misto_bot, немає води"), {"text": "немає води"}),
        (mention("а скільки газ @Misto_Bot", "@Misto_Bot"), {"text": "а скільки газ"}),
        ({"text": "/help@misto_bot"}, {"start": ""}),
        ({"text": "/start@misto_bot case_1"}, {"start": ""}),
        ({"text": "/status@misto_bot"}, {"button": "!status"}),
        (mention("@misto_bot"), {"start": ""}),
        ({"photo": [picture(9, 9, "a")], "caption": "@misto_bot яма"}, {"text": "яма"}),
        ({"contact": {"phone_number": "380671234567", "first_name": "О", "user_id": 501}},
         {"start": ""}),
        ({"location": {"latitude": 50.4, "longitude": 30.5}}, {"start": ""}),
    ],
)  # fmt: skip
def test_of_what_is_said_in_a_group_only_words_are_taken(
    content: dict[str, Any], expected: dict[str, str]
) -> None:
    event = heard(update(chat=GROUP, **content))
    assert event.public
    got = {"text": event.text, "start": event.start, "button": event.button}
    assert got == {"text": None, "start": None, "button": None} | expected
    assert (event.contact, event.location, event.files) == (None, None, ())


def test_who_puts_the_bot_into_a_group_is_told_how_to_call_it() -> None:
    event = heard(membership("member", "left", chat=GROUP))
    assert (event.public, event.start) == (True, "")


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (update(chat=GROUP, text="немає води"), False),
        (update(chat=GROUP, **mention("@misto_bot немає води")), True),
        (update(chat=GROUP, **mention("👋🏽 @MISTO_bot вода", "@MISTO_bot")), True),
        (update(chat=GROUP, **mention("@other_bot немає води", "@other_bot")), False),
        (update(chat=GROUP, text="@misto_bot не сутність"), False),
        (update(chat=GROUP, text="/help"), True),
        (update(chat=GROUP, text="/help@misto_bot"), True),
        (update(chat=GROUP, text="/help@other_bot"), False),
        (update(chat=GROUP, text="15", reply_to_message=said(text="?", **{"from": BOT_USER})),
         True),
        (update(chat=GROUP, text="15", reply_to_message=said(text="?")), False),
        (update(chat=GROUP, text="x", entities=[
            {"type": "text_mention", "offset": 0, "length": 1, "user": BOT_USER}]), True),
        (update("edited_message", chat=GROUP, text="/help"), False),
        (update(chat=GROUP, migrate_to_chat_id=-1009), True),
        (membership("left", chat=GROUP), True),
        (membership("left", chat={"id": -5, "type": "channel", "title": "К"}), False),
        (pressed(message=said(chat=GROUP, text="?")), False),
        ({"update_id": 1, "message": {"chat": {"type": "group"}}}, False),
    ],
)  # fmt: skip
def test_in_a_group_only_what_is_said_to_the_bot_is_kept(raw: dict[str, Any], kept: bool) -> None:
    assert is_kept(raw, "7", "misto_bot") is kept


def test_a_bot_whose_name_is_not_known_hears_replies_and_commands() -> None:
    assert is_kept(update(chat=GROUP, text="/help"), "7", "")
    assert not is_kept(update(chat=GROUP, **mention("@misto_bot вода")), "7", "")


# --- what asks for nothing -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (update("edited_message", chat=GROUP, text="ой"), "said in a group or channel"),
        (update(text="я бот", **{"from": BOT_USER}), "not said by a person"),
        (update(pinned_message=said(text="x")), "a notice of Telegram's"),
        (update(chat=GROUP, text="я бот", **{"from": BOT_USER}), "not said by a person"),
        (membership("left", chat={"id": -5, "type": "channel", "title": "К"}), "a channel"),
        (update("channel_post", text="x"), "a kind of update we did not ask for"),
        ({"update_id": 5, "a_kind_of_2030": {"x": 1}}, "a kind of update we did not ask for"),
        ({"update_id": 5}, "a kind of update we did not ask for"),
    ],
)
def test_what_asks_for_nothing_is_ignored(raw: dict[str, Any], reason: str) -> None:
    assert ignored(raw) == reason
    assert decode(json.dumps(raw).encode(), "7", AT) is None


# --- what is no update ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "the body is not JSON"),
        (b"{", "the body is not JSON"),
        (b"\xff\xfe\x00", "the body is not JSON"),
        (b"[" * 100_000, "the body is not JSON: RecursionError"),
        (b'{"update_id":' + b"9" * 5000 + b"}", "the body is not JSON"),
        (b'{"update_id":1,"message":{"date":NaN}}', "the body is not JSON"),
        (b"[]", "the body is not a JSON object"),
        (b"{}", "the update has no update_id"),
        (b'{"update_id": true}', "the update has no update_id"),
        (b'{"update_id": "5"}', "the update has no update_id"),
        (b'{"update_id": -1}', "the update has no update_id"),
        (b'{"update_id": 1, "message": 5}', "message"),
        (b'{"update_id": 1, "message": {"text": "secret words"}}', "message.message_id"),
    ],
)
def test_what_is_no_update_is_refused_with_the_reason(raw: bytes, message: str) -> None:
    with pytest.raises(Undecodable) as refused:
        decode(raw, "7", AT)
    assert message in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("latitude", [91, -1000])
def test_a_place_outside_of_the_world_is_refused(latitude: float) -> None:
    raw = update(location={"latitude": latitude, "longitude": 1.0})
    with pytest.raises(Undecodable, match="outside of the world"):
        to_incoming(raw, "7", AT)


def test_an_update_with_one_field_of_a_wrong_kind_names_the_field_only() -> None:
    raw = update(text={"secret": "words"})
    with pytest.raises(Undecodable) as refused:
        to_incoming(raw, "7", AT)
    assert "message.text (string_type)" in str(refused.value)
    assert "secret" not in str(refused.value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*OLENA, "text", "chat", "photo", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["update_id", "message", "edited_message", "callback_query", "my_chat_member"]
        ),
        JSON,
    ),
    st.dictionaries(
        st.sampled_from(
            ["text", "caption", "photo", "contact", "location", "from", "chat", "sticker", "date"]
        ),
        JSON,
    ),
)
def test_whatever_is_sent_becomes_an_event_nothing_or_a_refusal(
    junk: dict[str, Any], content: dict[str, Any]
) -> None:
    for document in (junk, update() | junk, update(**content), pressed(**content)):
        raw = json.dumps(document).encode()
        try:
            found = decode(raw, "7", AT)
        except Undecodable:
            continue
        assert found is None or (found.channel, found.bot) == ("telegram", "7")
        # Whatever is kept can be written down.
        repr(found).encode()


@given(st.binary(max_size=40))
def test_bytes_that_are_no_update_are_refused(raw: bytes) -> None:
    with pytest.raises(Undecodable):
        update_id(json_object(raw))


# --- looked at without decoding ------------------------------------------------------------------


def test_photos_of_one_album_share_a_key() -> None:
    first, second = (
        update(photo=[picture(9, 9, name)], media_group_id="77") for name in ("a", "b")
    )
    other = update(photo=[picture(9, 9, "c")], media_group_id="78")
    of_petro = update(user=PETRO, photo=[picture(9, 9, "d")], media_group_id="77")
    keys = [album_key(json.dumps(raw).encode()) for raw in (first, second, other, of_petro)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b'{"message": 5}', b'{"message": {}}', json.dumps(update(text="x")).encode()],
)
def test_what_is_no_album_has_no_key(raw: bytes) -> None:
    assert album_key(raw) is None


@pytest.mark.parametrize(
    ("raw", "private"),
    [
        (update(text="x"), True),
        (pressed(), True),
        (membership("kicked"), True),
        (update(chat=GROUP, text="x"), False),
        (update("edited_message", chat=GROUP, text="x"), False),
        (pressed(message=said(chat=GROUP, text="?")), False),
        ({"update_id": 1, "message": 5}, True),
        ({"update_id": 1, "message": {"chat": []}}, True),
        ({"update_id": 1}, True),
    ],
)
def test_only_what_is_said_in_private_may_be_kept(raw: dict[str, Any], private: bool) -> None:
    assert is_private(raw) is private


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (pressed(id="77"), "77"),
        (update(text="x"), None),
        ({"callback_query": []}, None),
        ({"callback_query": {"id": 7}}, None),
    ],
)
def test_a_pressed_button_waits_for_an_answer_under_its_id(
    raw: dict[str, Any], found: str | None
) -> None:
    assert callback_id(raw) == found
