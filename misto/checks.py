"""`misto check`: everything that can be wrong with flows, texts and data, by file and line."""

from collections.abc import Callable, Iterable

from core.tables import DataError
from dialogs.flow import Flow, FlowStep
from dialogs.loader import FlowErrors
from misto.app import City
from nlu.quality import look_over


def problems(city: City) -> list[str]:
    """Return every problem as a line. The settings were checked when they were read."""
    parts: tuple[Callable[[City], Iterable[str]], ...] = (
        _tables,
        _settings,
        _flows,
        _texts,
    )
    # The training data take seconds, which other mistakes need not wait for.
    return [problem for part in parts for problem in part(city)] or list(_training(city))


def _tables(city: City) -> Iterable[str]:
    try:
        _ = city.routing, city.law
    except DataError as error:
        yield from error.problems


def _settings(city: City) -> Iterable[str]:
    """What settings and tables say of each other."""
    try:
        bodies = city.routing.bodies
    except DataError:
        return  # told already
    for body in city.settings.staff.duty.keys() - bodies.keys() - {"default"}:
        yield f"staff.duty: no body '{body}' in data/city/bodies.csv"
    mailed = [body.id for body in bodies.values() if body.delivery == "mail"]
    if mailed and not city.settings.mail.smtp_url.get_secret_value():
        yield f"mail.smtp_url is empty, but {', '.join(mailed)} get their cases by mail"


def _flows(city: City) -> Iterable[str]:
    try:
        flows = city.flows
    except FlowErrors as error:
        yield from map(str, error.problems)
        return
    except DataError:
        return  # told already
    for flow in flows.by_name.values():
        for text_id, step in _said(flow):
            if not city.texts.has(text_id):
                yield f"{flow.name}.yml:{step.line}: no text '{text_id}' in data/texts"


def _said(flow: Flow) -> Iterable[tuple[str, FlowStep]]:
    """The texts a flow's steps say, each with its step."""
    for step in flow.steps:
        named = (step.utter, step.confirm, *(rejection.utter for rejection in step.rejections))
        for text_id in filter(None, named):
            yield text_id, step
        if step.anonymous and step.anonymous != "allowed":
            yield step.anonymous, step


def _texts(city: City) -> Iterable[str]:
    try:
        return city.texts.problems()
    except DataError:
        return ()


def _training(city: City) -> Iterable[str]:
    folder = city.data / "nlu"
    return look_over(folder, folder / "dev.jsonl").errors
