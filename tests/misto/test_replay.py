"""`misto replay`: no difference under the same flows, exactly the difference under changed ones."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dialogs.loader import load_flows
from misto.app import FLOWS, City
from misto.replay import Report, lines_of, moment_of, replay
from misto.words import load_words
from tests.misto.city import new_city
from tests.misto.session import Session, button, last, thread

STAFF = [
    {"email": "o@kyiv.example", "role": "operator", "duty": "mon-sun 00:00-24:00"},
    {"email": "a@kyiv.example", "role": "admin"},
]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of talks of every kind."""
    folder = tmp_path_factory.mktemp("lived")
    city = new_city(folder)
    with thread(city) as session:
        session.does({"given": {"staff": STAFF}})
        _requests(session, folder)
        _with_staff(session)
        _in_bursts(session)
        # A draft, a reminder of it, and the night's work on what is left of it.
        session.says("ihor", "i1", text="яма на дорозі, Антоновича 50")
        session.does({"clock": "2031-03-04T12:00:00+02:00"})
        session.does({"clock": "2031-03-08T12:00:00+02:00"})
    return folder


def _requests(session: Session, folder: Path) -> None:
    photo = folder / "lift.jpg"
    Image.new("RGB", (60, 40), "red").save(photo)
    asked = last(session.says("olena", "e1", text="ліфт не їде, Теремківська 5, тел 0671112233"))
    asked = last(session.says("olena", "e2", button=button(asked, "Голосіївський")))
    session.says("olena", "e3", attachments=[{"kind": "photo", "url": str(photo)}])
    asked = last(session.says("olena", "e4", text="другий під'їзд"))
    filed = last(session.says("olena", "e5", button=button(asked, "Так, подати")))
    session.says("olena", "e6", text="дякую")
    session.says("olena", "e7", text="де моя заявка")
    session.says("olena", "e8", location={"lat": 50.45, "long": 30.52})
    session.says("olena", "e9", text="скасувати")
    for do, more in (("start", {}), ("answer", {"outcome": "fixed", "text": "Їде."})):
        act = {"staff": "a@kyiv.example", "event": f"s-{do}", "do": do, "case": filed["case"]}
        assert "done" in session.does(act | more)[-1]
    session.says("olena", "e10", text="якість 5, швидкість 4")


def _with_staff(session: Session) -> None:
    session.says("taras", "t1", text="у мене батареї холодні")
    session.says("taras", "t2", text="покличте людину")
    session.says("taras", "t3", text="ніхто не відповідає вже годину")
    for do in ("take", "say", "return"):
        act = {"staff": "o@kyiv.example", "event": f"h-{do}", "do": do, "chat": "taras"}
        assert "done" in session.does(act | {"text": "Слухаю вас."})[-1], do
    session.says("taras", "t4", text="Басейна 3")


def _in_bursts(session: Session) -> None:
    texts = ("доброго дня", "у нас немає гарячої води", "Хрещатик 10", "а ще яма біля будинку")
    session.does(*({"chat": "zoya", "event": f"z{n}", "text": t} for n, t in enumerate(texts)))
    session.says("zoya", "z9", text="нічого не зрозуміло")


@pytest.fixture
def city(lived: Path, tmp_path: Path) -> Iterator[City]:
    shutil.copytree(lived, tmp_path / "lived")
    city = new_city(tmp_path, DATABASE__URL=f"sqlite:///{tmp_path / 'lived' / 'misto.db'}")
    city.clock.set(datetime.fromisoformat("2031-03-08T12:00:00+02:00"))
    with city.database:
        yield city


def with_flows(city: City, folder: Path, name: str, old: str, new: str) -> None:
    """Let the city's flows be those of today with one change."""
    shutil.copytree(FLOWS, folder / "flows")
    path = folder / "flows" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    vars(city)["flows"] = load_flows(folder / "flows", city.offer)


def with_texts(city: City, folder: Path, name: str, old: str, new: str) -> None:
    shutil.copytree(city.data / "texts", folder / "texts")
    path = folder / "texts" / "uk" / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    address = f"{city.settings.web.address}/privacy"
    vars(city)["texts"] = load_words(folder / "texts", city.routing, city.zone, address)


def of_event(report: Report) -> list[tuple[str, bool]]:
    return [(found.what, found.parts) for found in report.differences]


def test_the_same_flows_say_the_same(city: City) -> None:
    report = replay(city)
    assert list(lines_of(report, city))[:-1] == []
    assert (report.conversations, report.skipped) == (4, {})
    assert report.events > 20


def test_another_word_is_found_wherever_it_is_said(city: City, tmp_path: Path) -> None:
    with_texts(city, tmp_path, "cases.ftl", "Який під’їзд?", "Котрий під’їзд?")
    report = replay(city)
    assert report.differences
    for found in report.differences:
        assert not found.parts
        assert all("Котрий під’їзд?" in line for line in found.would)
        assert all("Який під’їзд?" in line for line in found.was)


def test_a_question_that_is_no_more_is_found_where_the_talk_parts(
    city: City, tmp_path: Path
) -> None:
    old = "  - collect: entrance\n    if: entrance_matters and asked < 3\n"
    with_flows(city, tmp_path, "dispatcher_request.yml", old, "")
    report = replay(city)
    (found,) = [one for one in report.differences if one.conversation == 1]
    assert found.parts
    assert any("під’їзд" in line for line in found.was), found


def test_what_the_city_was_not_asked_then_is_told(city: City, tmp_path: Path) -> None:
    with_flows(city, tmp_path, "greet.yml", "steps:\n", "steps:\n  - action: look_at_me\n")
    report = replay(city)
    (found,) = report.differences
    assert "asks the city for look_at_me, which it was not asked then" in found.what


def test_what_the_city_is_not_asked_any_more_is_told(city: City, tmp_path: Path) -> None:
    with_flows(city, tmp_path, "case_status.yml", "  - action: find_cases\n", "")
    report = replay(city)
    assert any("does not ask the city for find_cases" in one.what for one in report.differences)


def test_only_what_is_young_enough_is_told(city: City, tmp_path: Path) -> None:
    with_texts(city, tmp_path, "cases.ftl", "Який під’їзд?", "Котрий під’їзд?")
    assert replay(city, moment_of("2031-03-09", city.clock.now(), city)).differences == []
    assert replay(city, moment_of("7d", city.clock.now(), city)).differences


def test_who_was_wiped_or_forgotten_is_skipped_and_counted(city: City) -> None:
    def wipe(uow: Any) -> None:
        uow.retention.wipe_talks(datetime.fromisoformat("2031-04-01T00:00+02:00"))
        uow.personal.wipe([1], city.clock.now())

    city.database.writer.submit(None, wipe).result()
    report = replay(city)
    assert report.skipped == {"forgotten": 1, "wiped by retention": 3}
    assert report.conversations == 0


def test_a_report_is_json(city: City, tmp_path: Path) -> None:
    with_texts(city, tmp_path, "cases.ftl", "Який під’їзд?", "Котрий під’їзд?")
    read = json.loads(json.dumps(replay(city).as_dict(), ensure_ascii=False))
    assert set(read) == {"conversations", "events", "differences", "skipped"}
    assert set(read["differences"][0]) == {
        *("conversation", "event", "at", "what", "was", "would", "parts"),
    }


def test_a_replay_writes_nothing(city: City) -> None:
    before = city.database.reads.data_version()
    replay(city)
    assert city.database.reads.data_version() == before
