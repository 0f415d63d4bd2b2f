"""The first page: who waits, which cases, in which order, and for whom."""

import re
from datetime import timedelta

import pytest

from core.model import Case, Role
from tests.inbox.browser import Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town

HOUSING, WATER = "housing-darnytskyi", "kte"


def rows(page: Page) -> list[str]:
    """Return the numbers of the listed cases in their order."""
    return re.findall(r'id="row-(KV-[\d-]+)"', page.text)


def tabs(page: Page) -> dict[str, int]:
    """Return how many cases each tab holds."""
    found = re.findall(r'id="tab-(\w+)".*?class="count[^"]*">(\d+)<', page.text, re.DOTALL)
    return {name: int(count) for name, count in found}


def title(page: Page) -> str:
    return page.text.partition("<title>")[2].partition("</title>")[0]


async def cases(town: Town, *bodies: str, **more: object) -> list[Case]:
    chat = await town.chat("olena")
    return [await town.files_case(chat, body=body, **more) for body in bodies]


async def test_an_executor_sees_the_cases_of_the_own_body_alone(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    ours, theirs = await cases(town, HOUSING, WATER)
    page = (await browser("Stepan")).page
    assert rows(page) == [ours.number]
    assert theirs.number not in page.text
    for address in ("?show=all", f"?q={theirs.number}", "?show=open&q=ліфт"):
        assert theirs.number not in rows(await (await browser("Stepan")).get(f"/inbox/{address}"))


async def test_an_executor_sees_no_conversations(town: Town, browser: NewBrowser) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    await town.calls_a_person(await town.chat("olena"))
    page = (await browser("Stepan")).page
    assert "Розмови" not in page.words
    assert title(page) == "Черга · misto"


async def test_a_role_without_cases_and_talks_is_told_so(town: Town, browser: NewBrowser) -> None:
    await town.hire("Taras", Role.MODERATOR)
    await cases(town, WATER)
    page = (await browser("Taras")).page
    assert "Для вашої ролі" in page.words
    assert rows(page) == []


async def test_open_cases_stand_by_their_due_moment(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    first, second = await cases(town, WATER, WATER, kind="appeal", service_code=None)
    (soon,) = await cases(town, WATER)
    await town.write(lambda uow: uow.cases.get(soon.number))
    page = (await browser("Ivan")).page
    assert soon.due_at < first.due_at
    assert rows(page) == [soon.number, first.number, second.number]


async def test_the_filters_hold_what_they_say(town: Town, browser: NewBrowser) -> None:
    stepan = await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    mine, late, open_ = await cases(town, HOUSING, HOUSING, HOUSING)
    await town.does("Stepan", mine, "take")
    town.pass_time(seconds=(late.due_at - town.now).total_seconds() + 60)
    (soon,) = await cases(town, HOUSING)
    town.pass_time(days=(soon.due_at - town.now).days - 1)
    done = open_
    await town.does("Stepan", done, "start")
    await town.does("Stepan", done, "answer", outcome="fixed", text="Полагоджено.")
    clerk = await browser("Stepan")
    assert stepan.bodies == (HOUSING,)
    assert tabs(clerk.page) == {
        "mine": 1,
        "bodies": 3,
        "unassigned": 2,
        "soon": 1,
        "late": 2,
        "reopened": 0,
        "low": 0,
        "all": 4,
    }
    assert rows(await clerk.get("/inbox/?show=mine")) == [mine.number]
    assert rows(await clerk.get("/inbox/?show=soon")) == [soon.number]
    assert set(rows(await clerk.get("/inbox/?show=late"))) == {mine.number, late.number}
    assert done.number in rows(await clerk.get("/inbox/?show=all"))
    assert "прострочено на" in clerk.page.words
    assert title(clerk.page) == "(2!) Черга · misto"


async def test_an_operator_finds_what_is_to_be_sorted(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    unsorted, _ = await cases(town, "cc1551", WATER)
    assert rows(await (await browser("Ivan")).get("/inbox/?show=triage")) == [unsorted.number]


@pytest.mark.parametrize(
    "search", ["ліфт другому", "драгоманова 15", "000001", "олена коваль", "  ЛІФТ  "]
)
async def test_a_search_finds_by_number_text_street_and_name(
    town: Town, browser: NewBrowser, search: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    (case,) = await cases(town, HOUSING)
    ivan = await browser("Ivan")
    assert rows(await ivan.get(f"/inbox/?q={search}")) == [case.number]


async def test_a_whole_number_opens_the_case(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    (case,) = await cases(town, HOUSING)
    page = await (await browser("Ivan")).get(f"/inbox/?q={case.number.lower()}")
    assert page.path == f"/inbox/cases/{case.number}"


@pytest.mark.parametrize(
    "search", ["%", "_", "'; DROP TABLE cases", '"><script>', "дракон", "KV-2026-999999"]
)
async def test_a_search_for_nothing_says_so_and_breaks_nothing(
    town: Town, browser: NewBrowser, search: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await cases(town, HOUSING)
    page = await (await browser("Ivan")).get("/inbox/?" + f"q={search}".replace("%", "%25"))
    assert page.status == 200
    assert "нічого не знайдено" in page.words
    assert "<script>" not in page.text.replace("<script src", "")


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999", "page=x", "show=none"])
async def test_a_strange_address_is_answered_by_the_usual_list(
    town: Town, browser: NewBrowser, query: str
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    (case,) = await cases(town, HOUSING)
    page = await (await browser("Ivan")).get(f"/inbox/?{query}")
    assert (page.status, rows(page)) == (200, [case.number])


async def test_a_long_list_has_pages(
    town: Town, browser: NewBrowser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inbox.views.queue.PAGE_ROWS", 2)
    await town.hire("Ivan", Role.OPERATOR)
    numbers = [case.number for case in await cases(town, *[HOUSING] * 5)]
    ivan = await browser("Ivan")
    listed = rows(ivan.page)
    while path := link(ivan.page, "older"):
        await ivan.get(path)
        listed += rows(ivan.page)
    assert listed == numbers
    assert link(ivan.page, "newer") != ""
    await ivan.get(link(ivan.page, "newer"))
    assert rows(ivan.page) == numbers[2:4]
    await ivan.get(link(ivan.page, "newer"))
    assert (rows(ivan.page), link(ivan.page, "newer")) == (numbers[:2], "")


def link(page: Page, name: str) -> str:
    """Return where a link of the page leads, "" when it is not there."""
    path = page.text.partition(f'id="{name}" href="')[2].partition('"')[0]
    return path.replace("&amp;", "&")


async def test_reopened_and_badly_rated_cases_have_lists_of_their_own(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    again, bad, fine = await cases(town, HOUSING, HOUSING, HOUSING)
    chat = await town.chat("olena")
    for case, quality in ((again, 5), (bad, 2), (fine, 4)):
        await town.does("Stepan", case, "start")
        await town.does("Stepan", case, "answer", outcome="explained", text="Зроблено.")
        await town.rates(chat, case, quality)
    await town.does("Stepan", again, "reopen", text="Знову не працює.")
    stepan = await browser("Stepan")
    assert rows(await stepan.get("/inbox/?show=reopened")) == [again.number]
    assert rows(await stepan.get("/inbox/?show=low")) == [bad.number]


async def test_a_word_is_found_in_any_of_its_forms(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    (case,) = await cases(town, HOUSING, description="Біда з ліфтами на всій вулиці")
    ivan = await browser("Ivan")
    for search in ("ліфт", "вулиця", "ліфтом вулицею", "драгоманов"):
        assert rows(await ivan.get(f"/inbox/?q={search}")) == [case.number], search


async def test_a_list_is_narrowed_to_a_body_and_a_topic(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    lift, _, appeal = (
        *(await cases(town, HOUSING, WATER)),
        *(await cases(town, HOUSING, kind="appeal", service_code=None)),
    )
    ivan = await browser("Ivan")
    body = f"/inbox/?body={HOUSING}"
    assert set(rows(await ivan.get(body))) == {lift.number, appeal.number}
    assert rows(await ivan.get(f"{body}&topic=elevator")) == [lift.number]
    assert rows(await ivan.get(f"{body}&topic=appeal&show=open")) == [appeal.number]
    assert len(rows(await ivan.get("/inbox/?body=nowhere&topic=nothing"))) == 3


async def test_an_executor_cannot_narrow_a_list_to_a_body_of_others(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    (ours, _) = await cases(town, HOUSING, WATER)
    assert rows(await (await browser("Stepan")).get(f"/inbox/?body={WATER}")) == [ours.number]


async def test_a_list_is_kept_under_a_name_for_its_keeper_alone(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.hire("Olha", Role.OPERATOR)
    lift, _ = await cases(town, HOUSING, WATER)
    ivan = await browser("Ivan")
    await ivan.get(f"/inbox/?body={HOUSING}&q=ліфт&show=open")
    page = await ivan.send("/inbox/filters", name="Ліфти Дарниці")
    assert "Список збережено" in page.words
    assert rows(page) == [lift.number]
    page = await ivan.get("/inbox/")
    kept = link(page, "tab-saved-1")
    assert rows(await ivan.get(kept)) == [lift.number]
    olha = await browser("Olha")
    assert "Ліфти Дарниці" not in olha.page.words
    forms = ivan.page.forms()["/inbox/filters/1/drop"]
    await ivan.send("/inbox/filters/1/drop")
    assert "Ліфти Дарниці" not in ivan.page.words.replace("Прибрати", "")
    assert forms["csrf"]


async def test_a_page_asks_no_more_the_more_it_shows(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    counts = []
    for more in (1, 12):
        await cases(town, *[HOUSING] * more)
        counts.append(await town.statements(lambda: ivan.get("/inbox/")))
    assert counts[0] == counts[1]


async def test_who_waits_longest_stands_first_with_what_was_promised(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.hire("Olha", Role.OPERATOR)
    taken = await town.calls_a_person(await town.chat("a"))
    first = await town.calls_a_person(await town.chat("b"))
    town.pass_time(minutes=12)
    second = await town.calls_a_person(await town.chat("c"), "dispatcher_request")
    olha = await town.member("Olha")
    work = town.city.staffwork
    await town.write(lambda uow: work.handoff(uow, olha, taken.id or 0, "take", town.now))
    page = (await browser("Ivan")).page
    assert re.findall(r'id="handoff-(\d+)"', page.text) == [
        str(first.id),
        str(second.id),
        str(taken.id),
    ]
    assert "чекає 12 хв · обіцяно до 12:30" in page.words
    assert "Під час заявки про поломку" in page.words
    assert "веде Olha" in page.words
    assert title(page) == "(2) Черга · misto"


async def test_a_promise_that_passed_is_marked(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.calls_a_person(await town.chat("a"))
    town.pass_time(minutes=31)
    page = (await browser("Ivan")).page
    assert "card-late" in page.text
    assert "обіцяли до 12:30" in page.words


async def test_the_lists_alone_come_with_the_title(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    await town.calls_a_person(await town.chat("a"))
    page = await (await browser("Ivan")).get("/inbox/queue")
    assert "<html" not in page.text
    assert title(page) == "(1) Черга · misto"


async def test_an_operator_says_when_away_and_back(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    ivan = await browser("Ivan")
    await ivan.send("/inbox/presence")
    assert (await town.member("Ivan")).away
    assert "Не на місці" in ivan.page.words
    await ivan.send("/inbox/presence")
    assert not (await town.member("Ivan")).away


async def test_only_whoever_serves_handoffs_says_whether_they_are_there(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Stepan", Role.EXECUTOR, HOUSING)
    assert "/inbox/presence" not in (await browser("Stepan")).page.forms()


async def test_a_term_of_two_days_is_soon(town: Town, browser: NewBrowser) -> None:
    await town.hire("Ivan", Role.OPERATOR)
    (case,) = await cases(town, HOUSING)
    town.clock.set(case.due_at - timedelta(days=1, hours=23))
    page = (await browser("Ivan")).page
    assert "лишилося 1 день" in page.words
    assert "due-soon" in page.text
