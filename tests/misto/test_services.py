"""A city adds a service by two files: exactly those that docs/add-a-service.md shows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from misto.app import City
from misto.checks import problems
from tests.misto.city import new_city
from tests.misto.session import Line, Session, button, last, thread
from tests.system.program import ROOT

PAGE = ROOT / "docs" / "add-a-service.md"
STAFF = [{"email": "z@kyiv.example", "role": "executor", "body": "kyivzelenbud"}]


def shown(kind: str, holds: str) -> str:
    """Return the block of the page that holds some words."""
    blocks = re.findall(
        rf"^```{kind}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    (found,) = [block for block in blocks if holds in block]
    return str(found)


@pytest.fixture
def services(tmp_path: Path) -> Path:
    folder = tmp_path / "services"
    folder.mkdir()
    (folder / "tree_permit.yml").write_text(shown("yaml", "flow: tree_permit"), "utf-8")
    (folder / "tree_permit.ftl").write_text(shown("fluent", "## uk"), "utf-8")
    return folder


@pytest.fixture
def city(tmp_path: Path, services: Path) -> City:
    city = new_city(tmp_path, CITY__SERVICES=str(services))
    # These are loaded once for all tests, without any service of a city's own.
    for part in ("flows", "texts"):
        vars(city).pop(part)
    return city


@pytest.fixture
def session(city: City) -> Iterator[Session]:
    with thread(city) as opened:
        opened.does({"given": {"staff": STAFF}})
        yield opened


def says(session: Session, number: int, **payload: Any) -> Line:
    return last(session.says("olena", f"e{number}", **payload))


def test_the_service_is_nowhere_in_the_repository() -> None:
    for folder in ("core", "dialogs", "nlu", "bots", "inbox", "misto", "connectors", "data"):
        files = [
            p for p in (ROOT / folder).rglob("*") if p.suffix in {".py", ".yml", ".ftl", ".csv"}
        ]
        assert not [path for path in files if "tree_permit" in path.read_text("utf-8", "replace")]


def test_its_files_are_in_order(city: City) -> None:
    assert problems(city) == []


def test_a_resident_gets_a_permit(session: Session, city: City) -> None:
    asked = says(
        session, 1, text="Добрий день! Потрібен дозвіл на обрізку дерев біля Теремківської 5"
    )
    assert (asked["flow"], asked["expects"]) == ("tree_permit", "choice")
    assert "Скільки дерев" in asked["text"]
    asked = says(session, 2, text="ну десь три")
    assert asked["expects"] == "description"
    asked = says(session, 3, text="гілки дістають до вікон третього поверху")
    assert asked["expects"] == "name"
    asked = says(session, 4, text="Олена Коваль")
    assert asked["expects"] == "consent"
    for words in ("Обрізка дерев (від двох до п’яти)", "Теремківська, 5", "Київзеленбудом"):
        assert words in asked["text"]
    filed = says(session, 5, button=button(asked, "Так, подати"))
    number = filed["case"]
    assert number
    assert "Київзеленбуд" in filed["text"]
    answered: list[Line] = []
    for do, more in (
        ("start", {}),
        ("answer", {"outcome": "granted", "text": "Дозволено, 12 березня."}),
    ):
        act = {"staff": "z@kyiv.example", "event": f"s-{do}", "do": do, "case": number}
        answered = session.does(act | more)
        assert answered[-1] == {"done": f"s-{do}"}
    assert "Дозволено" in str(answered)
    says(session, 6, text="5 і 4")
    with city.database.reads.unit_of_work() as uow:
        case = uow.cases.get(number)
    assert case is not None
    assert (case.kind, case.body, case.status, case.outcome) == (
        "tree_permit",
        "kyivzelenbud",
        "closed",
        "granted",
    )
    assert (case.facts["works"], case.facts["trees"]) == ("prune", "few")
    assert (case.applicant.name, case.due_rule) == ("Олена Коваль", "tree_permit.norm")
    assert case.rating is not None
    assert (case.rating.quality, case.rating.speed) == (5, 4)


@pytest.mark.parametrize(
    "text",
    [
        "хочу разрешение срубить сухое дерево",
        "I need a permit to prune the trees",
        "як отримати дозвіл, щоб спиляти тополю",
    ],
)
def test_it_is_begun_by_its_own_words(session: Session, text: str) -> None:
    assert says(session, 1, text=text)["flow"] == "tree_permit"


def test_a_fallen_tree_is_still_a_request(session: Session) -> None:
    assert (
        says(session, 1, text="дерево впало на дорогу, Теремківська 5")["flow"]
        == "dispatcher_request"
    )


def test_it_stands_in_the_menu_and_speaks_english(session: Session) -> None:
    offered = says(session, 1, start="site")
    assert button(offered, "Дозвіл на обрізку дерев") == "!flow=tree_permit"
    says(session, 2, text="please speak English with me")
    begun = says(session, 3, button="!flow=tree_permit")
    assert begun["text"] == "What is needed: to prune branches or to fell a tree?"


def test_it_can_be_corrected_and_dropped(session: Session) -> None:
    says(session, 1, text="потрібен дозвіл на обрізку дерев біля Теремківської 15")
    says(session, 2, text="одне")
    says(session, 3, text="затуляє світло на кухні")
    assert "Теремківська, 15" in says(session, 4, text="Олена Коваль")["text"]
    asked = says(session, 5, text="ой, не 15, а 17")
    assert "Теремківська, 17" in asked["text"]
    assert "(одне)" in asked["text"]
    assert says(session, 6, text="скасувати")["case"] is None
