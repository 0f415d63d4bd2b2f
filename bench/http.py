"""64 residents over HTTP: the product, a bare handler of the same rows, and one that does nothing.

Server and client are processes of their own, each on its own core where there are two; the three
servers are measured in turns, round after round.
"""

import asyncio
import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.city import empty_city, empty_home, percentile, spread
from bench.rehearsal import counts_of, rehearse
from bench.residents import Press, event_of, one_round
from connectors.database.migrate import upgrade

RESIDENTS = 64
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


def compare(*, with_text: bool, smoke: bool) -> Mapping[str, Any]:
    """Return turns a second of the product as a share of both bare handlers."""
    laps, rounds = (1, 1) if smoke else (2 if with_text else 12, 3)
    with tempfile.TemporaryDirectory(prefix="misto-bench-") as folder:
        _write_steps(Path(folder), with_text)
        measured = [_round(Path(folder), with_text, laps) for _ in range(rounds)]
    ours, each, nothing = zip(*measured, strict=True)
    return {
        "http_share_of_bare_handler": spread(_ratios(ours, nothing)),
        "http_vs_commit_each_handler": spread(_ratios(ours, each)),
        "http_turns_a_second": spread([rate for rate, _ in ours]),
        "http_p99_ms": spread([p99 * 1e3 for _, p99 in ours]),
        "http_p99_ms_commit_each": spread([p99 * 1e3 for _, p99 in each]),
    }


Load = tuple[float, float]  # turns a second, 99th percentile in seconds


def _ratios(ours: Sequence[Load], theirs: Sequence[Load]) -> list[float]:
    return [our[0] / their[0] for our, their in zip(ours, theirs, strict=True)]


def _write_steps(folder: Path, with_text: bool) -> None:
    with empty_city() as city:
        steps = rehearse(city, with_text=with_text)
    (folder / "steps.json").write_text(json.dumps([asdict(step) for step in steps]), "utf-8")


def _round(folder: Path, with_text: bool, laps: int) -> tuple[Load, Load, Load]:
    with empty_home() as home, serving([misto(), "run"], home) as port:
        ours = _load(port, with_text, laps)
        rows = counts_of(Path(home["MISTO_HOME"]) / "var" / "misto.db")
    for old in folder.glob("bare.db*"):
        old.unlink()
    upgrade(f"sqlite:///{folder / 'bare.db'}")
    with serving(_bare("commit_each", folder), os.environ) as port:
        each = _load(port, with_text, laps)
        same = counts_of(folder / "bare.db")
    with serving(_bare("nothing", folder), os.environ) as port:
        nothing = _load(port, with_text, laps)
    _check_alike(rows, same)
    return ours, each, nothing


def _check_alike(ours: Mapping[str, int], theirs: Mapping[str, int]) -> None:
    if ours != theirs:
        raise SystemExit(f"not like with like: the product wrote {ours}, the bare handler {theirs}")


# --- servers -------------------------------------------------------------------------------------


def misto() -> str:
    """Return the path of the program."""
    return str(Path(sys.executable).with_name("misto"))


def _bare(kind: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "bench.bare", kind, str(folder)]


@contextlib.contextmanager
def serving(command: list[str], environment: Mapping[str, str]) -> Iterator[int]:
    """Run a server on a free port until the block ends."""
    port = free_port()
    env = {**environment, "MISTO_WEB__PORT": str(port), "PYTHONPATH": str(Path.cwd())}
    if command[1:2] != ["run"]:
        command = [*command, str(port)]
    server = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    os.sched_setaffinity(server.pid, core(0))
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def core(number: int) -> set[int]:
    """One core of those this process may use; the only one where there are no more."""
    cores = sorted(os.sched_getaffinity(0))
    return {cores[min(number, len(cores) - 1)]}


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if server.poll() is not None:
            raise SystemExit(f"the server ended with {server.returncode} before it listened")
        time.sleep(0.1)
    raise SystemExit("the server did not listen within a minute")


# --- residents -----------------------------------------------------------------------------------


def _load(port: int, with_text: bool, laps: int) -> Load:
    """Let 64 residents go round so many times."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, core(1))
    try:
        times, took = asyncio.run(_all(port, with_text, laps))
    finally:
        os.sched_setaffinity(0, before)
    return len(times) / took, percentile(times, 99)


async def _all(port: int, with_text: bool, laps: int) -> tuple[list[float], float]:
    residents = [_Resident(port, number, with_text) for number in range(RESIDENTS)]
    for resident in residents:
        await resident.connect()
    began = time.perf_counter()
    times = await asyncio.gather(*(resident.live(laps) for resident in residents))
    took = time.perf_counter() - began
    return [one for mine in times for one in mine], took


class _Resident:
    """One keep-alive connection with its own chat, without an HTTP library's cost."""

    def __init__(self, port: int, number: int, with_text: bool) -> None:
        self._port, self._number, self._with_text = port, number, with_text
        self._cookie = f"misto_chat=bench-{number}"
        self._buttons: list[str] = []
        self._events = 0

    async def connect(self) -> None:
        with contextlib.suppress(OSError):
            page = await asyncio.to_thread(_page_cookie, self._port)
            self._cookie = page or self._cookie
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def live(self, laps: int) -> list[float]:
        times: list[float] = []
        for _ in range(laps):
            for step in one_round(self._with_text):
                began = time.perf_counter()
                await self._send(step)
                times.append(time.perf_counter() - began)
        return times

    async def _send(self, step: Any) -> None:
        self._events += 1
        # The bare handlers offer what was rehearsed, whose values name the rehearsal's frames.
        event = event_of(step, self._buttons) if isinstance(step, Press) else step
        body = json.dumps(
            {"event": f"{self._number:08d}-0000-4000-8000-{self._events:012d}", **event}
        ).encode()
        self._writer.write(
            b"POST /chat/events HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
            b"Origin: http://127.0.0.1:%d\r\nContent-Type: application/json\r\n"
            b"Cookie: %s\r\nContent-Length: %d\r\n\r\n%s"
            % (self._port, self._port, self._cookie.encode(), len(body), body)
        )
        head = await self._reader.readuntil(b"\r\n\r\n")
        found = _LENGTH.search(head)
        answer = await self._reader.readexactly(int(found[1])) if found else b""
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"the server answered {head[:80]!r} {answer[:200]!r}")
        self._buttons = _values(json.loads(answer))


def _values(answer: Mapping[str, Any]) -> list[str]:
    """The button values of an answer, in the web chat's shape or as the bare handlers store it."""
    return [
        button["value"]
        for message in answer["messages"]
        for button in message.get("buttons") or message.get("choices") or ()
    ]


def _page_cookie(port: int) -> str | None:
    """Open the chat's page once, as a browser does; return its cookie, None without a page."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            header = page.headers.get("Set-Cookie")
    except OSError:
        return None
    return str(header).split(";")[0] if header else None
