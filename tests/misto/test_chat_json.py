"""`misto chat --json`: its contract, line by line.

What needs an empty database of its own runs in a thread: a process takes seconds to load the
reader.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from connectors.database.migrate import upgrade_file
from tests.misto.city import new_city
from tests.misto.session import (
    MESSAGE,
    Line,
    Session,
    button,
    last,
    messages,
    process,
    thread,
)
from tests.system.program import furnish, trained_model

LIFT = "вул. Михайла Драгоманова 15, другий день не працює ліфт, підʼїзд 2"
HOT_WATER = "немає гарячої води"
CALL = "хочу поговорити з людиною"
DAY = "2031-03-{:02}T10:00:00+02:00"
STAFF: list[dict[str, str | None]] = [
    {"email": "o@kyiv.example", "role": "operator", "body": None, "duty": "mon-sun 00:00-24:00"},
    {"email": "e@kyiv.example", "role": "executor", "body": "housing-darnytskyi"},
    {"email": "v@kyiv.example", "role": "editor"},
]
DRAHOMANOVA = {"street": "вулиця Михайла Драгоманова", "house": "15", "district": "Дарницький"}
CASE = {
    "chat": "olena",
    "kind": "dispatcher_request",
    "service_code": "elevator",
    "address": DRAHOMANOVA,
    "description": "Не працює ліфт.",
}


@pytest.fixture(scope="module")
def model() -> Path:
    return trained_model()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, model: Path) -> Iterator[Session]:
    """A conversation that many tests share, each with chats of its own; its clock runs."""
    home = furnish(tmp_path_factory.mktemp("shared"), model)
    with process(home) as opened:
        yield opened


@pytest.fixture
def home(tmp_path: Path, model: Path) -> Path:
    return furnish(tmp_path, model)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Session]:
    """A conversation of the test's own, with an empty database."""
    with thread(new_city(tmp_path, at=None)) as opened:
        yield opened


@pytest.fixture
def staffed(own: Session) -> Session:
    """The same with staff and one case, on a morning at which the clock stands."""
    own.does({"clock": DAY.format(3)})
    made = own.does({"given": {"staff": STAFF, "cases": [CASE]}})
    assert made[-1]["made"]["cases"] == ["KV-2031-000001"]
    return own


def error(lines: list[Line]) -> dict[str, Any]:
    """Return the one error line that came back."""
    assert len(lines) == 1, lines
    found: dict[str, Any] = lines[0]["error"]
    assert list(found) == ["code", "message", "line"]
    return found


def act(who: str, event: str, do: str, **more: Any) -> Line:
    return {"staff": f"{who}@kyiv.example", "event": event, "do": do, **more}


# --- what residents send -------------------------------------------------------------------------


def test_a_text_is_answered_by_messages_of_the_contracts_shape_and_then_done(
    shared: Session,
) -> None:
    seen = shared.does({"chat": "t1", "event": "e1", "text": HOT_WATER})
    assert seen[-1] == {"done": "e1", "chat": "t1"}
    for line in seen[:-1]:
        assert tuple(line) == MESSAGE
        assert (line["chat"], line["in_reply_to"]) == ("t1", "e1")
    assert (seen[-2]["flow"], seen[-2]["expects"]) == ("dispatcher_request", "address")
    assert seen[-2]["request"] == "location"


def test_a_button_is_pressed_by_its_value_and_the_filed_case_is_named(shared: Session) -> None:
    asked = last(shared.says("t2", "e1", text=LIFT))
    assert all(set(shown) == {"label", "value"} for shown in asked["buttons"])
    asked = last(shared.says("t2", "e2", button=button(asked, "Дарницький")))
    assert (asked["expects"], asked["request"]) == ("phone", "contact")
    asked = last(shared.says("t2", "e3", button=button(asked, "Без номера")))
    assert asked["expects"] in ("consent", "confirm")
    filed = last(shared.says("t2", "e4", button=button(asked, "Так")))
    assert filed["case"].startswith("KV-")
    assert filed["case"] in filed["text"]
    assert (filed["flow"], filed["expects"]) == (None, None)


def test_a_shared_phone_answers_the_question_about_it(shared: Session) -> None:
    asked = last(shared.says("t3", "e1", text=LIFT.replace("15", "17")))
    asked = last(shared.says("t3", "e2", button=button(asked, "Дарницький")))
    assert asked["expects"] == "phone"
    contact = {"phone": "+380671234567", "name": "Олена"}
    asked = last(shared.says("t3", "e3", contact=contact))
    assert asked["expects"] == "consent"
    assert "067 123 45 67" in asked["text"]


def test_a_shared_place_answers_the_question_about_it(shared: Session) -> None:
    assert last(shared.says("t4", "e1", text="яма на дорозі"))["expects"] == "address"
    answered = last(shared.says("t4", "e2", location={"lat": 50.45, "long": 30.52}))
    assert answered["expects"] not in ("address", None)


def test_a_start_is_greeted_with_the_services(shared: Session) -> None:
    greeted = last(shared.says("t5", "e1", start="PAYLOAD"))
    assert greeted["text"]
    assert greeted["buttons"]


def test_flow_and_expects_stand_on_the_last_message_of_a_turn_only(shared: Session) -> None:
    said = shared.says("t6", "e1", location={"lat": 50.45, "long": 30.52})
    assert len(said) == 2
    assert (said[0]["flow"], said[0]["expects"]) == (None, None)
    assert (said[1]["flow"], said[1]["expects"]) == ("dispatcher_request", "description")


def test_a_photo_is_taken_without_a_word_of_refusal(shared: Session, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), "red").save(tmp_path / "pit.jpg")
    photo = {"kind": "photo", "url": str(tmp_path / "pit.jpg")}
    said = shared.says("t7", "e1", attachments=[photo])
    assert {line["in_reply_to"] for line in said} == {"e1"}


@pytest.mark.parametrize(("name", "words"), [("missing.jpg", "не дійшов"), ("text.jpg", "на фото")])
def test_a_photo_that_is_missing_or_none_is_refused_with_words(
    shared: Session, tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "text.jpg").write_text("це лише слова", "utf-8")
    photo = {"kind": "photo", "url": str(tmp_path / name)}
    said = shared.says(name, "e1", attachments=[photo])
    assert words in said[-1]["text"]
    assert said[-1]["in_reply_to"] is None


@pytest.mark.parametrize("channel", ["telegram", "viber", "webchat", "mail", "terminal"])
def test_a_chat_may_be_of_any_channel(shared: Session, channel: str) -> None:
    said = shared.says("t8", "e1", text=HOT_WATER, channel=channel)
    assert last(said)["expects"] == "address"


# --- once, together, side by side ----------------------------------------------------------------


def test_an_event_that_comes_again_is_answered_by_done_alone(shared: Session) -> None:
    event = {"chat": "o1", "event": "e1", "text": HOT_WATER}
    assert messages(shared.does(event))
    assert shared.does(event) == [{"done": "e1", "chat": "o1"}]
    assert shared.does(event | {"text": "зовсім інше"}) == [{"done": "e1", "chat": "o1"}]


def test_event_ids_are_a_chats_own(shared: Session) -> None:
    assert shared.says("o2", "e1", text=HOT_WATER)
    assert shared.says("o3", "e1", text=HOT_WATER)
    # Chat and event may hold the mark that joins them inside.
    assert shared.says("o:4", "e1", text=HOT_WATER)
    assert shared.says("o", "4:e1", text=HOT_WATER)


def test_a_repeat_written_at_once_with_its_event_changes_nothing(shared: Session) -> None:
    event = {"chat": "o5", "event": "e1", "text": HOT_WATER}
    seen = shared.does(event, event, event)
    assert len(messages(seen)) == 1
    assert seen.count({"done": "e1", "chat": "o5"}) == 3


def test_a_burst_is_answered_by_one_question_and_each_of_its_events_is_done(
    shared: Session,
) -> None:
    parts = [HOT_WATER, "проспект Бажана 10", "весь будинок"]
    burst = [{"chat": "o6", "event": f"e{n}", "text": text} for n, text in enumerate(parts)]
    seen = shared.does(*burst)
    assert [line["done"] for line in seen if "done" in line] == ["e0", "e1", "e2"]
    assert [(line["in_reply_to"], line["expects"]) for line in messages(seen)] == [("e2", "phone")]


def test_chats_may_be_interleaved_without_waiting(shared: Session) -> None:
    chats = [f"i{n}" for n in range(12)]
    first = [{"chat": chat, "event": "e1", "text": HOT_WATER} for chat in chats]
    second = [{"chat": chat, "event": "e2", "text": "проспект Бажана 10"} for chat in chats]
    seen = shared.does(*first, *second)
    for chat in chats:
        mine = [line for line in seen if line["chat"] == chat]
        assert [line["done"] for line in mine if "done" in line] == ["e1", "e2"]
        assert last(mine)["in_reply_to"] == "e2"


# --- bad lines -----------------------------------------------------------------------------------

EVENT = '"chat": "b", "event": "b1"'


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("немає", "bad_json"),
        ("[1, 2]", "bad_json"),
        ("[" * 100_000, "bad_json"),
        ('{"chat": "b", "event": "b1", "text": "\\ud800"}', "bad_text"),
        ("{}", "bad_event"),
        ('{"chat": "b", "text": "x"}', "bad_event"),
        ('{"chat": 7, "event": "b1", "text": "x"}', "bad_event"),
        ("{" + EVENT + "}", "bad_event"),
        ("{" + EVENT + ', "text": "x", "channel": "fax"}', "bad_channel"),
        ("{" + EVENT + ', "text": 7}', "bad_value"),
        ("{" + EVENT + ', "button": ["x"]}', "bad_value"),
        ("{" + EVENT + ', "location": {"lat": 91, "long": 0}}', "bad_value"),
        ("{" + EVENT + ', "location": {"lat": NaN, "long": 0}}', "bad_value"),
        ("{" + EVENT + ', "location": "тут"}', "bad_value"),
        ("{" + EVENT + ', "contact": {"name": "Олена"}}', "bad_value"),
        ("{" + EVENT + ', "attachments": [{"kind": "photo"}]}', "bad_value"),
        ("{" + EVENT + ', "attachments": [{"kind": "map", "url": "x"}]}', "bad_value"),
        ('{"clock": "завтра"}', "bad_clock"),
        ('{"clock": "2031-03-03T10:00:00"}', "bad_clock"),
        ('{"clock": 7}', "bad_clock"),
        ('{"clock": "2020-01-01T10:00:00+02:00"}', "clock_back"),
        ('{"given": []}', "bad_scene"),
        ('{"given": {"weather": []}}', "bad_scene"),
        ('{"given": {"cases": [{}]}}', "bad_scene"),
        ('{"staff": "nobody@kyiv.example", "event": "b1", "do": "take", "chat": "b"}', "not_found"),
        ('{"staff": "nobody@kyiv.example", "do": "take", "chat": "b"}', "bad_event"),
    ],
)
def test_a_bad_line_is_named_by_code_and_number_and_the_next_is_read(
    shared: Session, line: str, code: str
) -> None:
    found = error(shared.does(line))
    assert (found["code"], found["line"]) == (code, shared.sent)
    assert found["message"]
    again = {"chat": "b0", "event": "same", "text": "привіт"}
    assert shared.does(again)[-1] == {"done": "same", "chat": "b0"}


def test_an_empty_line_is_no_line_but_counts(shared: Session) -> None:
    shared.write("", "   ")
    assert error(shared.does("немає"))["line"] == shared.sent


# --- the scene -----------------------------------------------------------------------------------


def test_a_scene_is_set_by_the_citys_own_rules_and_tells_nobody(own: Session) -> None:
    own.does({"clock": DAY.format(3)})
    answered = CASE | {"status": "answered", "outcome": "fixed"}
    profile = {"chat": "olena", "name": "Олена Коваль", "phone": "+380671234567", "consent": True}
    given = {"staff": STAFF, "profiles": [profile | {"address": DRAHOMANOVA}], "cases": [answered]}
    emails = [str(member["email"]) for member in STAFF]
    made = {"staff": emails, "profiles": ["olena"], "cases": ["KV-2031-000001"]}
    assert own.does({"given": given}) == [{"done": "given", "made": made}]
    told = last(own.says("olena", "e1", text="як там моя заявка?"))
    assert "KV-2031-000001" in told["text"]


def test_a_scene_that_is_wrong_in_one_thing_changes_nothing(own: Session) -> None:
    given = {"staff": STAFF, "cases": [CASE | {"status": "загублена"}]}
    assert error(own.does({"given": given}))["code"] == "bad_scene"
    assert own.does({"given": {"staff": STAFF}})[-1]["done"] == "given"


def test_a_scene_is_refused_on_a_database_that_another_command_made(home: Path) -> None:
    upgrade_file(home / "var" / "misto.db")
    with process(home) as opened:
        assert error(opened.does({"given": {"staff": STAFF}}))["code"] == "not_fresh"
        assert opened.says("t1", "e1", text=HOT_WATER)


# --- staff ---------------------------------------------------------------------------------------


def test_staffs_words_are_written_before_the_done_of_their_line(staffed: Session) -> None:
    staffed.says("c1", "e1", text=CALL)
    taken = staffed.does(act("o", "s1", "take", chat="c1"))
    said = staffed.does(act("o", "s2", "say", chat="c1", text="Добрий день!"))
    assert taken[-1] == {"done": "s1"}
    assert said[-1] == {"done": "s2"}
    assert [(line["chat"], line["in_reply_to"]) for line in taken[:-1] + said[:-1]] == [
        ("c1", None),
        ("c1", None),
    ]
    assert said[0]["text"] == "Добрий день!"
    assert staffed.says("c1", "e2", text="дякую") == []
    back = staffed.does(act("o", "s3", "return", handoff="1"))
    assert back[0]["chat"] == "c1"
    assert staffed.says("c1", "e3", text=HOT_WATER)


def test_a_chat_of_viber_is_shown_with_vibers_limits(staffed: Session) -> None:
    for chat, channel, parts in (("v1", "viber", 2), ("w1", "webchat", 1)):
        staffed.says(chat, "e1", text=CALL, channel=channel)
        staffed.does(act("o", f"s1-{chat}", "take", chat=chat))
        said = staffed.does(act("o", f"s2-{chat}", "say", chat=chat, text="**слово** " * 1500))
        texts = [line["text"] for line in messages(said)]
        assert len(texts) == parts
        assert " ".join(texts).split() == ["слово"] * 1500


def test_staff_may_only_what_the_inbox_lets_them(staffed: Session) -> None:
    staffed.says("c1", "e1", text=CALL)
    lines = [
        act("v", "s1", "take", chat="c1"),
        act("v", "s2", "start", case="KV-2031-000001"),
        act("o", "s3", "start", case="KV-2031-000001"),
        act("e", "s4", "extend", case="KV-2031-000001", text="бо так"),
    ]
    assert [error(staffed.does(line))["code"] for line in lines] == ["no_right"] * 4


def test_a_case_goes_its_way_and_its_resident_hears_each_step(
    staffed: Session, tmp_path: Path
) -> None:
    Image.new("RGB", (64, 48), "green").save(tmp_path / "done.jpg")
    case = "KV-2031-000001"
    started = staffed.does(act("e", "s1", "start", case=case))
    proof = [str(tmp_path / "done.jpg")]
    answer = {"outcome": "fixed", "text": "Замінили кнопку.", "proof": proof}
    answered = staffed.does(act("e", "s2", "answer", case=case, **answer))
    for seen in (started, answered):
        assert {line["chat"] for line in messages(seen)} == {"olena"}
        assert messages(seen)[0]["case"] == case
    assert "Замінили кнопку." in answered[0]["text"]
    assert [line["expects"] for line in messages(answered)] == [None, "rating_quality"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (act("e", "s1", "answer", case="KV-2031-000001", outcome="fixed", text="x"), "wrong_state"),
        (act("e", "s1", "dance", case="KV-2031-000001"), "unknown_action"),
        (act("o", "s1", "forward", case="KV-2031-000001", to="марс"), "unknown_body"),
        (act("e", "s1", "start", case="KV-2031-999999"), "not_found"),
        (act("o", "s1", "take", chat="нікого"), "not_found"),
        (act("o", "s1", "take", handoff="²"), "bad_handoff"),
        (act("o", "s1", "take", handoff="7"), "not_found"),
        (act("e", "s1", "start", case="KV-2031-000001", proof=["/немає"]), "bad_proof"),
        (act("e", "s1", "start", case="KV-2031-000001", proof="one.jpg"), "bad_value"),
    ],
)
def test_a_staff_line_that_cannot_be_done_is_refused(
    staffed_once: Session, line: Line, code: str
) -> None:
    assert error(staffed_once.does(line))["code"] == code


@pytest.fixture(scope="module")
def staffed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """One scene for all lines that change nothing."""
    with thread(new_city(tmp_path_factory.mktemp("staffed"), at=None)) as opened:
        opened.does({"clock": DAY.format(3)}, {"given": {"staff": STAFF, "cases": [CASE]}})
        yield opened


# --- the clock -----------------------------------------------------------------------------------


def test_the_clock_stands_still_and_does_not_go_back(own: Session) -> None:
    noon = DAY.format(3)
    assert own.does({"clock": noon}) == [{"done": "clock", "clock": noon}]
    assert own.does({"clock": noon}) == [{"done": "clock", "clock": noon}]
    back = error(own.does({"clock": "2031-03-03T09:59:59+02:00"}))
    assert back["code"] == "clock_back"
    assert "2031-03-03T10:00:00+02:00" in back["message"]
    assert own.does({"clock": noon})[-1]["done"] == "clock"


def test_due_work_is_done_in_the_order_of_its_moments_before_the_clock_is_done(
    staffed: Session,
) -> None:
    """A draft's reminder after an hour, the supervisor after a hand-off's two half hours, the
    term of the case after days.
    """
    staffed.does({"clock": "2031-03-03T10:10:00+02:00"})
    staffed.says("reminded", "e1", text=HOT_WATER)
    staffed.does({"clock": "2031-03-03T10:20:00+02:00"})
    staffed.says("called", "e1", text=CALL)
    seen = staffed.does({"clock": "2031-04-15T10:00:00+03:00"})
    assert seen[-1] == {"done": "clock", "clock": "2031-04-15T10:00:00+03:00"}
    assert {line["in_reply_to"] for line in seen[:-1]} == {None}
    assert list(dict.fromkeys(line["chat"] for line in seen[:-1])) == [
        "reminded",
        "called",
        "olena",
    ]


def test_a_long_leap_of_the_clock_swallows_no_message(own: Session) -> None:
    """What is wiped at night after a week was written when it was said."""
    own.does({"clock": DAY.format(3)})
    own.says("c1", "e1", text=HOT_WATER)
    seen = own.does({"clock": "2031-06-01T10:00:00+03:00"})
    assert "Заявка ще не подана" in messages(seen)[0]["text"]


# --- from one run to the next --------------------------------------------------------------------


def test_a_second_run_goes_on_where_the_first_stopped(home: Path) -> None:
    later = "2031-03-03T12:00:00+02:00"
    with process(home) as first:
        first.does({"clock": DAY.format(3)})
        asked = last(first.says("c1", "e1", text=LIFT))
    with process(home) as second:
        assert second.does({"chat": "c1", "event": "e1", "text": LIFT}) == [
            {"done": "e1", "chat": "c1"}
        ]
        answered = last(second.says("c1", "e2", button=button(asked, "Дарницький")))
        assert answered["expects"] == "phone"
        # The last moment of the database holds although the real one is earlier.
        assert error(second.does({"clock": "2031-03-03T09:00:00+02:00"}))["code"] == "clock_back"
        assert second.does({"given": {"staff": STAFF}})[-1]["done"] == "given"
        assert second.does({"clock": later})[-1] == {"done": "clock", "clock": later}


def test_the_end_of_the_input_leaves_no_event_unanswered(tmp_path: Path) -> None:
    with thread(new_city(tmp_path, at=None)) as opened:
        opened.write(*({"chat": f"c{n}", "event": "e1", "text": HOT_WATER} for n in range(5)))
        seen = opened.end()
        assert sum("done" in line for line in seen) == 5
        assert len(messages(seen)) == 5
