"""The catalogue: Fluent messages in Ukrainian and English, with the city's names and dates put in.

A message's arguments are slot values as they stand; formatters turn them into words of the language
(a district's code into its name, a moment into «до 9 грудня»). A text that a language lacks is a
mistake that `problems` reports; at run time the other language is said rather than nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from core.conversation import Button, Language, Say, Text
from core.messages import Choice, Outgoing
from dialogs.proofreading import parsed, parts_of, read_over
from dialogs.sources import Problem, read_source

LANGUAGES: tuple[Language, ...] = ("uk", "en")
LITERAL = "literal"
UNSET = "none"
_FEW = 2

Formatter = Callable[[Any, Language], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """One text ready to be said: `variables` are the arguments it reads."""

    bundle: FluentBundle
    pattern: Any
    variables: tuple[str, ...]

    def say(self, given: dict[str, Any]) -> str:
        return str(self.bundle.format_pattern(self.pattern, given)[0]).strip()


class Catalogue:
    """All texts of both languages.

    `formatters` by argument name return one or more arguments: {"district": «Дарницький»,
    "district_gen": «Дарницького»}. An argument that is not given reads as "none", so that a text
    can leave out what is not known.
    """

    def __init__(
        self,
        sources: Mapping[Language, Mapping[str, str]],
        formatters: Mapping[str, Formatter] | None = None,
        problems: Iterable[Problem] = (),
    ) -> None:
        self._sources = sources
        self._problems = tuple(problems)
        self._formatters = dict(formatters or {})
        self._patterns = {
            language: _patterns(language, list(sources[language].values()))
            for language in LANGUAGES
        }
        # Labels and short lines come again and again; longer texts may hold a person's words.
        self._said = lru_cache(4096)(self._say_anew)
        self._constants: Mapping[str, str] = {}

    def use(self, formatters: Mapping[str, Formatter], constants: Mapping[str, str]) -> None:
        """Set the formatters (which may quote the catalogue itself) and what never changes."""
        self._formatters = dict(formatters)
        self._constants = constants
        self._said.cache_clear()

    def forget(self) -> None:
        """Drop the lines that are remembered: a name may stand in one."""
        self._said.cache_clear()

    @classmethod
    def load(
        cls,
        folder: Path,
        formatters: Mapping[str, Formatter] | None = None,
        services: Path | None = None,
    ) -> "Catalogue":
        """Read `folder/uk/*.ftl` and `folder/en/*.ftl`, and the files of a city's own services,
        each of which holds both languages.
        """
        problems: list[Problem] = []
        sources: dict[Language, dict[str, str]] = {
            language: _read(folder / language, f"data/texts/{language}/", problems)
            for language in LANGUAGES
        }
        if services is not None:
            for name, source in _read(services, f"{services}/", problems).items():
                parts = parts_of(source)
                problems += _headings_amiss(name, parts)
                for language in LANGUAGES:
                    sources[language][name] = parts.get(language, "")
        return cls(sources, formatters, problems)

    @property
    def sources(self) -> Mapping[Language, Mapping[str, str]]:
        """The files of each language by the names that problems call them."""
        return self._sources

    def has(self, text_id: str) -> bool:
        return text_id == LITERAL or text_id in self._patterns["uk"]

    def render(self, say: Say, language: Language) -> Outgoing:
        """Return the message in the language, its buttons labelled."""
        return Outgoing(
            text=self.label(say.text, language),
            choices=tuple(self._choice(button, language) for button in say.buttons),
            request=say.request,
            kind=say.kind,
            page=say.page,
        )

    def _choice(self, button: Button, language: Language) -> Choice:
        return Choice(self.label(button.label, language), button.value, button.url)

    def label(self, text: Text, language: Language) -> str:
        if text.id == LITERAL:
            return str(text.args["text"])
        return self.format(text.id, language, text.args)

    def format(self, text_id: str, language: Language, args: Mapping[str, Any]) -> str:
        """Return the text. Errors: KeyError when no language has it."""
        if not args:
            return self._said(language, text_id, ())
        found = self._find(text_id, language)
        if len(found.variables) <= _FEW:
            bare = tuple((base, args.get(base)) for base in _bases(found.variables, args))
            if all(isinstance(value, str | int | None) for _, value in bare):
                return self._said(language, text_id, bare)
        return found.say(self._arguments(found.variables, args, language))

    def _say_anew(self, language: Language, text_id: str, bare: tuple[tuple[str, Any], ...]) -> str:
        found = self._find(text_id, language)
        return found.say(self._arguments(found.variables, dict(bare), language))

    def _find(self, text_id: str, language: Language) -> _Pattern:
        for tried in (language, *LANGUAGES):
            pattern = self._patterns[tried].get(text_id)
            if pattern is not None:
                return pattern
        raise KeyError(f"no text '{text_id}' in data/texts")

    def _arguments(
        self, names: tuple[str, ...], args: Mapping[str, Any], language: Language
    ) -> dict[str, Any]:
        given: dict[str, Any] = {}
        for name, base in zip(names, _bases(names, args), strict=True):
            value = args.get(base)
            if value is not None and base in self._formatters:
                given |= self._formatters[base](value, language)
            elif value is not None and base == name:
                given[name] = _plain(value)
            given.setdefault(name, self._constants.get(name, UNSET))
        return given

    def problems(self) -> list[str]:
        """Return what is wrong with the texts, by file and line."""
        return list(map(str, (*self._problems, *read_over(self._sources))))


def _read(folder: Path, prefix: str, problems: list[Problem]) -> dict[str, str]:
    found = {}
    for path in sorted(folder.glob("*.ftl")):
        name = f"{prefix}{path.name}"
        found[name], wrong = read_source(path, name)
        problems += wrong
    return found


def _headings_amiss(file: str, parts: Mapping[str, str]) -> Iterable[Problem]:
    for language in LANGUAGES:
        if language not in parts:
            what = f"there is no heading '## {language}', under which its texts stand"
            yield Problem(file, 1, what)
    for heading in parts.keys() - set(LANGUAGES):
        yield Problem(file, 1, f"the heading '## {heading}' is no language; known: uk, en")


def _bases(names: tuple[str, ...], args: Mapping[str, Any]) -> list[str]:
    """The argument each name is made of: `district_gen` by the formatter of `district`."""
    return [name if name in args else name.rsplit("_", 1)[0] for name in names]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, int | float) else str(value)


def _patterns(language: Language, sources: list[str]) -> dict[str, _Pattern]:
    """Every message and attribute (`ask-phone.again`) of a language by its name."""
    # Isolation marks would show as stray characters in messengers.
    bundle = FluentBundle([language], use_isolating=False)
    entries = [entry for source in sources for entry in parsed(source).body]
    for source in sources:
        bundle.add_resource(FluentResource(source))
    messages = {entry.id.name: entry for entry in entries if isinstance(entry, ast.Message)}
    found: dict[str, _Pattern] = {}
    for name, entry in messages.items():
        compiled = bundle.get_message(name)
        if entry.value is not None:
            found[name] = _Pattern(bundle, compiled.value, _variables(entry.value, messages))
        for attribute in entry.attributes:
            key = attribute.id.name
            variables = _variables(attribute.value, messages)
            found[f"{name}.{key}"] = _Pattern(bundle, compiled.attributes[key], variables)
    return found


class _Names(Visitor):
    """Collects the arguments a pattern reads, also through the messages it quotes."""

    def __init__(self, messages: Mapping[str, ast.Message]) -> None:
        self.messages = messages
        self.found: dict[str, None] = {}
        self.seen: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's hook
        self.found[node.id.name] = None

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's hook
        name = node.id.name
        if name in self.messages and name not in self.seen:
            self.seen.add(name)
            self.visit(self.messages[name].value)


def _variables(pattern: ast.Pattern, messages: Mapping[str, ast.Message]) -> tuple[str, ...]:
    names = _Names(messages)
    names.visit(pattern)
    return tuple(names.found)
