"""Two ways to the same lines of JSON: `JsonChat` in a thread, `misto chat --json` as a process."""

from __future__ import annotations

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from misto.app import City
from misto.chat import JsonChat

PATIENCE_S = 60
END = ""
Line = Mapping[str, Any]


class Lines(Protocol):
    """A conversation by lines of JSON, as the program contract has it."""

    def write(self, line: Line) -> None: ...

    def read(self) -> Line: ...

    def close(self) -> None: ...


class _Pipe:
    """A text stream between two threads, a line at a time."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue()

    def write(self, line: str) -> None:
        self._lines.put(line)

    def flush(self) -> None:
        """Nothing is held back."""

    def readline(self) -> str:
        return self._lines.get()

    def read(self) -> str:
        return self._lines.get(timeout=PATIENCE_S)


class InThread:
    """The city of this process. Its database is closed with it."""

    def __init__(self, city: City) -> None:
        self._city, self._in, self._out = city, _Pipe(), _Pipe()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._converse()
        finally:
            self._out.write(END)

    def _converse(self) -> None:
        with self._city.database:
            chat = JsonChat(self._city, self._out, fresh=True)  # type: ignore[arg-type]  # as much of a stream as it uses
            asyncio.run(chat.run(self._in))  # type: ignore[arg-type]

    def write(self, line: Line) -> None:
        self._in.write(json.dumps(line, ensure_ascii=False) + "\n")

    def read(self) -> Line:
        return _parsed(self._out.read())

    def close(self) -> None:
        self._in.write(END)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "the conversation does not end with its input"


class InProcess:
    """`misto chat --json` with the settings of `environ`."""

    def __init__(self, root: Path, environ: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "misto.cli", "chat", "--json"],
            cwd=root,
            env={**os.environ, **environ},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def write(self, line: Line) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._process.stdin.flush()

    def read(self) -> Line:
        assert self._process.stdout is not None
        return _parsed(self._process.stdout.readline())

    def close(self) -> None:
        try:
            self._process.communicate(timeout=PATIENCE_S)
        finally:
            self._process.kill()
        assert self._process.returncode == 0


def _parsed(line: str) -> Line:
    assert line != END, "misto stopped in the middle of the conversation"
    parsed: Line = json.loads(line)
    return parsed
