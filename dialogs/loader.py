"""Reads flow files and refuses what is wrong in them, by file and line."""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dialogs.conditions import Condition, ConditionError, compared, compile_condition
from dialogs.cues import Cue, read_cue
from dialogs.flow import END, Branch, Flow, Flows, FlowStep, Rejection, SlotSpec
from dialogs.pressing import GLOBAL
from dialogs.slots import KINDS
from dialogs.sources import Problem, read_source

VERBS = ("collect", "action", "lookup", "utter", "confirm", "link", "call", "set_slots")
BUILT_IN_NAMES = frozenset({"asked", "consented", "language", "today", "waiting"})


class FlowErrors(Exception):
    """The flows cannot be used; `problems` holds every mistake found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class _SlotModel(_Strict):
    model_config = ConfigDict(extra="allow")
    kind: str
    optional: bool = False
    follows: str | None = None
    not_in_story: bool = False
    persisted: bool = False
    personal: bool = False
    shared: bool = False
    expects: str | None = None


class _RejectionModel(_Strict):
    if_: str = Field(alias="if")
    utter: str


class _BranchModel(_Strict):
    if_: str | None = Field(default=None, alias="if")
    then: str | None = None
    else_: str | None = Field(default=None, alias="else")


class _StepModel(_Strict):
    id: str | None = None
    collect: str | None = None
    action: str | None = None
    lookup: str | None = None
    utter: str | None = None
    confirm: str | None = None
    link: str | None = None
    call: str | None = None
    set_slots: dict[str, Any] | None = None
    if_: str | None = Field(default=None, alias="if")
    rejections: list[_RejectionModel] = []
    next: str | list[_BranchModel] | None = None
    buttons: list[str] = []
    ask_before_filling: bool = False
    anonymous: str | None = None
    offer: list[str] = []


class _FlowModel(_Strict):
    flow: str
    description: str
    intents: list[str] = []
    opens: list[str] = []
    cues: list[str] = []
    told_by: list[str] = []
    acts: list[str] = []
    beside: list[str] = []
    menu: int = 0
    patient: bool = False
    separate_consent: bool = False
    slots: dict[str, _SlotModel] = {}
    steps: list[_StepModel]


@dataclass(frozen=True, slots=True)
class Offer:
    """What the program offers to flows: a step that names anything else is a mistake.

    `vocabularies` are the city's own lists: a slot option `$districts` is replaced by one.
    """

    actions: frozenset[str] = frozenset()
    lookups: frozenset[str] = frozenset()
    vocabularies: Mapping[str, Any] = field(default_factory=dict)


def load_flows(folder: Path, offer: Offer, services: Path | None = None) -> Flows:
    """Return all flows of `folder/*.yml` and of the city's own services.

    Errors: FlowErrors with every problem of every file.
    """
    sources: dict[str, str] = {}
    problems: list[Problem] = []
    named = [(path, path.name) for path in sorted(folder.glob("*.yml"))]
    named += [(path, str(path)) for path in sorted(services.glob("*.yml"))] if services else []
    for path, name in named:
        sources[name], wrong = read_source(path, name)
        problems += wrong
    return read_flows(sources, offer, problems)


def read_flows(
    sources: Mapping[str, str], offer: Offer, unreadable: Iterable[Problem] = ()
) -> Flows:
    """Return the flows of the given file texts; see `load_flows`."""
    problems: list[Problem] = list(unreadable)
    skipped = {problem.file for problem in problems}
    readers = [
        _FileReader(file, text, offer, problems)
        for file, text in sources.items()
        if text or file not in skipped
    ]
    flows = {reader: flow for reader in readers if (flow := reader.read()) is not None}
    by_name: dict[str, Flow] = {}
    by_intent: dict[str, Flow] = {}
    for reader, flow in flows.items():
        reader.check_unique(flow, by_name, by_intent)
    for reader, flow in flows.items():
        reader.check_references(flow, by_name, by_intent)
    if problems:
        raise FlowErrors(sorted(problems, key=lambda problem: (problem.file, problem.line)))
    return Flows(by_name, by_intent)


def _hint(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f". Did you mean '{close[0]}'?" if close else ""


class _FileReader:
    """Turns one file into a Flow, noting problems with their lines."""

    def __init__(self, file: str, text: str, offer: Offer, problems: list[Problem]) -> None:
        self.file, self.text, self.offer, self.problems = file, text, offer, problems
        self.root: yaml.Node | None = None
        self.choices: Mapping[str, Sequence[str]] = {}

    def read(self) -> Flow | None:
        """Return the file's flow; None, and what is wrong noted, when it cannot be used."""
        try:
            self.root = yaml.compose(self.text, Loader=yaml.SafeLoader)
            content = yaml.safe_load(self.text)
        except yaml.YAMLError as error:
            self._note_yaml(error)
            return None
        self._check_twice(self.root)
        try:
            model = _FlowModel.model_validate(content)
        except ValidationError as error:
            for item in error.errors():
                self._note(item["loc"], f"{_path(item['loc'])}: {item['msg']}")
            return None
        before = len(self.problems)
        flow = self._flow(model)
        return flow if len(self.problems) == before else None

    def _check_twice(self, root: yaml.Node | None) -> None:
        """Note keys that are there twice: of two, YAML would silently take the last."""
        waiting, looked = [root], set[int]()
        while waiting:
            node = waiting.pop()
            if node is None or id(node) in looked:
                continue  # an alias leads to what was looked at, maybe to itself
            looked.add(id(node))
            if isinstance(node, yaml.MappingNode):
                self._check_keys([key for key, _ in node.value])
                waiting += [value for _, value in node.value]
            elif isinstance(node, yaml.SequenceNode):
                waiting += node.value

    def _check_keys(self, keys: Iterable[yaml.Node]) -> None:
        seen: set[str] = set()
        for key in keys:
            name = str(key.value)
            if name in seen:
                line = key.start_mark.line + 1
                what = f"'{name}' is here twice; keep one of them"
                self.problems.append(Problem(self.file, line, what))
            seen.add(name)

    def check_unique(
        self, flow: Flow, by_name: dict[str, Flow], by_intent: dict[str, Flow]
    ) -> None:
        """Enter the flow by its name and intents; note what another flow has already."""
        if flow.name in by_name:
            self._note(("flow",), f"flow '{flow.name}' is in another file already")
        by_name.setdefault(flow.name, flow)
        for number, intent in enumerate(flow.intents):
            if intent in by_intent:
                message = f"intent '{intent}' starts '{by_intent[intent].name}' already"
                self._note(("intents", number), message)
            by_intent.setdefault(intent, flow)

    def check_references(
        self, flow: Flow, by_name: Mapping[str, Flow], by_intent: Mapping[str, Flow]
    ) -> None:
        """Note the flows, intents and buttons that are named and do not exist."""
        for number, intent in enumerate(flow.told_by):
            where = ("told_by", number)
            self._check_known(where, "told_by: no flow has the intent", intent, by_intent)
        for other in flow.beside:
            self._check_known(("beside",), "beside: unknown flow", other, by_name)
        for number, step in enumerate(flow.steps):
            where, target = ("steps", number), step.link or step.call
            if target:
                self._check_known(where, f"step {step.id}: unknown flow", target, by_name)
            for button in step.buttons:
                known = {*by_name, *GLOBAL}
                self._check_known(
                    (*where, "buttons"), f"step {step.id}: unknown button", button, known
                )

    def _check_known(
        self, where: Sequence[Any], what: str, name: str, known: Iterable[str]
    ) -> None:
        if name not in known:
            self._note(where, f"{what} '{name}'{_hint(name, known)}")

    def _flow(self, model: _FlowModel) -> Flow:
        slots = {name: self._slot(name, spec, model.slots) for name, spec in model.slots.items()}
        self.choices = {
            name: list(map(str, spec.options.get("values", ())))
            for name, spec in slots.items()
            if spec.kind == "choice" and not spec.options.get("free")
        }
        ids = [step.id or _default_id(step) for step in model.steps]
        self._check_ids(ids)
        steps = tuple(
            self._step(number, step_id, step, slots, ids)
            for number, (step_id, step) in enumerate(zip(ids, model.steps, strict=True))
        )
        return Flow(
            name=model.flow,
            description=model.description,
            intents=tuple(model.intents),
            slots=slots,
            steps=steps,
            menu=model.menu,
            opens=tuple(model.opens),
            cues=tuple(self._cues(model.cues)),
            told_by=tuple(model.told_by),
            acts=tuple(model.acts),
            beside=tuple(model.beside),
            patient=model.patient,
            separate_consent=model.separate_consent,
            file=self.file,
            own="/" in self.file,
            index={step_id: number for number, step_id in enumerate(ids)},
        )

    def _cues(self, sources: Iterable[str]) -> Iterator[Cue]:
        for number, source in enumerate(sources):
            try:
                yield read_cue(source)
            except ValueError as error:
                self._note(("cues", number), str(error))

    def _slot(self, name: str, model: _SlotModel, slots: Mapping[str, _SlotModel]) -> SlotSpec:
        extra = model.model_extra or {}
        self._check_slot(name, model, extra, slots)
        return SlotSpec(
            name=name,
            kind=model.kind,
            optional=model.optional,
            follows=model.follows,
            not_in_story=model.not_in_story,
            persisted=model.persisted,
            personal=model.personal,
            shared=model.shared,
            expects=model.expects,
            options={
                **self._of_the_city(model.kind),
                **{key: self._option(name, item) for key, item in extra.items()},
            },
        )

    def _check_slot(
        self, name: str, model: _SlotModel, extra: Mapping[str, Any], slots: Iterable[str]
    ) -> None:
        where = ("slots", name)
        self._check_known(where, f"slot {name}: unknown kind", model.kind, KINDS)
        if model.kind in KINDS:
            takes = {*KINDS[model.kind].takes, *_SlotModel.model_fields}
            for option in extra:
                what = f"slot {name}: unknown option"
                self._check_known((*where, option), what, option, takes)
        for option in ("follows", "needs", "loose"):
            other = model.follows if option == "follows" else extra.get(option)
            if other is not None:
                what = f"slot {name}, {option}: unknown slot"
                self._check_known((*where, option), what, str(other), slots)

    def _of_the_city(self, kind: str) -> Mapping[str, Any]:
        """The lists of the city's that every slot of the kind draws on."""
        lists, wanted = self.offer.vocabularies, KINDS[kind].draws_on if kind in KINDS else {}
        return {option: lists[name] for option, name in wanted.items() if name in lists}

    def _option(self, slot: str, value: Any) -> Any:
        """A slot's option; `$name` stands for a list of the city's."""
        if not (isinstance(value, str) and value.startswith("$")):
            return value
        lists = self.offer.vocabularies
        self._check_known(("slots", slot), f"slot {slot}: unknown list", value[1:], lists)
        return lists.get(value[1:])

    def _step(
        self,
        number: int,
        step_id: str,
        model: _StepModel,
        slots: Mapping[str, SlotSpec],
        ids: list[str],
    ) -> FlowStep:
        where = ("steps", number)
        self._check_verb(where, step_id, model)
        self._check_names(where, step_id, model, slots)
        known = frozenset(slots) | BUILT_IN_NAMES
        return FlowStep(
            id=step_id,
            line=self._line(where),
            collect=model.collect,
            action=model.action,
            lookup=model.lookup,
            utter=model.utter,
            confirm=model.confirm,
            link=model.link,
            call=model.call,
            set_slots=model.set_slots,
            condition=self._condition((*where, "if"), step_id, model.if_, known),
            rejections=self._rejections(where, step_id, model, known),
            next=self._next(where, step_id, model, known, ids),
            buttons=tuple(model.buttons),
            ask_before_filling=model.ask_before_filling,
            anonymous=model.anonymous,
            offer=tuple(model.offer),
        )

    def _check_ids(self, ids: list[str]) -> None:
        for number, step_id in enumerate(ids):
            if step_id in ids[:number]:
                self._note(("steps", number), f"step {step_id}: this id is used before")

    def _check_verb(self, where: tuple[Any, ...], step_id: str, model: _StepModel) -> None:
        verbs = [verb for verb in VERBS if getattr(model, verb) is not None]
        if len(verbs) != 1 and not (model.next and not verbs):
            self._note(where, f"step {step_id}: needs exactly one of {', '.join(VERBS)}")

    def _check_names(
        self,
        where: tuple[Any, ...],
        step_id: str,
        model: _StepModel,
        slots: Mapping[str, SlotSpec],
    ) -> None:
        used = [("collect", model.collect), *(("set_slots", n) for n in model.set_slots or ())]
        used += [("offer", name) for name in model.offer]
        for key, name in used:
            if name is not None:
                what = f"step {step_id}: unknown slot"
                self._check_known((*where, key), what, name, slots)
        if model.action is not None:
            what = f"step {step_id}: unknown action"
            self._check_known(where, what, model.action, self.offer.actions)
        if model.lookup is not None:
            what = f"step {step_id}: unknown lookup"
            self._check_known(where, what, model.lookup, self.offer.lookups)

    def _condition(
        self, where: tuple[Any, ...], step_id: str, source: str | None, known: frozenset[str]
    ) -> Condition | None:
        if source is None:
            return None
        try:
            condition, names = compile_condition(source)
        except ConditionError as error:
            self._note(where, f"step {step_id}: {error}")
            return None
        for name in sorted(names):
            self._check_known(where, f"step {step_id}: unknown slot", name, known)
        for name, value in compared(source):
            values = self.choices.get(name)
            if values is not None:
                self._check_known(where, f"step {step_id}: {name} is never", value, values)
        return condition

    def _rejections(
        self, where: tuple[Any, ...], step_id: str, model: _StepModel, known: frozenset[str]
    ) -> tuple[Rejection, ...]:
        found = []
        for item in model.rejections:
            condition = self._condition(where, step_id, item.if_, known)
            if condition is not None:
                found.append(Rejection(condition, item.utter))
        return tuple(found)

    def _next(
        self,
        where: tuple[Any, ...],
        step_id: str,
        model: _StepModel,
        known: frozenset[str],
        ids: list[str],
    ) -> tuple[Branch, ...]:
        if model.next is None:
            return ()
        if isinstance(model.next, str):
            branches = [Branch(None, model.next)]
        else:
            branches = [
                Branch(
                    self._condition(where, step_id, item.if_, known),
                    item.then or item.else_ or END,
                )
                for item in model.next
            ]
        for branch in branches:
            what = f"step {step_id}: unknown next step"
            self._check_known(where, what, branch.then, [*ids, END])
        return tuple(branches)

    def _note(self, path: Sequence[Any], message: str) -> None:
        self.problems.append(Problem(self.file, self._line(path), message))

    def _note_yaml(self, error: yaml.YAMLError) -> None:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "this is no YAML"
        self.problems.append(Problem(self.file, mark.line + 1 if mark else 1, str(what)))

    def _line(self, path: Sequence[Any]) -> int:
        """The line of the deepest node of the path that stands in the file."""
        node, line = self.root, 1
        for key in path:
            node = _child(node, key)
            if node is None:
                break
            line = node.start_mark.line + 1
        return line


def _child(node: yaml.Node | None, key: Any) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
        child = node.value[key]
        return child if isinstance(child, yaml.Node) else None
    return None


def _default_id(step: _StepModel) -> str:
    verb = next((verb for verb in VERBS if getattr(step, verb) is not None), "next")
    value = getattr(step, verb)
    return value if isinstance(value, str) and verb == "collect" else f"{verb}_{_slug(value)}"


def _slug(value: Any) -> str:
    return value if isinstance(value, str) else "_".join(map(str, value or ()))


def _path(loc: Sequence[Any]) -> str:
    return ".".join(map(str, loc)) or "file"
