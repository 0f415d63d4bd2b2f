"""`misto check`: everything that can be wrong with flows, texts and data, by file and line."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from core.tables import DataError
from dialogs.flow import Flow, FlowStep
from dialogs.loader import FlowErrors
from dialogs.proofreading import lines_of
from dialogs.texts import LANGUAGES
from misto.app import City
from misto.settings import place_of
from nlu.quality import look_over

# What a kind of slot may ask for in words of its own: a part of an address, one of districts.
_VARIANTS = ("more", "house", "street", "which", "one", "all")


def problems(city: City, config: Path | None = None) -> list[str]:
    """Return every problem as a line. The settings were checked when they were read; `config` is
    their file.
    """
    parts: tuple[Callable[[City], Iterable[str]], ...] = (
        _tables,
        lambda city: _settings(city, config),
        _flows,
        _texts,
    )
    # The training data take seconds, which other mistakes need not wait for.
    return [problem for part in parts for problem in part(city)] or list(_training(city))


def _tables(city: City) -> Iterable[str]:
    try:
        _ = city.routing, city.law, city.other_towns, city.petition_work
        _ = city.tariffs, city.enrolment, city.visits
    except DataError as error:
        yield from error.problems


def _settings(city: City, config: Path | None) -> Iterable[str]:
    """What settings and tables say of each other."""
    if city.services is not None and not city.services.is_dir():
        yield f"{place_of('city.services', config)}: there is no folder {city.services}; make it"
    try:
        bodies = city.routing.bodies
    except DataError:
        return  # told already
    for body in city.settings.staff.duty.keys() - bodies.keys() - {"default"}:
        yield f"{place_of('staff.duty', config)}: no body '{body}' in data/city/bodies.csv"
    mailed = [body.id for body in bodies.values() if body.delivery == "mail"]
    if mailed and not city.settings.mail.smtp_url.get_secret_value():
        empty = f"{place_of('mail.smtp_url', config)}: mail.smtp_url is empty"
        yield f"{empty}, but {', '.join(mailed)} get their cases by mail"


def _flows(city: City) -> Iterable[str]:
    try:
        flows = city.flows
    except FlowErrors as error:
        yield from map(str, error.problems)
        return
    except DataError:
        return  # told already
    for flow in flows.by_name.values():
        file = flow.file or f"{flow.name}.yml"
        for text_ids, line in _said(flow, flows.by_name):
            if not any(map(city.texts.has, text_ids)):
                yield f"{file}:{line}: no text '{text_ids[0]}'; write it, in both languages"
        for step in flow.steps:
            body = (step.set_slots or {}).get("body")
            if body is not None and body not in city.routing.bodies:
                yield f"{file}:{step.line}: no body '{body}' in data/city/bodies.csv"
        yield from (f"{file}:{line}: {what}" for line, what in _unreached(flow.steps))
    yield from _unused(city)


def _unreached(steps: Sequence[FlowStep]) -> Iterator[tuple[int, str]]:
    """Steps to which nothing leads."""
    named = {branch.then for step in steps for branch in step.next}
    for step, after in pairwise(steps):
        leaves = step.link or any(branch.condition is None for branch in step.next)
        if leaves and step.condition is None and after.id not in named:
            always = f"{step.id} before it always goes on elsewhere"
            yield after.line, f"step {after.id}: nothing leads here; {always}"


def _said(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[tuple[tuple[str, ...], int]]:
    """The texts that a flow needs, each by the names it may have, and where it is needed."""
    if flow.menu:
        yield (f"menu-{flow.name}",), 1
    if flow.menu or flow.cues:
        yield (f"flow-{flow.name}",), 1
    for step in flow.steps:
        named = (step.utter, step.confirm, *(rejection.utter for rejection in step.rejections))
        for text_id in filter(None, named):
            yield (text_id,), step.line
        if step.anonymous and step.anonymous != "allowed":
            yield (step.anonymous,), step.line
        for button in step.buttons:
            yield (f"{'menu' if button in flows else 'button'}-{button}",), step.line
        for slot in (step.collect, *step.offer):
            yield from _asked(flow, slot, step)
        yield from (((f"add-{slot}",), step.line) for slot in step.offer)


def _asked(flow: Flow, slot: str | None, step: FlowStep) -> Iterator[tuple[tuple[str, ...], int]]:
    if slot is None:
        return
    yield (f"{flow.name}-ask-{slot}", f"ask-{slot}"), step.line
    spec = flow.slots[slot]
    if spec.kind == "choice":
        values = spec.options.get("values", [])
        for value in values[: spec.options.get("shown")]:
            yield (f"{slot}-{value}",), step.line


def _unused(city: City) -> Iterator[str]:
    """Texts of the city's own services that none of their flows says."""
    own = {flow.name: flow for flow in city.flows.by_name.values() if flow.own}
    said = {name for flow in own.values() for name in _sayable(flow, city.flows.by_name)}
    for language in LANGUAGES:
        files = city.texts.sources[language]
        of_services = {f: text for f, text in files.items() if f.startswith(f"{city.services}/")}
        for text_id, (file, line) in lines_of(of_services).items():
            if text_id.removesuffix(".again").removesuffix(".help") not in said:
                yield f"{file}:{line}: no flow says the text '{text_id}'; is its name right?"


def _sayable(flow: Flow, flows: Mapping[str, Flow]) -> Iterator[str]:
    """Every name of a text that a flow of the city's own may say."""
    for text_ids, _ in _said(flow, flows):
        yield from text_ids
    yield from (f"{what}-{flow.name}" for what in ("menu", "flow", "kind"))
    for slot, spec in flow.slots.items():
        yield from (f"slot-{slot}", f"skip-{slot}", f"needed-{slot}")
        yield f"{flow.name}-needed-{slot}"
        yield from (f"{slot}-{value}" for value in spec.options.get("values", ()))
        for ask in (f"ask-{slot}", f"{flow.name}-ask-{slot}"):
            yield from (ask, *(f"{ask}-{variant}" for variant in _VARIANTS))


def _texts(city: City) -> Iterable[str]:
    try:
        return city.texts.problems()
    except DataError:
        return ()


def _training(city: City) -> Iterable[str]:
    folder = city.data / "nlu"
    return look_over(folder, folder / "dev.jsonl").errors
