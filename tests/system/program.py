"""misto as a real process in a home of its own: started, killed, stopped and started again."""

import contextlib
import fcntl
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MISTO = str(Path(sys.executable).with_name("misto"))
MODEL = Path("var/nlu/model.npz")
STARTS_WITHIN_S = 60
STOPS_WITHIN_S = 20

# A test talks faster than people do.
NO_LIMITS = {
    "MISTO_LIMITS__EVENTS_PER_CHAT_MINUTE": "10000",
    "MISTO_LIMITS__OPEN_CASES_PER_PERSON_DAY": "10000",
}


def clean_environment() -> dict[str, str]:
    """Return the environment without anybody's own settings of misto."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MISTO_")}


def trained_model() -> Path:
    """Return the repository's model, trained first when data or code changed since.

    Test processes that come at once wait for the one that trains.
    """
    model = ROOT / MODEL
    model.parent.mkdir(parents=True, exist_ok=True)
    with (model.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [MISTO, "nlu", "train", "--if-stale"]
        environment = clean_environment() | {"MISTO_HOME": str(ROOT)}
        subprocess.run(command, env=environment, check=True, capture_output=True)
    return model


def furnish(home: Path, model: Path) -> Path:
    """Put the model into a new home and return the home."""
    linked = home / MODEL
    linked.parent.mkdir(parents=True, exist_ok=True)
    linked.symlink_to(model)
    return home


def free_port() -> int:
    """Return a port of the loopback that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Program:
    """`misto run` in a home, on a port. What it says is kept in the home, over all its starts."""

    home: Path
    port: int = field(default_factory=free_port)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database(self) -> Path:
        return self.home / "var" / "misto.db"

    @property
    def environment(self) -> dict[str, str]:
        own = {"MISTO_HOME": str(self.home), "MISTO_WEB__PORT": str(self.port)}
        return clean_environment() | NO_LIMITS | own | dict(self.settings)

    # --- life ------------------------------------------------------------------------------------

    def start(self) -> "Program":
        """Start the process and wait until it is ready to serve."""
        with (self.home / "out").open("ab") as out, (self.home / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [MISTO, "run"], env=self.environment, cwd=ROOT, stdout=out, stderr=log
            )
        until = time.monotonic() + STARTS_WITHIN_S
        while not self._ready():
            assert self.process.poll() is None, f"it ended at its start: {self.log[-2000:]}"
            assert time.monotonic() < until, f"it did not get ready: {self.log[-2000:]}"
            time.sleep(0.02)
        return self

    def _ready(self) -> bool:
        with (
            contextlib.suppress(OSError, http.client.HTTPException),
            contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, 5)) as asking,
        ):
            asking.request("GET", "/readyz")
            return asking.getresponse().status == 200
        return False

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        assert self.process.wait() == -signal.SIGKILL

    def asked_to_stop(self) -> None:
        """Ask it to end, and wait until it says that it will."""
        assert self.process is not None
        said = self.said.count("stopping")
        self.process.terminate()
        until = time.monotonic() + STOPS_WITHIN_S
        while self.said.count("stopping") == said:
            assert time.monotonic() < until, "it does not hear that it should stop"
            time.sleep(0.01)

    def stop(self) -> None:
        """Ask it to end, and see that it does so in good order."""
        assert self.process is not None
        self.process.terminate()
        self.ended()

    def ended(self) -> None:
        """Wait until what was asked to end has ended, in good order."""
        assert self.process is not None
        assert self.process.wait(STOPS_WITHIN_S) == 0, self.log[-2000:]
        self.process = None

    def abandon(self) -> None:
        """Leave no process behind, whatever became of the test."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    # --- beside it -------------------------------------------------------------------------------

    def command(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run another command on the same home."""
        return subprocess.run(
            [MISTO, *arguments],
            env=self.environment,
            cwd=ROOT,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """Look into the database, beside whoever writes it."""
        with contextlib.closing(sqlite3.connect(self.database, timeout=10)) as connection:
            return connection.execute(query, values).fetchall()

    @property
    def said(self) -> str:
        """What it told the person at the terminal."""
        return (self.home / "out").read_text("utf-8")

    @property
    def log(self) -> str:
        return (self.home / "log").read_text("utf-8")


@contextlib.contextmanager
def programs(homes: Iterable[Path], model: Path, **settings: str) -> Iterator[list[Program]]:
    """Start a program in each new home; end them all afterwards."""
    started = [Program(furnish(home, model), settings=settings) for home in homes]
    try:
        for program in started:
            program.start()
        yield started
        for program in started:
            if program.process is not None:
                program.stop()
    finally:
        for program in started:
            program.abandon()
