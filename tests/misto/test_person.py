"""The link to one's own data: good for a day, for whoever has it, and never kept."""

from datetime import timedelta

from core.messages import Incoming
from core.personal import LINK_KEPT
from misto.app import City
from tests.misto.city import NOON
from tests.misto.conftest import Client


async def link(city: City) -> str:
    """Let a resident say something and ask for a copy; return the path of its link, no ending."""
    replies = []
    for number, text in enumerate(("на Теремківській яма як криниця", "копія моїх даних")):
        event = Incoming("webchat", "web", "olena", f"e{number}", city.runtime.now(), text=text)
        replies = list((await city.runtime.handle(event)).replies)
    told = next(row.outgoing.text for row in replies if "/my/" in row.outgoing.text)
    return "/my/" + told.split("/my/")[1].split(".txt")[0]


async def test_the_file_holds_what_was_said(city: City, client: Client) -> None:
    answer = await client.get(await link(city) + ".json")
    copy = await answer.json()
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    said = [line["text"] for line in copy["chats"][0]["talk"] if line["who"] == "resident"]
    assert said == ["на Теремківській яма як криниця", "копія моїх даних"]


async def test_the_text_reads_in_ukrainian(city: City, client: Client) -> None:
    text = await (await client.get(await link(city) + ".txt")).text()
    assert "Листування:" in text
    assert "яма як криниця" in text
    assert "None" not in text


async def test_the_link_ends_in_a_day(city: City, client: Client) -> None:
    path = await link(city) + ".json"
    city.clock.set(NOON + LINK_KEPT - timedelta(seconds=1))
    assert (await client.get(path)).status == 200
    city.clock.set(NOON + LINK_KEPT)
    assert (await client.get(path)).status == 404


async def test_a_guessed_link_shows_nothing(city: City, client: Client) -> None:
    await link(city)
    for path in ("/my/" + "A" * 43 + ".json", "/my/.json", "/my/short.txt", "/my/x.html"):
        assert (await client.get(path)).status == 404


async def test_only_the_hash_of_a_link_is_kept(city: City) -> None:
    token = (await link(city)).removeprefix("/my/")
    with city.database.reads.unit_of_work() as uow:
        (kept,) = uow.connection.execute("SELECT token_hash FROM person_links").fetchall()
    assert kept[0] != token
