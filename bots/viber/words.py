"""The words the Viber channel itself adds, from `texts/*.ftl`. The bot's own are elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from core.conversation import Language
from core.messages import Request

LANGUAGES: tuple[Language, ...] = ("uk", "en")
FOLDER = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True)
class Words:
    """One language's labels. `turn`: to the next page, and back to the first."""

    share: Mapping[Request, str]
    turn: tuple[str, str]
    begin: str


def load_words() -> Mapping[Language, Words]:
    """Return the words of each language. Errors: LookupError on a text that is missing."""
    return {language: _load(language) for language in LANGUAGES}


def _load(language: Language) -> Words:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text("utf-8")))

    def text(name: str) -> str:
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise LookupError(f"{FOLDER} has no text '{name}'")
        return str(bundle.format_pattern(pattern)[0])

    return Words(
        share={"contact": text("share-contact"), "location": text("share-location")},
        turn=(text("next-page"), text("first-page")),
        begin=text("begin"),
    )
