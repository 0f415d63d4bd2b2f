"""python-telegram-bot reads every update that we take, and what it writes means the same to us."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import telegram as ptb

from bots.telegram.translate import Ignored, to_incoming
from core.messages import Incoming
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
SIZES = [picture(90, 60, "s"), picture(1280, 960, "l")]
# Every kind of update that the tests know.
FIXTURES: dict[str, dict[str, Any]] = {
    "text": update(text="немає гарячої води"),
    "start": update(text="/start case_KV-2026-000417"),
    "command": update(text="/status"),
    "photo": update(photo=SIZES, caption="яма"),
    "album": update(photo=SIZES, media_group_id="77"),
    "document": update(document=file(file_name="лист.pdf", mime_type="application/pdf")),
    "voice": update(voice=file(duration=3)),
    "video": update(video=file(duration=3, width=4, height=4)),
    "round video": update(video_note=file(duration=3, length=4)),
    "sticker": update(
        sticker=file(type="regular", width=5, height=5, is_animated=False, is_video=False)
    ),
    "location": update(location={"latitude": 50.45, "longitude": 30.52}),
    "contact": update(contact={"phone_number": "380671234567", "first_name": "О", "user_id": 501}),
    "other's contact": update(
        contact={"phone_number": "380671234567", "first_name": "П", "user_id": 502}
    ),
    "die": update(dice={"emoji": "🎲", "value": 3}),
    "edited": update("edited_message", text="Драгоманова, 17"),
    "pressed": pressed("417.2"),
    "pressed by another": pressed("417.2", **{"from": PETRO}),
    "blocked": membership("kicked"),
    "unblocked": membership("member", "kicked"),
    "put into a group": membership("member", "left", chat=GROUP),
    "group": update(chat=GROUP, **mention("@misto_bot скільки коштує вода")),
    "reply in a group": update(
        chat=GROUP, text="15", reply_to_message=said(chat=GROUP, text="?", **{"from": BOT_USER})
    ),
    "moved": update(chat=GROUP | {"type": "group"}, migrate_to_chat_id=-1009),
    "pinned": update(pinned_message=said(text="x")),
}


def read(raw: Mapping[str, Any]) -> ptb.Update:
    return ptb.Update.de_json(dict(raw), None)


def ours(raw: Mapping[str, Any]) -> Incoming | Ignored:
    return to_incoming(raw, "7", AT)


@pytest.mark.parametrize("name", FIXTURES)
def test_every_fixture_is_an_update_to_both(name: str) -> None:
    raw = FIXTURES[name]
    theirs, found = read(raw), ours(raw)
    assert theirs.update_id == raw["update_id"]
    # What it has no field for it keeps apart: nothing of ours is.
    assert not theirs.api_kwargs
    if isinstance(found, Incoming):
        assert found.chat == str(theirs.effective_chat.id)  # type: ignore[union-attr]  # ours has one
        assert found.event_id == str(theirs.update_id)


@pytest.mark.parametrize("name", FIXTURES)
def test_what_it_writes_means_the_same_to_us(name: str) -> None:
    written = json.loads(read(FIXTURES[name]).to_json())
    assert ours(written) == ours(FIXTURES[name])


def test_words_places_phones_and_files_are_read_alike() -> None:
    text, place = read(FIXTURES["text"]), read(FIXTURES["location"])
    phone, photo = read(FIXTURES["contact"]), read(FIXTURES["photo"])
    heard = {name: ours(FIXTURES[name]) for name in ("text", "location", "contact", "photo")}
    assert all(isinstance(found, Incoming) for found in heard.values())
    words, point, card, seen = (found for found in heard.values() if isinstance(found, Incoming))
    assert words.text == text.effective_message.text  # type: ignore[union-attr]  # it has one
    shared = place.effective_message.location  # type: ignore[union-attr]  # it has one
    assert point.location is not None
    assert (point.location.lat, point.location.long) == (shared.latitude, shared.longitude)  # type: ignore[union-attr]  # it has one
    assert card.contact is not None
    assert card.contact.phone == f"+{phone.effective_message.contact.phone_number}"  # type: ignore[union-attr]  # it has one
    assert seen.files[0].ref == photo.effective_message.photo[-1].file_id  # type: ignore[union-attr]  # it has one


def _built() -> dict[str, ptb.Update]:
    """Updates made by its classes, as its users' tests make them."""
    when = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    user = ptb.User(501, "Олена", is_bot=False, language_code="uk")
    chat = ptb.Chat(501, "private", first_name="Олена")
    group = ptb.Chat(-100500, "supergroup", title="Під’їзд 2")

    def message(where: ptb.Chat = chat, **content: Any) -> ptb.Message:
        return ptb.Message(7, when, where, from_user=user, **content)

    bot = ptb.User(7, "misto", is_bot=True, username="misto_bot")
    change = ptb.ChatMemberUpdated(
        chat, user, when, ptb.ChatMemberMember(bot), ptb.ChatMemberBanned(bot, until_date=when)
    )
    card = ptb.Contact("380671234567", "О", user_id=501)
    query = ptb.CallbackQuery("9", user, "1", message=message(text="?"), data="417.0")
    return {
        "text": ptb.Update(1, message=message(text="немає води")),
        "place": ptb.Update(2, message=message(location=ptb.Location(30.52, 50.45))),
        "phone": ptb.Update(3, message=message(contact=card)),
        "photo": ptb.Update(4, message=message(photo=[ptb.PhotoSize("f", "u", 9, 9)])),
        "edited": ptb.Update(5, edited_message=message(text="15")),
        "pressed": ptb.Update(6, callback_query=query),
        "blocked": ptb.Update(7, my_chat_member=change),
        "group": ptb.Update(8, message=message(group, text="/help")),
    }


@pytest.mark.parametrize("name", _built())
def test_every_update_it_builds_is_one_to_us(name: str) -> None:
    found = ours(json.loads(_built()[name].to_json()))
    assert isinstance(found, Incoming)
    assert found.bot == "7"
    assert found.chat in (str(OLENA["id"]), str(GROUP["id"]))
