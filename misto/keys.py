"""The secret of an installation, in a file of its own: what is hashed with it names nobody else."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from core.identity import SHORTEST_KEY
from misto.failures import Failed


def installation_key(path: Path) -> bytes:
    """Return the key of a file, which is made when there is none.

    Errors: Failed when the file cannot be used. A lost key is not made anew by hand: signatures
    and votes given before would no longer be known as the same persons'.
    """
    try:
        return _read(path) if path.exists() else _made(path)
    except OSError as error:
        raise Failed(f"{path}: cannot be used ({error.strerror}); see identity.key_file") from error


def _made(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_hex(SHORTEST_KEY))
    try:
        # A link appears whole, and only where there is none: another process may be first.
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    return _read(path)


def _read(path: Path) -> bytes:
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError as error:
        raise Failed(f"{path}: this is no key of misto; restore the file from a copy") from error
    if len(key) < SHORTEST_KEY:
        raise Failed(f"{path}: the key is too short; restore the file from a copy")
    return key
