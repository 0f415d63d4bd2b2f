"""Texts read over: what a file of them cannot say, and what one language says and another not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from core.conversation import Language
from dialogs.sources import Problem

_FUNCTIONS = frozenset({"NUMBER", "DATETIME"})
Sources = Mapping[Language, Mapping[str, str]]


@dataclass(slots=True)
class _Text:
    """Where a text stands, what it reads and what it quotes."""

    file: str
    line: int
    reads: set[str] = field(default_factory=set)
    quotes: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)


class _Names(Visitor):
    def __init__(self, text: _Text) -> None:
        self.text = text

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's hook
        self.text.reads.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's hook
        self.text.quotes.add(node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:  # noqa: N802 - the library's hook
        self.text.quotes.add(f"-{node.id.name}")

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:  # noqa: N802 - the library's hook
        self.text.calls.add(node.id.name)
        self.generic_visit(node)


@lru_cache(256)
def parsed(source: str) -> ast.Resource:
    """Return the entries of a file; parsing takes long, and files are looked at several times."""
    return FluentParser().parse(source)


def read_over(sources: Sources) -> list[Problem]:
    """Return every mistake in the texts of all languages."""
    found: list[Problem] = []
    texts = {language: _texts(files, found) for language, files in sources.items()}
    for language, own in texts.items():
        for other in texts.keys() - {language}:
            found += _untold(own, texts[other], language, other)
        found += _unknown(own)
    return sorted(found, key=lambda problem: (problem.file, problem.line))


def lines_of(files: Mapping[str, str]) -> Mapping[str, tuple[str, int]]:
    """Return where each text of some files stands: its file and line."""
    texts = _texts(files, [])
    return {name: (text.file, text.line) for name, text in texts.items()}


def _texts(files: Mapping[str, str], problems: list[Problem]) -> dict[str, _Text]:
    """Every text of a language by its id, attributes as `ask-phone.again`."""
    found: dict[str, _Text] = {}
    for file, source in files.items():
        for entry in parsed(source).body:
            if isinstance(entry, ast.Junk):
                problems.append(_junk(file, source, entry))
            elif isinstance(entry, ast.Message | ast.Term):
                _enter(entry, file, source, found, problems)
    return found


def _junk(file: str, source: str, entry: ast.Junk) -> Problem:
    note = entry.annotations[0] if entry.annotations else None
    span = (note and note.span) or entry.span
    # What is missed at the end of a file is missed on its last line.
    place = min(span.start if span else 0, len(source.rstrip()))
    line = source.count("\n", 0, place) + 1
    what = note.message if note else "unreadable"
    return Problem(file, line, f"this is no text of Fluent: {what}")


def _enter(
    entry: ast.Message | ast.Term,
    file: str,
    source: str,
    found: dict[str, _Text],
    problems: list[Problem],
) -> None:
    name = f"-{entry.id.name}" if isinstance(entry, ast.Term) else str(entry.id.name)
    parts: list[tuple[str, ast.SyntaxNode, ast.Pattern | None]] = [(name, entry, entry.value)]
    parts += [(f"{name}.{item.id.name}", item, item.value) for item in entry.attributes]
    for text_id, node, value in parts:
        line = source.count("\n", 0, node.span.start if node.span else 0) + 1
        if text_id in found:
            first = found[text_id]
            what = f"text '{text_id}' stands in {first.file}:{first.line} already; keep one"
            problems.append(Problem(file, line, what))
        elif value is not None:
            found[text_id] = _Text(file, line)
            _Names(found[text_id]).visit(value)


def _untold(
    own: Mapping[str, _Text], other: Mapping[str, _Text], language: str, missing: str
) -> Iterator[Problem]:
    for text_id, text in own.items():
        twin = other.get(text_id)
        if twin is None:
            what = f"text '{text_id}' is here in '{language}' and missing in '{missing}'; add it"
            yield Problem(text.file, text.line, what)
        elif lacking := sorted(text.reads - twin.reads):
            names = ", ".join(f"{{ ${name} }}" for name in lacking)
            what = f"text '{text_id}' says nothing of {names}, as it does in '{language}'"
            yield Problem(twin.file, twin.line, what)


def _unknown(own: Mapping[str, _Text]) -> Iterator[Problem]:
    for text_id, text in own.items():
        for name in sorted(text.quotes - own.keys()):
            what = f"text '{text_id}' quotes {{ {name} }}, which is not there; is it misspelled?"
            yield Problem(text.file, text.line, what)
        for name in sorted(text.calls - _FUNCTIONS):
            what = f"text '{text_id}' calls {name}(), which is not there; known: NUMBER, DATETIME"
            yield Problem(text.file, text.line, what)


# --- a service's own file ------------------------------------------------------------------------

_HEADING = "## "


def parts_of(source: str) -> Mapping[str, str]:
    """Return a service's file by the languages under whose headings (`## uk`) its texts stand.

    The other parts are left as empty lines, so that every line keeps its number.
    """
    languages = [line[len(_HEADING) :].strip() for line in _headings(source)]
    return {language: _only(source, language) for language in languages}


def _headings(source: str) -> list[str]:
    return [line for line in source.splitlines() if line.startswith(_HEADING)]


def _only(source: str, language: str) -> str:
    kept, here = [], False
    for line in source.splitlines():
        if line.startswith(_HEADING):
            here = line[len(_HEADING) :].strip() == language
        kept.append(line if here and not line.startswith(_HEADING) else "")
    return "\n".join(kept) + "\n"
