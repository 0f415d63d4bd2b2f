"""`misto check` on what people get wrong: each mistake by its file and line, and what to do."""

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from misto.app import City, build
from misto.checks import problems
from misto.settings import SettingsError, load_settings
from tests.misto.test_services import shown
from tests.system.program import ROOT

FLOW, TEXTS = "tree_permit.yml", "tree_permit.ftl"
TABLES = ("bodies.csv", "routing.csv", "holidays.csv", "districts.csv", "terms.csv")


@dataclass(frozen=True)
class Mistake:
    """`old` is replaced by `new` in a file; the line that `at` stands on is the one to be named."""

    file: str
    old: str
    new: str
    says: str
    at: str = ""

    def __str__(self) -> str:
        return self.says


def flow(old: str, new: str, says: str, at: str = "") -> Mistake:
    return Mistake(FLOW, old, new, says, at)


def text(old: str, new: str, says: str, at: str = "") -> Mistake:
    return Mistake(TEXTS, old, new, says, at)


MISTAKES = (
    # Names that flows use.
    flow("if: refused", "if: refuzed", "unknown slot 'refuzed'. Did you mean 'refused'?"),
    flow("collect: trees", "collect: treez", "unknown slot 'treez'. Did you mean 'trees'?"),
    flow("offer: [phone]", "offer: [fone]", "unknown slot 'fone'"),
    flow("action: file_case", "action: file_kase", "unknown action 'file_kase'. Did you mean"),
    flow("collect: name", "lookup: find_nothing", "unknown lookup 'find_nothing'"),
    flow("buttons: [handoff]", "buttons: [handof]", "unknown button 'handof'. Did you mean"),
    flow("utter: case-filed", "link: fillings", "unknown flow 'fillings'"),
    flow("kind: phone", "kind: fone", "unknown kind 'fone'. Did you mean 'phone'?"),
    flow("words: 2", "wordz: 2", "unknown option 'wordz'. Did you mean 'words'?"),
    flow(
        "address: {kind: address}",
        "address: {kind: address, follows: adress}",
        "follows: unknown slot",
    ),
    flow(
        "address: {kind: address}",
        "address: {kind: district, codes: $citys}",
        "unknown list 'citys'",
    ),
    flow("if: not refused", 'if: works == "chop"', "works is never 'chop'"),
    flow("{body: kyivzelenbud}", "{body: kyivzelenbut}", "no body 'kyivzelenbut' in"),
    flow("utter: too-many-cases", "utter: too-many-casses", "no text 'too-many-casses'; write it"),
    flow(
        "anonymous: tree_permit-needs-name",
        "anonymous: tree_permit-name",
        "no text 'tree_permit-name'",
        "confirm: tree_permit-summary",
    ),
    flow(
        "values: [one, few, many]",
        "values: [one, few, forest]",
        "no text 'trees-forest'",
        "collect: trees",
    ),
    # The form of flows.
    flow("menu: 9", "menue: 9", "menue: Extra inputs are not permitted"),
    flow("menu: 9", "menu: ninth", "menu: Input should be a valid integer"),
    flow("description: A permit", "descripton: A permit", "description: Field required", "flow:"),
    flow("menu: 9", "menu: 9\nmenu: 8", "'menu' is here twice; keep one of them", "menu: 8"),
    flow(
        "  - collect: trees",
        "  - collect: trees\n  - collect: trees",
        "this id is used before",
        "  - collect: trees\n  - collect: desc",
    ),
    flow(
        "  - collect: trees", "   - collect: trees", "expected <block end>", "   - collect: trees"
    ),
    flow("  - collect: trees", "\t- collect: trees", "cannot start any token", "\t- collect"),
    flow("values: [prune, fell]", "values: [prune, fell", "expected ',' or ']'", "expects: choice"),
    flow(
        "collect: works",
        "collect: works\n    utter: greet",
        "needs exactly one of",
        "collect: works",
    ),
    flow("if: not refused", "if: not (refused", "cannot read the condition"),
    flow("if: not refused", "if: len(works) > 2", "a condition may not use Call"),
    flow(
        "  - action: file_case",
        "  - action: file_case\n    next: fin",
        "unknown next step 'fin'",
        "action: file_case",
    ),
    flow(
        "  - collect: trees",
        "  - {utter: greet, next: END}\n  - collect: trees",
        "nothing leads here",
        "collect: trees",
    ),
    flow("flow: tree_permit", "flow: greet", "flow 'greet' is in another file already"),
    flow(
        "menu: 9", "menu: 9\nintents: [greet]", "intent 'greet' starts 'greet' already", "intents:"
    ),
    flow("cues:", "cues:\n  - дозвіл", "one word alone begins too much", "- дозвіл\n"),
    # Texts.
    text("trees-one = Одне", "trees-one Одне", "this is no text of Fluent: Expected token"),
    text("trees-one = One", "trees-won = One", "missing in 'en'; add it", "trees-one = Одне"),
    text(
        "trees-one = One", "trees-one = One\ntrees-one = A tree", "stands in", "trees-one = A tree"
    ),
    text(
        "[prune] Pruning",
        "[prune] { $adress }",
        "says nothing of { $adress }",
        "tree_permit-summary =",
    ),
    text(
        "trees-few = Two to five", "trees-few = { trees-two }", "quotes { trees-two }, which is not"
    ),
    text(
        "trees-few = Two to five",
        "trees-few = { COUNT($trees) }",
        "calls COUNT(), which is not there",
    ),
    text(
        "       *[other] Спил",
        "        [other] Спил",
        "Expected one of the variants to be marked",
        "    } дерев",
    ),
    text("## en", "## english", "'## english' is no language", "### A permit"),
    text("slot-works = Works", "slot-werks = Works", "no flow says the text 'slot-werks'"),
    # The city's tables.
    Mistake("holidays.csv", "01-01", "31-12", "", "31-12"),
    Mistake("bodies.csv", "kyivzelenbud,КО", "kyivzelenbud,КО,КО", "", "kyivzelenbud,КО"),
    Mistake(
        "bodies.csv",
        "city_enterprise,kmda,,inbox",
        "city_enterprise,kmda,,pigeon",
        "pigeon",
        "pigeon",
    ),
    Mistake("routing.csv", "heating,kte", "heating,kteh", "kteh", "heating,kteh"),
    Mistake("terms.csv", "appeal_normal,1month", "appeal_normal,1moon", "1moon", "1moon"),
    Mistake(
        "terms.csv",
        "appeal_normal,1month",
        "appeal_usual,1month",
        "unknown term appeal_usual",
        "appeal_usual",
    ),
)


@cache
def _base() -> dict[str, str]:
    return {FLOW: shown("yaml", "flow: tree_permit"), TEXTS: shown("fluent", "## uk")}


@pytest.fixture
def city(tmp_path: Path) -> City:
    """A city with a service of its own and a copy of all tables."""
    services = tmp_path / "services"
    services.mkdir()
    for name, content in _base().items():
        (services / name).write_text(content, "utf-8")
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("nlu", "demo"))
    city = build(load_settings(None, {"MISTO_CITY__SERVICES": str(services)}))
    vars(city)["data"] = tmp_path / "data"
    return city


def place_of(city: City, file: str) -> Path:
    if file in (FLOW, TEXTS):
        return (city.services or Path()) / file
    return next(city.data.rglob(file))


@pytest.mark.parametrize("mistake", MISTAKES, ids=[f"{m.file}-{n}" for n, m in enumerate(MISTAKES)])
def test_a_mistake_is_named_by_its_line(city: City, mistake: Mistake) -> None:
    path = place_of(city, mistake.file)
    right = path.read_text("utf-8")
    assert mistake.old in right, "the mistake cannot be made"
    wrong = right.replace(mistake.old, mistake.new, 1)
    path.write_text(wrong, "utf-8")
    line = wrong.count("\n", 0, wrong.index(mistake.at or mistake.new)) + 1
    found = problems(city)
    assert any(f"{mistake.file}:{line}: " in told and mistake.says in told for told in found), found


def test_without_a_mistake_nothing_is_found(city: City) -> None:
    shutil.copytree(ROOT / "data" / "nlu", city.data / "nlu")
    assert problems(city) == []


def test_a_file_in_another_encoding_is_named(city: City) -> None:
    for file in (FLOW, TEXTS):
        path = place_of(city, file)
        path.write_bytes(path.read_text("utf-8").encode("cp1251", "replace"))
    found = problems(city)
    for file in (FLOW, TEXTS):
        assert any(f"{file}:" in told and "save the file as UTF-8" in told for told in found), found


def test_a_byte_order_mark_is_named(city: City) -> None:
    for file in (FLOW, TEXTS):
        path = place_of(city, file)
        path.write_text("\ufeff" + path.read_text("utf-8"), "utf-8")
    found = problems(city)
    for file in (FLOW, TEXTS):
        assert any(f"{file}:1: the file begins with a byte-order mark" in told for told in found)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text(f"city:\n  case_prefix: KV\n  services: {tmp_path / 'no'}\n", "utf-8")
    city = build(load_settings(config, {}))
    assert any("config.yml:3: there is no folder" in told for told in problems(city, config))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("staff:\n  duty: {kyivzelenbut: mon-fri 09:00-18:00}\n", ":2: no body 'kyivzelenbut'"),
        ("city:\n  case_prefix: kv\n", ":2: city.case_prefix:"),
        ("city:\n  case_prefx: KV\n", ":2: city.case_prefx:"),
        ("city:\n  case_prefix: KV\n  case_prefix: KB\n", ":3:"),
        ("city:\n\tcase_prefix: KV\n", ":2:"),
        ("web:\n  port: 80800\n", ":2: web.port:"),
    ],
)
def test_a_wrong_setting_is_named_by_its_line(tmp_path: Path, content: str, says: str) -> None:
    config = tmp_path / "config.yml"
    config.write_text(content, "utf-8")
    try:
        found = problems(build(load_settings(config, {})), config)
    except SettingsError as error:
        found = list(error.problems)
    assert any(f"config.yml{says}" in told for told in found), found
