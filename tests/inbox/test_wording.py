"""The inbox's words: everything that is said has its text, and every text is said."""

import ast
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, FluentSerializer
from fluent.syntax.ast import Junk, Message
from jinja2 import Environment, nodes

from core.lifecycle import TABLE
from core.model import Role, StaffMember
from inbox.lists import lists_for
from inbox.showing import KNOWN_ERRORS, error_id
from inbox.wording import LANGUAGES, Wording, load_wording
from tests.inbox.town import NOON

# Names of the stream and of saved files begin like this.
NO_TEXTS = {"case-", "chat-", "misto-"}
VALUE = re.compile(r"\$(\w+)")
IDS_BEGIN = re.compile(r"[a-z]+(?:-[a-z]+)*-")


@dataclass(frozen=True, slots=True)
class Said:
    """Text ids written out where something is said, and beginnings of those put together."""

    whole: frozenset[str]
    begun: tuple[str, ...]


def said(root: Path) -> Said:
    """Return what templates say by `t()` and code by `say()` and `first()`."""
    inbox = root / "inbox"
    templates = (p.read_text(encoding="utf-8") for p in (inbox / "templates").iterdir())
    code = (p.read_text(encoding="utf-8") for p in inbox.rglob("*.py"))
    words = {*chain.from_iterable(map(said_by_template, templates))}
    words |= {*chain.from_iterable(map(said_by_code, code))}
    begun = tuple(word for word in words if word.endswith("-"))
    return Said(frozenset(words.difference(begun)), begun)


def said_by_template(text: str) -> set[str]:
    calls = Environment(autoescape=True).parse(text).find_all(nodes.Call)
    names = [call.args[0] for call in calls if getattr(call.node, "name", "") == "t"]
    return {word for name in names for word in template_words(name)}


def template_words(name: nodes.Node) -> list[str]:
    """Return the ids that an argument may be; of one put together, its beginning."""
    match name:
        case nodes.Const():
            return [name.value]
        case nodes.CondExpr():
            return [*template_words(name.expr1), *template_words(name.expr2 or nodes.Const(""))]
        case nodes.Concat():
            return template_words(name.nodes[0])
        case nodes.Name() | nodes.Call():
            return []
        case _:
            raise AssertionError(f"cannot tell what {name} says")


def said_by_code(text: str) -> set[str]:
    tree = list(ast.walk(ast.parse(text)))
    names = [
        argument
        for call in tree
        if isinstance(call, ast.Call) and called(call) in ("say", "first")
        for argument in call.args
    ]
    whole = {str(n.value) for n in names if isinstance(n, ast.Constant)}
    begun = {beginning(n) for n in tree if isinstance(n, ast.JoinedStr)} - NO_TEXTS
    # Texts chosen in one place and said in another.
    later = re.findall(r'"((?:welcome|sign-in|link|day|account)-[a-z-]+)"', text)
    return whole | {word for word in begun if IDS_BEGIN.fullmatch(word)} | {*later}


def called(call: ast.Call) -> str:
    return str(getattr(call.func, "attr", getattr(call.func, "id", "")))


def beginning(joined: ast.JoinedStr) -> str:
    first = joined.values[0]
    return str(first.value) if isinstance(first, ast.Constant) else ""


def messages(root: Path, language: str = "uk") -> list[Message]:
    text = (root / "inbox" / "texts" / f"{language}.ftl").read_text(encoding="utf-8")
    body = FluentParser().parse(text).body
    assert [entry for entry in body if isinstance(entry, Junk)] == []
    return [entry for entry in body if isinstance(entry, Message)]


def test_what_is_said_has_its_text(root: Path) -> None:
    wording = load_wording()
    assert sorted(text_id for text_id in said(root).whole if not wording.has(text_id)) == []


def test_no_text_is_left_that_nobody_says(root: Path) -> None:
    told = said(root)
    names = [message.id.name for message in messages(root)]
    left = [n for n in names if n not in told.whole and not n.startswith(told.begun)]
    assert left == []


def test_no_id_stands_twice(root: Path) -> None:
    names = [message.id.name for message in messages(root)]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_every_text_is_there_in_every_language(root: Path) -> None:
    """The same ids with the same attributes and the same values put in."""

    def shapes(language: str) -> dict[str, tuple[set[str], set[str]]]:
        return {
            m.id.name: (
                {a.id.name for a in m.attributes},
                set(VALUE.findall(FluentSerializer().serialize_entry(m))),
            )
            for m in messages(root, language)
        }

    first, *others = (shapes(language) for language in LANGUAGES)
    assert all(other == first for other in others)


def test_every_refusal_of_the_city_is_explained(root: Path) -> None:
    codes: set[str] = set()
    for path in chain((root / "core").glob("*.py"), (root / "inbox").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r'(?:BadValue|IllegalTransition|NotAllowed)\(\s*"(\w+)"', text))
        codes |= set(re.findall(r'_in_time\(case, move, "(\w+)"', text))
    wording = load_wording()
    assert codes
    named = {f"refusal-{code.replace('_', '-')}" for code in codes}
    assert sorted(text_id for text_id in named if not wording.has(text_id)) == []


@pytest.mark.parametrize("event", sorted({row.event for row in TABLE}))
def test_every_event_of_a_case_has_its_words(event: str) -> None:
    assert load_wording().has(f"event-{event.replace('_', '-')}")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_and_its_filters_have_their_words(role: Role) -> None:
    member = StaffMember(email="a@b.example", role=role, id=1, bodies=("kte",))
    wording = load_wording()
    assert wording.has(f"role-{role}")
    assert all(wording.has(f"tab-{name}") for name in lists_for(member, NOON))


@pytest.mark.parametrize("status", [*sorted(KNOWN_ERRORS), 418, 500])
def test_every_error_says_what_happened_and_what_to_do(status: int) -> None:
    wording = load_wording()
    assert wording.say(error_id(status))
    assert wording.say(f"{error_id(status)}.what")


def test_a_text_that_is_missing_is_an_error() -> None:
    wording = Wording("there = є { $count }")
    with pytest.raises(KeyError):
        wording.say("nowhere")
    with pytest.raises(KeyError):
        wording.say("there")
    assert wording.say("there", count=2) == "є 2"
    assert wording.first("nowhere", "there", count=3) == "є 3"
