"""The page: whole in its first render, in both languages, and nobody's words are markup."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bots.webchat.assets import FOLDER, Assets
from bots.webchat.page import HEADERS, Page, foreign, script_json
from bots.webchat.settings import WebChatSettings
from bots.webchat.talk import History, Line, Message, Own
from bots.webchat.words import LANGUAGES, Words
from core.conversation import Language
from core.messages import Choice

NOON = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NASTY = "<script>alert(1)</script></script>&\"'"
GIVEN = {"city": "Київ", "megabytes": 10, "characters": 4000, "number": "%"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    folder = tmp_path_factory.mktemp("uploads")
    return Page(WebChatSettings(folder, "https://city.example", True), Assets())


def rendered(page: Page, *lines: Line, language: Language = "uk", **facts: Any) -> str:
    return page.render(History(known=True, lines=lines, **facts), language)


def state_of(text: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', text, re.DOTALL)
    assert found
    state: dict[str, Any] = json.loads(found[1])
    return state


def test_a_new_resident_is_welcomed_and_shown_where_to_start(page: Page) -> None:
    text = page.render(History(), "uk")
    assert '<html lang="uk">' in text
    assert "Вітаю! Напишіть, що сталося" in text
    assert "Не працює ліфт" in text
    assert state_of(text)["known"] is False


def test_the_page_has_an_english_twin(page: Page) -> None:
    text = page.render(History(), "en")
    assert '<html lang="en">' in text
    assert "<title>Kyiv · city chat</title>" in text
    assert state_of(text)["texts"]["send-again"] == "Send again"
    assert not re.search(r"[а-яіїєґ]", re.sub(r'<a class="language".*?</a>', "", text))


def test_the_talk_stands_in_the_first_render(page: Page) -> None:
    question = Message(7, NOON, "Подати?", buttons=(Choice("Так", "go"),), reply_to="e1")
    text = rendered(page, Own("e1", NOON, "яма"), question, cursor=7, question=question)
    assert re.search(r'class="line own" data-event="e1".*?>яма</div>', text, re.DOTALL)
    assert re.search(r'class="line bot info" data-id="7" data-reply="e1".*?Подати', text, re.DOTALL)
    assert ">12:00</time>" in text, "the hour in Kyiv"
    assert "24 листопада" in text
    assert "Не працює ліфт" not in text
    state = state_of(text)
    assert (state["cursor"], state["question"]["buttons"][0]["value"]) == (7, "go")


def test_alarms_and_staff_are_named_in_words(page: Page) -> None:
    text = rendered(page, Message(1, NOON, "⚠️", kind="alarm"), Message(2, NOON, "я", kind="staff"))
    assert '<p class="who">Терміново</p>' in text
    assert '<p class="who">Оператор</p>' in text


def test_a_day_is_named_once(page: Page) -> None:
    late = datetime(2026, 11, 24, 21, 59, tzinfo=UTC)
    midnight = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)
    text = rendered(page, Own("1", NOON), Own("2", late), Own("3", midnight))
    assert re.findall(r'<p class="day"><time datetime="([^"]+)"', text) == [
        "2026-11-24",
        "2026-11-25",
    ]


def test_places_files_and_unknown_buttons_have_words(page: Page) -> None:
    text = rendered(
        page,
        Own("1", NOON, "50.45, 30.52", place=True),
        Own("2", NOON, "ось", files=("photo", "акт.pdf")),
        Own("3", NOON),
    )
    assert re.findall(r'<div class="text">([^<]*)</div>', text) == [
        "Моє місце: 50.45, 30.52",
        "ось\nФото\nФайл: акт.pdf",
        "Відповідь кнопкою",
        "",
        "",
    ]


def test_nothing_that_anybody_wrote_is_markup(page: Page) -> None:
    question = Message(1, NOON, NASTY, buttons=(Choice(NASTY, NASTY),), reply_to=NASTY)
    own = Own(NASTY, NOON, NASTY, files=(NASTY,))
    text = rendered(page, own, question, question=question)
    assert NASTY not in text
    assert "<script>alert" not in text
    assert state_of(text)["question"]["text"] == NASTY


def test_json_in_the_page_cannot_end_its_script() -> None:
    assert "<" not in script_json({"text": "</script><!--"})
    assert json.loads(script_json(["<\u2028"])) == ["<\u2028"]


@pytest.mark.parametrize(
    ("text", "shown", "language"),
    [
        ("Так, подати", "uk", None),
        ("Так, подати", "en", "uk"),
        ("Filed: KV-2026-000001", "uk", "en"),
        ("Подано: KV-2026-000001", "uk", None),
        ("15", "en", None),
        ("", "uk", None),
    ],
)
def test_a_text_in_the_other_language_says_so(
    text: str, shown: Language, language: Language | None
) -> None:
    assert foreign(text, shown) == language


def test_only_our_own_files_run_and_show() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in policy


# --- texts and files of the page -----------------------------------------------------------------


def test_both_languages_have_the_same_texts() -> None:
    ukrainian, english = (Words(language, GIVEN) for language in LANGUAGES)
    assert sorted(ukrainian.names) == sorted(english.names)
    for words in (ukrainian, english):
        assert all(words(name, day=1, month=1) for name in words.names)


def test_the_script_has_all_texts_that_it_says_and_no_others() -> None:
    scripts = "".join(path.read_text("utf-8") for path in FOLDER.glob("*.js"))
    said = set(re.findall(r"texts\.([a-z]+)", scripts)) | set(
        re.findall(r'texts\["([a-z-]+)"\]', scripts)
    )
    by_kind = {"who-alarm", "who-staff", "document", "photo"}
    by_kind |= {"sending", "waiting", "queued", "failed"}
    by_connection = {"online", "offline", "connecting"}
    assert said | by_kind | by_connection == set(Words("uk", GIVEN).script())


def test_months_are_in_their_case() -> None:
    assert Words("uk", GIVEN).day(date(2026, 3, 1)) == "1 березня"
    assert Words("en", GIVEN).day(date(2026, 12, 31)) == "31 December"


def test_the_page_names_every_script(page: Page) -> None:
    text = page.render(History(), "uk") + page.resume("uk", History())
    assets = Assets()
    for path in FOLDER.iterdir():
        assert assets.url(path.name) in text


def test_no_file_of_the_page_reaches_outside_the_city() -> None:
    for path in FOLDER.iterdir():
        addresses = re.findall(r"https?://[\w.]+", path.read_text("utf-8"))
        assert set(addresses) <= {"http://www.w3.org"}, path.name


def test_a_changed_file_changes_every_address(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "b.css").write_text("2")
    before = Assets(tmp_path).url("b.css")
    (tmp_path / "a.js").write_text("3")
    assert Assets(tmp_path).url("b.css") != before
    with pytest.raises(KeyError):
        Assets(tmp_path).url("c.js")
