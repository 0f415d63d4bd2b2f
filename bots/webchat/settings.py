"""What the web chat is told by whoever starts it."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.conversation import Language

MIB = 1024 * 1024
# Where nobody gives a key, links are good until the program ends.
_NO_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class WebChatSettings:
    """`public_url` is the address residents type; `city` its name by language; sizes in bytes.

    `embed_sites` are the origins whose pages may show the chat; `link_key` makes the links by which
    a talk goes on elsewhere. `events_per_address_minute` holds for addresses of the internet, and
    with `knows_addresses` (a proxy in front names them) for those of private networks too.
    """

    upload_folder: Path
    public_url: str
    secure_cookies: bool
    max_upload_bytes: int = 10 * MIB
    city: Mapping[Language, str] = field(default_factory=lambda: {"uk": "Київ", "en": "Kyiv"})
    timezone: str = "Europe/Kyiv"
    embed_sites: tuple[str, ...] = ()
    link_key: Callable[[], bytes] = lambda: _NO_KEY
    events_per_address_minute: int = 600
    knows_addresses: bool = False

    @property
    def public_host(self) -> str:
        """Host, and port if it has one, of the public address."""
        return urlsplit(self.public_url).netloc
