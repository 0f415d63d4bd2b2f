"""A certified identity provider as a process on loopback, and people who sign in to it."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.system.program import ROOT, free_port

FOLDER = ROOT / "tests" / "system" / "provider"
CLIENT_ID = "misto"
# Characters that a form must encode, as a provider may give them out.
CLIENT_SECRET = "s:e/c+r%t"


@dataclass(frozen=True, slots=True)
class IdentityProvider:
    """A provider at work, for the program on a port."""

    issuer: str
    program_port: int

    def write_settings(self, home: Path) -> None:
        """Let every command of a home use the provider."""
        (home / "config.yml").write_text(
            f"web: {{port: {self.program_port}}}\n"
            f"identity: {{issuer: '{self.issuer}', client_id: {CLIENT_ID}, "
            f"client_secret: '{CLIENT_SECRET}'}}\n",
            encoding="utf-8",
        )


@contextlib.contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """Start the provider; end it afterwards."""
    port, program_port = free_port(), free_port()
    assert (FOLDER / "node_modules").is_dir(), "./dev test installs the identity provider"
    environment = {
        **os.environ,
        "PORT": str(port),
        "CLIENT_ID": CLIENT_ID,
        "CLIENT_SECRET": CLIENT_SECRET,
        "REDIRECT_URI": f"http://127.0.0.1:{program_port}/verify/callback",
    }
    process = subprocess.Popen(
        [_node(), "server.mjs"],
        cwd=FOLDER,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == "ready"
        yield IdentityProvider(f"http://127.0.0.1:{port}", program_port)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _node() -> str:
    """Return the machine's Node.js, else the one that ./dev brought."""
    return shutil.which("node") or str(Path(ROOT, ".boot", "node", "bin", "node"))
