"""How long a page of the inbox takes in a city of many cases, and how many queries it asks.

Each page is fetched over HTTP by somebody signed in, as a browser does; a query is a statement that
a reader of the database runs for it. Cases are written by the repository, with what finds them.
"""

import asyncio
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from statistics import median
from typing import Any
from urllib.parse import quote

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bench.city import empty_city, percentile
from core.cases import case_number
from core.messages import ChatRef
from core.model import Address, Applicant, Case, CaseEvent, Rating, Role, StaffMember, Status
from core.ports import UnitOfWork
from inbox.sessions import PLAIN_COOKIE, hash_token
from misto.app import City
from misto.web import make_app

CASES, SMALL = 100_000, 2_000
BATCH = 2_000
ROUNDS, FEW = 30, 3
CHATS = 5_000
# Of a hundred cases so many are in each state: forty are open.
STATES = (
    *((Status.REGISTERED, 14), (Status.FORWARDED, 6), (Status.NEEDS_INFO, 4), (Status.IN_WORK, 14)),
    *((Status.REOPENED, 2), (Status.ANSWERED, 6), (Status.CLOSED, 50), (Status.REJECTED, 4)),
)
THINGS = (
    "Третій день не працює ліфт у під’їзді, люди похилого віку не можуть вийти",
    "Немає гарячої води з вечора, у диспетчерській не беруть слухавку",
    "На вулиці біля будинку велика яма, машини об’їжджають тротуаром",
    "Не горять ліхтарі вздовж дороги до школи, діти ходять у темряві",
    "Сміття не вивозили тиждень, контейнери переповнені, запах у дворі",
    "Тече дах над останнім поверхом, вода на сходах і в електрощитку",
)
NAMES = ("Олена Коваль", "Іван Шевченко", "Марія Бондаренко", "Петро Ткаченко", "Надія Мельник")


def run(smoke: bool) -> Mapping[str, Any]:
    """Return how long pages take in a city of so many cases, in milliseconds."""
    count = SMALL if smoke else CASES
    with empty_city() as city:
        _fill(city, count)
        pages = asyncio.run(_measure(city, FEW if smoke else ROUNDS))
    times = [one for page in pages for one in page.times]
    slowest = max(pages, key=lambda page: median(page.times))
    return {
        "cases": count,
        "page_p50_ms": round(percentile(times, 50), 1),
        "page_p95_ms": round(percentile(times, 95), 1),
        "slowest_page": slowest.name,
        "queries_most": max(page.queries for page in pages),
        "pages": {
            page.name: {
                "p50_ms": round(percentile(page.times, 50), 1),
                "p95_ms": round(percentile(page.times, 95), 1),
                "queries": page.queries,
            }
            for page in pages
        },
    }


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was measured. `times`: milliseconds of each fetch."""

    name: str
    times: list[float]
    queries: int


# --- the city ------------------------------------------------------------------------------------


def _fill(city: City, count: int) -> None:
    """Write the cases and two accounts that look at them."""
    dice, now = random.Random(8), city.clock.now()  # noqa: S311 - made-up cases
    write = city.database.writer.submit
    chats = write(None, lambda uow: _people(uow, now)).result()
    for first in range(0, count, BATCH):
        made = [_case(city, dice, first + n, chats, now) for n in range(min(BATCH, count - first))]
        write(None, partial(_add, made)).result()


def _people(uow: UnitOfWork, now: datetime) -> list[int]:
    for key, role, bodies in _ACCOUNTS:
        member = uow.staff.add(StaffMember(f"{key}@bench.example", role, bodies=bodies, name=key))
        until = now + timedelta(days=1)
        uow.staff.add_session(hash_token(key), member.id or 0, "t" * 22, now, until, None)
    chats = (ChatRef("webchat", "web", f"bench-{n}") for n in range(CHATS))
    return [uow.conversations.put(uow.conversations.get(chat), now) for chat in chats]


_ACCOUNTS = (
    ("operator", Role.OPERATOR, ()),
    ("executor", Role.EXECUTOR, ("housing-darnytskyi",)),
    ("moderator", Role.MODERATOR, ()),
)


def _case(city: City, dice: random.Random, n: int, chats: list[int], now: datetime) -> Case:
    states, weights = zip(*STATES, strict=True)
    status = dice.choices(states, weights)[0]
    street = dice.choice(city.gazetteer.streets).name
    filed = now - timedelta(minutes=dice.randrange(60 * 24 * 365))
    ended = status in (Status.ANSWERED, Status.CLOSED)
    return Case(
        number=case_number("KV", 2026, n + 1),
        kind="dispatcher_request",
        service_code=dice.choice(list(city.routing.rules)),
        body=dice.choice(list(city.routing.bodies)),
        registered_at=filed,
        due_at=now + timedelta(minutes=dice.randrange(-60 * 24 * 30, 60 * 24 * 30)),
        due_basis="norm",
        due_rule="routing.elevator",
        conversation_id=chats[n % CHATS],
        chat=ChatRef("webchat", "web", f"bench-{n % CHATS}"),
        status=status,
        reopened=int(status is Status.REOPENED),
        description=f"{dice.choice(THINGS)}. Звернення {n}",
        address=Address(street, str(dice.randrange(1, 90)), district="darnytskyi", verified=True),
        applicant=Applicant(dice.choice(NAMES), f"+38067{dice.randrange(10**7):07}"),
        executor=f"staff:{dice.randrange(1, 3)}" if dice.random() < 0.5 else None,
        answered_at=filed if ended else None,
        rating=Rating(dice.randrange(1, 6), dice.randrange(1, 6)) if ended else None,
    )


def _add(made: list[Case], uow: UnitOfWork) -> None:
    for case in made:
        uow.cases.add(case, CaseEvent(case.registered_at, "registered", "resident"))


# --- the pages -----------------------------------------------------------------------------------


def _addresses() -> dict[str, tuple[str, str]]:
    """Return who fetches which address, by the name of the page."""
    lists = ("unassigned", "mine", "soon", "late", "reopened", "low", "open", "all")
    searches = {
        "common": "ліфт",
        "words": "ліфтами вулиця",
        "rare": "звернення 77",
        "name": "Олени Коваль яма",
    }
    own = "operator"
    return {
        **{f"list_{name}": (own, f"/inbox/?show={name}") for name in lists},
        **{f"search_{name}": (own, f"/inbox/?q={quote(text)}") for name, text in searches.items()},
        "search_of_a_body": ("executor", f"/inbox/?q={quote('ліфт')}"),
        "list_of_a_body": ("executor", "/inbox/"),
        "topic": (own, "/inbox/?show=open&topic=elevator"),
        "case": (own, "/inbox/cases/KV-2026-000077"),
        "undelivered": (own, "/inbox/undelivered"),
        "bulk": (own, "/inbox/bulk?" + "&".join(f"n=KV-2026-{n:06}" for n in range(1, 51))),
        "petitions": ("moderator", "/inbox/petitions"),
    }


async def _measure(city: City, rounds: int) -> list[Page]:
    await city.runtime.start()
    server = TestServer(make_app(city))
    await server.start_server()
    try:
        async with ClientSession(base_url=server.make_url("/")) as session:
            return [
                await _page(city, session, name, *told, rounds)
                for name, told in _addresses().items()
            ]
    finally:
        await server.close()
        await city.runtime.stop()


async def _page(
    city: City, session: ClientSession, name: str, who: str, address: str, rounds: int
) -> Page:
    async def fetch() -> float:
        began = time.perf_counter()
        async with session.get(address, headers={"Cookie": f"{PLAIN_COOKIE}={who}"}) as answer:
            text = await answer.text()
        if answer.status != 200:
            raise SystemExit(f"{name}: {address} answered {answer.status}: {text[:200]}")
        return (time.perf_counter() - began) * 1000

    await fetch()
    ran: list[str] = []
    with city.database.reads.unit_of_work() as uow:
        # The one idle connection is the one that the next page is given.
        connection = uow.connection
    connection.set_trace_callback(ran.append)
    await fetch()
    connection.set_trace_callback(None)
    queries = sum(statement.lstrip().startswith("SELECT") for statement in ran)
    return Page(name, [await fetch() for _ in range(rounds)], queries)
