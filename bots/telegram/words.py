"""The words Telegram itself shows for the bot, from `texts/*.ftl`. The bot's own are elsewhere."""

from collections.abc import Mapping
from pathlib import Path

from aiogram.types import BotCommand
from fluent.runtime import FluentBundle, FluentResource

from bots.telegram.keyboards import SHARED_BY_A_BUTTON, Labels
from bots.telegram.translate import COMMANDS
from core.conversation import Language

LANGUAGES: tuple[Language, ...] = ("uk", "en")
FOLDER = Path(__file__).with_name("texts")


class Words:
    """One language's menu of commands, and its labels of the buttons that share something."""

    def __init__(self, language: Language) -> None:
        self._bundle = FluentBundle([language], use_isolating=False)
        source = (FOLDER / f"{language}.ftl").read_text("utf-8")
        self._bundle.add_resource(FluentResource(source))
        self.labels: Labels = {name: self._text(f"share-{name}") for name in SHARED_BY_A_BUTTON}
        self.menu = [
            BotCommand(command=name, description=self._text(f"command-{name}")) for name in COMMANDS
        ]

    def _text(self, name: str) -> str:
        pattern = self._bundle.get_message(name).value
        if pattern is None:
            raise LookupError(f"{FOLDER} has no text '{name}'")
        return str(self._bundle.format_pattern(pattern)[0])


def load_words() -> Mapping[Language, Words]:
    """Return the words of each language. Errors: LookupError on a text that is missing."""
    return {language: Words(language) for language in LANGUAGES}
