"""The words the mail channel itself adds, from `texts/*.ftl`. The bot's own are elsewhere."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

from core.conversation import Language

LANGUAGES: tuple[Language, ...] = ("uk", "en")
FOLDER = Path(__file__).with_name("texts")

# A text by its name, with its arguments. Errors: LookupError on one that is missing.
Words = Callable[..., str]


def load_words() -> Mapping[Language, Words]:
    """Return the words of each language."""
    return {language: _load(language) for language in LANGUAGES}


def _load(language: Language) -> Words:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((FOLDER / f"{language}.ftl").read_text("utf-8")))

    def text(name: str, **args: Any) -> str:
        pattern = bundle.get_message(name).value
        if pattern is None:
            raise LookupError(f"{FOLDER} has no text '{name}'")
        return str(bundle.format_pattern(pattern, args)[0])

    return text
