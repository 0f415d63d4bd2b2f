"""What the web chat is told by whoever starts it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from core.conversation import Language

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class WebChatSettings:
    """`public_url` is the address residents type; `city` its name by language; sizes in bytes."""

    upload_folder: Path
    public_url: str
    secure_cookies: bool
    max_upload_bytes: int = 10 * MIB
    city: Mapping[Language, str] = field(default_factory=lambda: {"uk": "Київ", "en": "Kyiv"})
    timezone: str = "Europe/Kyiv"

    @property
    def public_host(self) -> str:
        """Host, and port if it has one, of the public address."""
        return urlsplit(self.public_url).netloc
