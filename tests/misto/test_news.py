"""News at work: expanded piece by piece through crashes, told once, a digest a reader."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core import news_work
from core.refusals import BadValue
from misto.app import City
from misto.jobs import Jobs
from misto.scene import Scene, SceneError
from tests.misto.city import NOON, new_city

DAY = timedelta(days=1)
READERS = [f"reader-{number}" for number in range(7)]
ITEM = {"title": "Міст закрито", "text": "На день.", "topics": ["roads"], "places": ["*"]}


@pytest.fixture
async def city(tmp_path: Path) -> AsyncIterator[City]:
    city = new_city(tmp_path)
    await city.runtime.start()
    yield city
    await city.runtime.stop()
    city.database.close()


def follows(chat: str, **facts: Any) -> dict[str, Any]:
    return {"chat": chat, "topics": ["roads"], "places": ["*"], "rhythm": "now", **facts}


async def told(city: City) -> dict[str, list[str]]:
    """Return what was queued, by chat."""
    rows = await city.runtime.read(lambda uow: uow.outbox.since(0))
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.ref.chat, []).append(row.outgoing.text)
    return found


async def test_each_reader_is_told_once_though_the_work_stops_after_each_piece(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_work, "PIECE", 2)
    await Scene(city).set({"subscriptions": [follows(chat) for chat in READERS], "news": [ITEM]})
    reached: list[int] = []
    for _ in range(len(READERS)):
        # Each time another process takes over, with nothing but the database.
        piece = Jobs(city)
        monkeypatch.setattr("misto.jobs.MOST_A_TICK", 1)
        city.clock.set(city.clock.now() + timedelta(minutes=1))
        await piece.run_due(f"process-{len(reached)}")
        reached.append(len(await told(city)))
    assert reached == [2, 4, 6, 7, 7, 7, 7]
    assert all(len(texts) == 1 for texts in (await told(city)).values())
    item = await city.runtime.read(lambda uow: uow.news.get(1))
    assert item is not None
    assert item.status == "published"


async def test_a_failing_piece_is_undone_and_done_again(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    await Scene(city).set({"subscriptions": [follows("olena")], "news": [ITEM]})
    jobs = Jobs(city)

    def fall(*_: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr("connectors.database.news.SqlNews.save", fall)
        await jobs.run_due("one")
    assert await told(city) == {}
    await jobs.run_due("one")
    assert len((await told(city))["olena"]) == 1


async def test_a_digest_holds_all_that_waited_and_comes_once(city: City) -> None:
    subscriptions = [follows(chat, rhythm="daily") for chat in READERS]
    await Scene(city).set(
        {"subscriptions": subscriptions, "news": [ITEM, {**ITEM, "title": "Два"}]}
    )
    jobs = Jobs(city)
    await jobs.run_due("one")
    assert await told(city) == {}
    city.clock.set(NOON + DAY)
    await jobs.run_due("one")
    await jobs.run_due("one")
    texts = await told(city)
    assert set(texts) == set(READERS)
    assert all(len(of_chat) == 1 for of_chat in texts.values())
    assert "Міст закрито" in texts["reader-3"][0]
    assert "Два" in texts["reader-3"][0]


async def test_what_waits_overnight_is_told_together_in_the_morning(city: City) -> None:
    night = NOON.replace(hour=21)
    city.clock.set(night)
    await Scene(city).set({"subscriptions": [follows("olena")], "news": [ITEM]})
    jobs = Jobs(city)
    await jobs.run_due("one")
    assert await told(city) == {}
    city.clock.set(night + timedelta(hours=10))
    await jobs.run_due("one")
    (text,) = (await told(city))["olena"]
    assert text.startswith("Міст закрито")


async def test_editors_words_are_told_as_they_are(city: City) -> None:
    """Quotes, breaks and marks of the formats on the way do no harm."""
    words = 'Лапки "прямі" й «косі», \\ риска, { дужки }, <b>тег</b>\nновий рядок 🚧'
    await Scene(city).set(
        {"subscriptions": [follows("olena")], "news": [{**ITEM, "title": words, "text": words}]}
    )
    await Jobs(city).run_due("one")
    (text,) = (await told(city))["olena"]
    assert text.count(words) == 2


@pytest.mark.parametrize(
    "item",
    [
        {**ITEM, "topics": ["gossip"]},
        {**ITEM, "places": ["Атлантида"]},
        {"title": "Без тексту"},
    ],
)
async def test_a_scene_of_nonsense_is_refused_whole(city: City, item: dict[str, Any]) -> None:
    with pytest.raises((SceneError, BadValue)):
        await Scene(city).set({"subscriptions": [follows("olena")], "news": [item]})
    assert await city.runtime.read(lambda uow: list(uow.news.all())) == []


def _publish(folder: Path, *more: str) -> int:
    from misto.cli import main

    config = folder / "config.yml"
    config.write_text(f"database: {{url: 'sqlite:///{folder / 'misto.db'}'}}\n")
    words = ("--title", "Міст", "--text", "Закрито.", "--config", str(config))
    return main(["news", "publish", *words, *more])


def test_the_command_publishes_by_words_of_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    city = new_city(tmp_path)
    city.database.close()
    assert _publish(tmp_path, "--topic", "roads", "--place", "на Позняках", "--place", "*") == 0
    assert capsys.readouterr().out == "news item 1 is published\n"
    assert _publish(tmp_path, "--topic", "roads", "--place", "Атлантида") == 1
    assert "no place of Kyiv" in capsys.readouterr().err
