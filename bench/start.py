"""How long the second start takes: from `./dev run` until the web chat answers."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.city import empty_home, spread
from bench.http import free_port
from misto.paths import home


def run(smoke: bool) -> Mapping[str, Any]:
    """Return seconds of a second start, and of a bare Python that serves nothing."""
    with empty_home() as environment:
        _start(environment)
        times = [_start(environment) for _ in range(1 if smoke else 3)]
    return {"second_start_s": spread(times), "bare_python_s": round(_bare_python(), 3)}


def _start(environment: Mapping[str, str]) -> float:
    port = free_port()
    env = {**environment, "MISTO_WEB__PORT": str(port)}
    began = time.perf_counter()
    server = subprocess.Popen(
        [str(_dev()), "run"], env=env, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not _answers(port):
            if server.poll() is not None:
                raise SystemExit(f"`./dev run` ended with {server.returncode}")
            time.sleep(0.02)
        return time.perf_counter() - began
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _dev() -> Path:
    # The bench runs in the repository; its home may lie elsewhere.
    here = Path.cwd() / "dev"
    return here if here.exists() else home() / "dev"


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        with socket.create_connection(("127.0.0.1", port), 1):
            pass
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    return False


def _bare_python() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began
