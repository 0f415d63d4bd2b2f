"""What Telegram is told about the bot at start: its webhook or none, and its menu of commands.

Rule: ask first, and set only what differs: Telegram limits how often these may be set, and a start
must not fail over it.
"""

import logging
from collections.abc import Mapping

from aiogram.methods import (
    DeleteWebhook,
    GetMyCommands,
    GetWebhookInfo,
    SetMyCommands,
    SetWebhook,
)
from aiogram.types import BotCommand, WebhookInfo

from bots.telegram.client import Client
from bots.telegram.translate import COMMANDS, UPDATE_KINDS
from core.conversation import Language
from core.ports import Texts

log = logging.getLogger(__name__)

# The menu's words are those of the same buttons in a talk.
_COMMAND_TEXTS: Mapping[str, str] = {
    "help": "flow-help",
    "status": "menu-case_status",
    "operator": "menu-handoff",
    "language": "flow-change_language",
    "cancel": "button-cancel",
}
# Telegram's language codes, the empty one being everybody else's, and ours.
_MENUS: Mapping[str | None, Language] = {None: "uk", "uk": "uk", "en": "en"}
_MANY_PENDING = 100


async def set_webhook(client: Client, url: str, secret: str) -> None:
    """Have updates sent to `url`, if they are not yet. Errors: aiogram's."""
    info: WebhookInfo = await client.call(GetWebhookInfo())
    _report(info)
    if not _differs(info, url):
        return
    await client.call(SetWebhook(url=url, secret_token=secret, allowed_updates=list(UPDATE_KINDS)))
    log.info("Telegram sends updates to %s from now on", url)


def _differs(info: WebhookInfo, url: str) -> bool:
    """Telegram does not tell the secret; that it is another one shows in our having refused it."""
    kinds = set(info.allowed_updates or ())
    refused = "401" in (info.last_error_message or "")
    return info.url != url or kinds != set(UPDATE_KINDS) or refused


def _report(info: WebhookInfo) -> None:
    if info.pending_update_count > _MANY_PENDING:
        log.warning("%d updates wait at Telegram", info.pending_update_count)
    if info.last_error_message:
        log.warning("Telegram's last call of our webhook failed: %s", info.last_error_message)


async def drop_webhook(client: Client) -> None:
    """Make polling possible, which a webhook excludes; what waits is kept. Errors: aiogram's."""
    info: WebhookInfo = await client.call(GetWebhookInfo())
    if info.url:
        await client.call(DeleteWebhook(drop_pending_updates=False))
        log.info("the bot had a webhook; it was taken off, because telegram.mode is polling")


async def set_commands(client: Client, menus: Mapping[Language, list[BotCommand]]) -> None:
    """Show each language's menu of commands, where it is not shown yet. Errors: aiogram's."""
    for code, language in _MENUS.items():
        wanted = menus[language]
        shown = await client.call(GetMyCommands(language_code=code))
        if _plain(shown) != _plain(wanted):
            await client.call(SetMyCommands(commands=wanted, language_code=code))


def menus(texts: Texts) -> Mapping[Language, list[BotCommand]]:
    """Return the commands with their descriptions. Errors: KeyError on a text that is missing."""
    return {language: _menu(texts, language) for language in ("uk", "en")}


def _menu(texts: Texts, language: Language) -> list[BotCommand]:
    return [
        BotCommand(command=name, description=texts.format(_COMMAND_TEXTS[name], language, {}))
        for name in COMMANDS
    ]


def _plain(commands: list[BotCommand]) -> list[tuple[str, str]]:
    return [(command.command, command.description) for command in commands]
