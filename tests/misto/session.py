"""`misto chat --json`, as a process of its own or in a thread of this one."""

import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from misto.app import City
from misto.chat import JsonChat
from tests.system.program import ROOT, clean_environment

COMMAND = [sys.executable, "-m", "misto.cli", "chat", "--json"]
PATIENCE_S = 60
# Exactly what a message holds, and in which order it stands in the contract.
MESSAGE = ("chat", "in_reply_to", "text", "buttons", "request", "flow", "expects", "case")

Line = dict[str, Any]


class Session:
    """A conversation at work: lines go into `stdin`, lines come back from `stdout`."""

    def __init__(self, stdin: IO[str], stdout: IO[str]) -> None:
        self.sent = 0
        self._in, self._out = stdin, stdout

    def write(self, *lines: Mapping[str, Any] | str) -> None:
        """Write lines at once, without waiting for anything."""
        self.sent += len(lines)
        texts = (
            line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
            for line in lines
        )
        self._in.write("".join(f"{text}\n" for text in texts))
        self._in.flush()

    def read(self) -> Line:
        line = self._out.readline()
        assert line, "the conversation ended before its input did"
        parsed: Line = json.loads(line)
        return parsed

    def does(self, *lines: Mapping[str, Any] | str) -> list[Line]:
        """Write lines; return what came back until each of them was done or refused."""
        self.write(*lines)
        seen, open_ends = list[Line](), len(lines)
        while open_ends:
            seen.append(self.read())
            open_ends -= "done" in seen[-1] or "error" in seen[-1]
        return seen

    def says(self, chat: str, event: str, **payload: Any) -> list[Line]:
        """Send an event; return the messages of its chat that came until it was done."""
        seen = self.does({"chat": chat, "event": event, **payload})
        assert seen[-1] == {"done": event, "chat": chat}, seen
        return [line for line in seen[:-1] if line["chat"] == chat]

    def end(self) -> list[Line]:
        """Close the input; return what still came."""
        self._in.close()
        return [json.loads(line) for line in iter(self._out.readline, "")]


@contextmanager
def process(home: Path, *, quiet: bool = True) -> Iterator[Session]:
    """Open a process in a home. It must end with its input, in good order and quietly (on a busy
    machine it may say that it was slow: `quiet` False).
    """
    opened = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=clean_environment() | {"MISTO_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert opened.stdin is not None
    assert opened.stdout is not None
    assert opened.stderr is not None
    session = Session(opened.stdin, opened.stdout)
    try:
        yield session
        session.end()
        said = opened.stderr.read()
        assert not (quiet and said), said
        assert opened.wait(PATIENCE_S) == 0
    finally:
        if opened.poll() is None:
            opened.kill()
        opened.wait()
        for stream in (opened.stdin, opened.stdout, opened.stderr):
            stream.close()


@contextmanager
def thread(city: City) -> Iterator[Session]:
    """Open a conversation with a city of this process; its database is closed with it."""
    (theirs_in, ours_out), (ours_in, theirs_out) = os.pipe(), os.pipe()

    def run() -> None:
        lines, out = os.fdopen(theirs_in, encoding="utf-8"), os.fdopen(theirs_out, "w")
        with lines, out, city.database:
            asyncio.run(JsonChat(city, out, fresh=True).run(lines))

    running = threading.Thread(target=run, daemon=True)
    stdin = os.fdopen(ours_out, "w", encoding="utf-8")
    with stdin, os.fdopen(ours_in, encoding="utf-8") as stdout:
        running.start()
        session = Session(stdin, stdout)
        yield session
        session.end()
        running.join(PATIENCE_S)
    assert not running.is_alive()


def messages(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if "text" in line]


def last(lines: Sequence[Line]) -> Line:
    """Return the last message of what came back."""
    return messages(lines)[-1]


def button(message: Line, label: str) -> str:
    """Return the value of a message's button by the beginning of its label."""
    return next(str(b["value"]) for b in message["buttons"] if b["label"].startswith(label))
