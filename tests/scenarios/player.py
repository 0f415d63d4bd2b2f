"""Plays a scenario over lines of JSON and compares what comes back with what must."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image

from tests.scenarios.lines import Line, Lines
from tests.scenarios.scenario import Scenario, Step, listed

KYIV = ZoneInfo("Europe/Kyiv")
_LATER = re.compile(r"^(?P<count>\d+) (?P<unit>minutes?|hours?|days?)$")
# What «{code}» stands for in a step: the last code that a chat was given.
_CODE = re.compile(r"(?:Ваш код|Your code): (\w{4}-\w{4})")
# What must never reach a resident: a text's own workings, Python's nothing, a code's brackets.
_WORKINGS = re.compile(r"\{ ?\$|\bNone\b|\?\?\?|!flow=|<bound method")


@dataclass(slots=True)
class Player:
    """One scenario under way. `folder` holds the files that residents send."""

    lines: Lines
    folder: Path
    clock: datetime = field(default=datetime(2030, 3, 5, 10, tzinfo=KYIV))
    counter: int = 0
    last_event: dict[str, Any] = field(default_factory=dict)
    buttons: dict[str, dict[str, str]] = field(default_factory=dict)
    code: str = ""

    def play(self, scenario: Scenario) -> None:
        """Play all of it. Errors: AssertionError that says which step and what was seen."""
        self.clock = datetime.fromisoformat(scenario.begins).replace(tzinfo=KYIV)
        self._until_done({"clock": self.clock.isoformat()}, "clock")
        if scenario.given is not None:
            seen = self._until_done({"given": scenario.given}, "given")
            assert not _errors(seen), f"the scene was refused: {_errors(seen)}"
        for number, step in enumerate(scenario.talk, 1):
            seen = self._act(step)
            complaint = "\n".join(self._complaints(step, seen))
            assert not complaint, _report(number, step, complaint, seen)

    # --- doing -----------------------------------------------------------------------------------

    def _act(self, step: Step) -> list[Line]:
        """Do the step; return every line that came because of it, files looked at too."""
        if step.clock is not None or step.later is not None:
            self.clock = self._moment(step)
            return self._until_done({"clock": self.clock.isoformat()}, "clock")
        if step.staff is not None:
            return self._staff(step)
        if step.news is not None:
            published = self._until_done({"given": {"news": [step.news]}}, "given")
            return published + self._until_done({"clock": self.clock.isoformat()}, "clock")
        seen: list[Line] = []
        events = list(self._events(step))
        for event in events:
            self.lines.write(event)
        waiting = [event["event"] for event in events]
        while waiting:
            seen.append(self.lines.read())
            if seen[-1].get("done") in waiting:
                waiting.remove(seen[-1]["done"])
            elif "error" in seen[-1]:
                break
        return seen + self._until_done({"clock": self.clock.isoformat()}, "clock")

    def _staff(self, step: Step) -> list[Line]:
        assert step.staff is not None
        act = step.staff.model_dump(exclude_none=True)
        line = {"staff": act.pop("who"), "event": self._number("s"), **act}
        if not line.keys() & {"case", "petition"}:
            line.setdefault("chat", step.chat)
        return self._until_done(line, line["event"])

    def _events(self, step: Step) -> Iterator[dict[str, Any]]:
        if step.again is not None:
            yield self.last_event
            return
        for payload in self._payloads(step):
            event = {"chat": step.chat, "event": self._number("e"), **payload}
            if step.channel != "terminal":
                event["channel"] = step.channel
            if step.words is not None:
                event["text"] = step.words
            self.last_event = event
            yield event

    def _payloads(self, step: Step) -> Iterator[dict[str, Any]]:
        if step.burst is not None:
            yield from ({"text": text} for text in step.burst)
        elif step.resident is not None:
            yield {"text": step.resident.replace("{code}", self.code) * step.times}
        elif step.presses is not None:
            yield {"button": self._value_of(step.chat, step.presses)}
        elif step.sends is not None:
            yield {"attachments": _things(step.sends, self.folder)}
        elif step.location is not None:
            yield {"location": step.location.model_dump()}
        elif step.contact is not None:
            yield {"contact": step.contact.model_dump(exclude_none=True)}
        elif step.opens is not None:
            yield {"start": step.opens.replace("{code}", self.code.replace("-", ""))}
        else:
            yield {"button": step.button}

    def _value_of(self, chat: str, label: str) -> str:
        known = self.buttons.get(chat, {})
        assert label in known, f"there is no button «{label}»; there are: {list(known)}"
        return known[label]

    def _moment(self, step: Step) -> datetime:
        if step.clock is not None:
            return datetime.fromisoformat(step.clock).replace(tzinfo=KYIV)
        found = _LATER.match(step.later or "")
        assert found, f"«later» is as «3 hours» or «2 days», not {step.later!r}"
        unit = found["unit"].rstrip("s") + "s"
        return self.clock + timedelta(**{unit: int(found["count"])})

    def _number(self, letter: str) -> str:
        self.counter += 1
        return f"{letter}{self.counter}"

    def _until_done(self, line: Line, done: str) -> list[Line]:
        self.lines.write(line)
        seen = [self.lines.read()]
        while seen[-1].get("done") != done and "error" not in seen[-1]:
            seen.append(self.lines.read())
        return seen

    # --- comparing -------------------------------------------------------------------------------

    def _complaints(self, step: Step, seen: Sequence[Line]) -> Iterator[str]:
        errors = [error["code"] for error in _errors(seen)]
        if errors != ([step.refused] if step.refused else []):
            yield f"refused: {errors}, wanted {step.refused}"
        said = [line for line in seen if "text" in line]
        for chat in {line["chat"] for line in said}:
            self._note(chat, [line for line in said if line["chat"] == chat])
        messages = [line for line in said if line["chat"] == step.chat]
        yield from _words_amiss(step, messages)
        yield from _state_amiss(step, messages)

    def _note(self, chat: str, messages: Sequence[Line]) -> None:
        """Remember what a chat may press and type now: the buttons, a code."""
        if messages[-1]["buttons"]:
            shown = [button for line in messages for button in line["buttons"]]
            self.buttons[chat] = {button["label"]: button["value"] for button in shown}
        for line in messages:
            self.code = found[1] if (found := _CODE.search(line["text"])) else self.code


def _words_amiss(step: Step, messages: Sequence[Line]) -> Iterator[str]:
    said = "\n".join(line["text"] for line in messages)
    if step.messages is not None and len(messages) != step.messages:
        yield f"{len(messages)} messages, wanted {step.messages}"
    yield from (f"does not say «{words}»" for words in listed(step.bot) if words not in said)
    yield from (f"says «{words}»" for words in listed(step.bot_not) if words in said)
    if found := _WORKINGS.search(said):
        yield f"shows its workings: {found[0]}"


def _state_amiss(step: Step, messages: Sequence[Line]) -> Iterator[str]:
    last: Mapping[str, Any] = messages[-1] if messages else {}
    for name in ("expects", "flow", "request"):
        wanted = getattr(step, name)
        got = last.get(name)
        if wanted is not None and got != (None if wanted == "nothing" else wanted):
            yield f"{name} is {got}, wanted {wanted}"
    labels = tuple(button["label"] for line in messages for button in line["buttons"])
    if step.buttons is not None and labels != step.buttons:
        yield f"buttons are {labels}, wanted {step.buttons}"
    yield from (f"no button «{label}»" for label in listed(step.offers) if label not in labels)
    yield from (f"a button «{label}»" for label in listed(step.offers_not) if label in labels)


def _errors(seen: Sequence[Line]) -> list[Mapping[str, Any]]:
    return [line["error"] for line in seen if "error" in line]


def _report(number: int, step: Step, complaint: str, seen: Sequence[Line]) -> str:
    done = step.model_dump(exclude_none=True, exclude_defaults=True)
    said = "\n".join(f"  {line}" for line in seen)
    return f"step {number} {done}:\n{complaint}\nseen:\n{said}"


def _things(name: str, folder: Path) -> list[dict[str, str]]:
    """Return the attachments that a resident sends, made in `folder`."""
    folder.mkdir(exist_ok=True)
    if name == "two photos":
        return [_photo(folder, "red"), _photo(folder, "blue")]
    if name == "photo":
        return [_photo(folder, "green")]
    if name == "missing photo":
        return [{"kind": "photo", "url": str(folder / "nowhere.jpg")}]
    path = folder / name.replace(" ", "-")
    if name == "huge photo":
        Image.new("RGB", (64, 48), "green").save(path, "JPEG")
        with path.open("ab") as file:
            file.truncate(20 * 1024**2 + 1)
        return [{"kind": "photo", "url": str(path)}]
    path.write_bytes(b"GIF89a and then nothing that opens as a picture")
    return [{"kind": "photo" if name == "broken photo" else name, "url": str(path)}]


def _photo(folder: Path, colour: str) -> dict[str, str]:
    path = folder / f"{colour}.jpg"
    Image.new("RGB", (64, 48), colour).save(path)
    return {"kind": "photo", "url": str(path)}


def matches(wanted: Any, got: Any, where: str = "") -> Iterator[str]:
    """Yield where `got` lacks what `wanted` names; what it does not name is free.

    A text that begins with «~» is a part of the text that must be there.
    """
    if isinstance(wanted, Mapping) and isinstance(got, Mapping):
        for name, value in wanted.items():
            yield from matches(value, got.get(name), f"{where}.{name}")
    elif isinstance(wanted, list | tuple) and isinstance(got, list | tuple):
        if len(wanted) != len(got):
            yield f"{where}: {len(got)} items, wanted {len(wanted)}: {got}"
        for number, (one, other) in enumerate(zip(wanted, got, strict=False)):
            yield from matches(one, other, f"{where}[{number}]")
    elif isinstance(wanted, str) and wanted.startswith("~"):
        if wanted[1:] not in str(got):
            yield f"{where}: {got!r} does not hold {wanted[1:]!r}"
    elif wanted != got:
        yield f"{where}: {got!r}, wanted {wanted!r}"
