"""The words Telegram itself shows for the bot, from `texts/*.ftl`. The bot's own are elsewhere."""

from collections.abc import Mapping
from pathlib import Path

from aiogram.types import BotCommand
from fluent.runtime import FluentBundle, FluentResource

from bots.telegram.translate import COMMANDS
from core.conversation import Language
from core.messages import Request

LANGUAGES: tuple[Language, ...] = ("uk", "en")
FOLDER = Path(__file__).with_name("texts")
SHARED_BY_A_BUTTON: tuple[Request, ...] = ("contact", "location")


class Words:
    """One language's menu of commands and labels: of the buttons that share something (`labels`),
    turn to the next page of choices or back to the first (`turn`), open one's own things (`page`).
    """

    def __init__(self, language: Language) -> None:
        self._bundle = FluentBundle([language], use_isolating=False)
        source = (FOLDER / f"{language}.ftl").read_text("utf-8")
        self._bundle.add_resource(FluentResource(source))
        self.labels: Mapping[Request, str] = {
            name: self.text(f"share-{name}") for name in SHARED_BY_A_BUTTON
        }
        self.turn = (self.text("next-page"), self.text("first-page"))
        self.page = self.text("my-page")
        self.menu = [
            BotCommand(command=name, description=self.text(f"command-{name}")) for name in COMMANDS
        ]

    def text(self, name: str) -> str:
        """Return a text. Errors: LookupError when there is none."""
        pattern = self._bundle.get_message(name).value
        if pattern is None:
            raise LookupError(f"{FOLDER} has no text '{name}'")
        return str(self._bundle.format_pattern(pattern)[0])


def load_words() -> Mapping[Language, Words]:
    """Return the words of each language. Errors: LookupError on a text that is missing."""
    return {language: Words(language) for language in LANGUAGES}
