"""An intent becomes a vote: misto, a certified identity provider and Chromium, all of them real."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.misto.session import Session, last, process
from tests.system.identity import IdentityProvider, identity_provider
from tests.system.program import Program, furnish

LINK = re.compile(r"http://127\.0\.0\.1:\d+/verify/[\w-]+")
LOOPBACK = re.compile(r"^http://127\.0\.0\.1")
MODERATOR = "m@kyiv.example"
COUNTED = "Голос зараховано"
FOREIGN, USED = "Це посилання не для цього браузера", "Посилання вже використано"
NOT_VERIFIED, EXPIRED = "Особу не підтверджено", "Посилання вже не діє"


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        yield running


@pytest.fixture(scope="module")
def city(
    tmp_path_factory: pytest.TempPathFactory, model: Path, provider: IdentityProvider
) -> Iterator["City"]:
    """Return a city at work; its people talk by `misto chat --json` beside it."""
    home = tmp_path_factory.mktemp("misto")
    provider.write_settings(home)
    program = Program(furnish(home, model), port=provider.program_port)
    try:
        program.start()
        program.command("staff", "add", MODERATOR, "--role", "moderator")
        with process(home, quiet=False) as chat:
            yield City(program, chat)
        program.stop()
    finally:
        program.abandon()


@pytest.fixture(scope="module")
def chrome(chromium: dict[str, Any]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium)
        yield browser
        browser.close()


@dataclass
class City:
    """A program at work, and a conversation with it."""

    program: Program
    chat: Session
    said: int = 0

    def says(self, chat: str, text: str) -> str:
        """Say something in a chat; return the last that the bot answers."""
        self.said += 1
        event = f"e{self.said}"
        lines = self.chat.says(chat, event, text=text)
        return str(last([line for line in lines if line["in_reply_to"] == event])["text"])

    def opens_petition(self) -> "Petition":
        """File and publish a petition."""
        self.said += 1
        author = f"author-{self.said}"
        self.says(author, "створити петицію")
        said = self.says(author, f"Прогулянкова доріжка вздовж озера {self.said}")
        if "вже збирають голоси" in said:
            self.says(author, "Створити свою")
        self.says(author, "Навколо озера нема де пройти з візочком. Просимо вимостити доріжку.")
        self.says(author, "Коваль Олена")
        found = re.search(r"петиція № (\d+)", self.says(author, "так"))
        assert found
        act = {"staff": MODERATOR, "event": f"s{self.said}", "do": "publish", "petition": found[1]}
        assert self.chat.does(act)[-1] == {"done": f"s{self.said}"}
        return Petition(self, found[1])


@dataclass
class Petition:
    """A petition that collects votes."""

    city: City
    number: str

    def signed(self, chat: str) -> str:
        """Sign it in a chat; return the link with which to verify."""
        said = self.city.says(chat, f"підписати петицію {self.number}")
        if said.endswith("Підтримати?"):
            said = self.city.says(chat, "підтримати")
        found = LINK.search(said)
        assert found, said
        return found[0]

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many intents and votes it has."""
        rows = self.city.program.rows(
            "SELECT (SELECT count(*) FROM signatures WHERE petition_id = p.id),"
            " (SELECT count(*) FROM votes WHERE petition_id = p.id)"
            " FROM petitions p WHERE number = ?",
            self.number,
        )
        signed, voted = rows[0]
        return int(str(signed)) - int(str(voted)), int(str(voted))


@dataclass
class Person:
    """A person in a browser of their own."""

    page: Page
    name: str
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def verifies(self, link: str) -> str:
        """Go all the way; return what the last page says."""
        self.begins(link)
        self.signs_in()
        return self.heading

    def begins(self, link: str) -> None:
        self.page.goto(link)
        self.page.click("button")

    def signs_in(self) -> None:
        """Say who one is on the provider's pages, and agree, where it asks."""
        if self.page.locator("input[name=login]").count():
            self.page.fill("input[name=login]", self.name)
            self.page.fill("input[name=password]", "any")
            self.page.click("button[type=submit]")
        if self.page.locator("input[name=prompt][value=consent]").count():
            self.page.click("button[type=submit]")

    def brought_back(self, link: str) -> str:
        """Go until the provider sends the browser back; return that address, not opened yet."""
        caught: list[str] = []
        context = self.page.context

        def follow(route: Route) -> None:
            response = route.fetch(max_redirects=0)
            while response.status in (302, 303):
                target = urljoin(response.url, response.headers["location"])
                if "/verify/callback" in target:
                    caught.append(target)
                    route.fulfill(body="held back", content_type="text/html")
                    return
                response = context.request.get(target, max_redirects=0)
            route.fulfill(response=response)

        self.page.route(LOOPBACK, follow)
        self.begins(link)
        self.signs_in()
        self.page.wait_for_selector("text=held back")
        self.page.unroute(LOOPBACK)
        return caught[0]

    def opens(self, url: str) -> str:
        self.page.goto(url)
        return self.heading

    @property
    def heading(self) -> str:
        return self.page.locator("h1").inner_text()


@pytest.fixture
def olena(chrome: Browser) -> Iterator[Person]:
    yield from _person(chrome, "olena")


@pytest.fixture
def petro(chrome: Browser) -> Iterator[Person]:
    yield from _person(chrome, "petro")


def _person(chrome: Browser, name: str) -> Iterator[Person]:
    context = chrome.new_context()
    # The provider's own pages would have fonts from elsewhere.
    context.route(re.compile(r"^https://"), lambda route: route.abort())
    yield Person(context.new_page(), name)
    context.close()


def changed(url: str, **fields: str) -> str:
    """Return an address with some of its fields changed."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | fields)))


# --- the way it should go ------------------------------------------------------------------------


def test_an_intent_becomes_a_vote(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    link = petition.signed("olena")
    assert petition.counts == (1, 0)
    assert olena.verifies(link) == COUNTED
    assert petition.counts == (0, 1)
    assert "Ви вже проголосували" in city.says("olena", f"підписати петицію {petition.number}")
    assert olena.troubles == []


def test_looking_at_a_link_is_no_vote_and_keeps_nobody_out(
    city: City, olena: Person, petro: Person
) -> None:
    petition = city.opens_petition()
    link = petition.signed("olena")
    petro.page.goto(link)  # as a messenger does that shows what a link leads to
    assert "намір" in petro.page.inner_text("main")
    assert olena.verifies(link) == COUNTED


@pytest.mark.parametrize("page", ["ask", "unknown"])
def test_the_pages_can_be_read_by_everybody(city: City, olena: Person, page: str) -> None:
    link = city.opens_petition().signed("olena")
    olena.page.goto(link if page == "ask" else f"{link}x")
    assert Axe().run(olena.page).violations_count == 0


# --- what is refused, each with its page ---------------------------------------------------------


def test_a_person_votes_once_whatever_the_chats(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    links = [petition.signed(chat) for chat in ("olena", "olena-at-work")]
    assert petition.counts == (2, 0)
    assert [olena.verifies(link) for link in links] == [COUNTED, "Ви вже голосували"]
    assert petition.counts == (0, 1)


def test_a_wrong_nonce_is_refused(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    link = petition.signed("olena")

    def another_nonce(route: Route) -> None:
        response = route.fetch(max_redirects=0)
        location = changed(response.headers["location"], nonce="another")
        route.fulfill(response=response, headers={**response.headers, "location": location})

    olena.page.goto(link)
    olena.page.route(link, another_nonce)
    olena.page.click("button")
    olena.signs_in()
    assert olena.heading == NOT_VERIFIED
    assert "не збігається з нашим запитом" in olena.page.inner_text("main")
    assert petition.counts == (1, 0)


def test_an_answer_that_comes_again_is_refused(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    back = olena.brought_back(petition.signed("olena"))
    assert olena.opens(back) == COUNTED
    assert olena.opens(back) == USED
    assert petition.counts == (0, 1)


def test_a_code_that_was_used_serves_no_other_link(city: City, olena: Person) -> None:
    first, second = city.opens_petition(), city.opens_petition()
    old = olena.brought_back(first.signed("olena"))
    assert olena.opens(old) == COUNTED
    new = olena.brought_back(second.signed("olena"))
    code = dict(parse_qsl(urlsplit(old).query))["code"]
    assert olena.opens(changed(new, code=code)) == NOT_VERIFIED
    assert second.counts == (1, 0)


def test_an_unused_code_of_another_request_is_refused(city: City, olena: Person) -> None:
    first, second = city.opens_petition(), city.opens_petition()
    one = olena.brought_back(first.signed("olena"))
    other = olena.brought_back(second.signed("olena"))
    code = dict(parse_qsl(urlsplit(one).query))["code"]
    # The code is good, but the verifier is the other request's.
    assert olena.opens(changed(other, code=code)) == NOT_VERIFIED
    assert second.counts == (1, 0)


@pytest.mark.parametrize("when", ["before it began", "on the way back"])
def test_an_expired_link_is_refused(city: City, olena: Person, when: str) -> None:
    petition = city.opens_petition()
    link = petition.signed("olena")
    back = olena.brought_back(link) if when == "on the way back" else link
    with closing(sqlite3.connect(city.program.database, timeout=10)) as database, database:
        database.execute("UPDATE identity_links SET expires_at = 0 WHERE used_at IS NULL")
    assert olena.opens(back) == EXPIRED
    assert petition.counts == (1, 0)


def test_another_persons_session_is_refused(city: City, olena: Person, petro: Person) -> None:
    petition = city.opens_petition()
    link = petition.signed("olena")
    back = olena.brought_back(link)
    assert petro.opens(back) == FOREIGN
    assert petro.opens(link) == FOREIGN
    assert petition.counts == (1, 0)
    # It is still hers.
    assert olena.opens(back) == COUNTED


def test_another_issuers_answer_is_refused(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    back = olena.brought_back(petition.signed("olena"))
    assert olena.opens(changed(back, iss="https://elsewhere.example")) == NOT_VERIFIED
    assert petition.counts == (1, 0)


def test_who_signs_in_to_nothing_has_no_vote(city: City, olena: Person) -> None:
    petition = city.opens_petition()
    olena.begins(petition.signed("olena"))
    olena.page.click("text=Cancel")
    assert olena.heading == NOT_VERIFIED
    assert "Вхід скасовано" in olena.page.inner_text("main")
    assert petition.counts == (1, 0)


def test_a_state_nobody_knows_is_refused(city: City, olena: Person) -> None:
    address = f"{city.program.address}/verify/callback"
    for url in (address, f"{address}?state=x&code=y"):
        assert olena.opens(url) == "Такого посилання немає"


def test_nothing_of_the_person_is_kept_but_a_hash(city: City, petro: Person) -> None:
    petition = city.opens_petition()
    assert petro.verifies(petition.signed("petro")) == COUNTED
    with closing(sqlite3.connect(city.program.database, timeout=10)) as database:
        everything = "\n".join(database.iterdump())
    # The chat of that name is no secret; the subject as the provider told it is nowhere.
    assert re.fullmatch(r"[0-9a-f]{64}", _subject(city, petition))
    assert "id_token" not in everything
    assert petro.name not in city.program.log


def _subject(city: City, petition: Petition) -> str:
    rows = city.program.rows(
        "SELECT subject FROM votes JOIN petitions p ON p.id = petition_id WHERE number = ?",
        petition.number,
    )
    return str(rows[0][0])
