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
from bots.telegram.translate import UPDATE_KINDS
from bots.telegram.words import Words
from core.conversation import Language

log = logging.getLogger(__name__)

# Telegram's language codes, the empty one being everybody else's, and ours.
_MENUS: Mapping[str | None, Language] = {None: "uk", "uk": "uk", "en": "en"}
_MANY_PENDING = 100


async def look(client: Client) -> WebhookInfo:
    """Return what Telegram tells of the bot's webhook and queue. Errors: aiogram's."""
    info: WebhookInfo = await client.call(GetWebhookInfo())
    return info


async def set_webhook(client: Client, info: WebhookInfo, url: str, secret: str) -> None:
    """Have updates sent to `url`, if they are not yet. Errors: aiogram's."""
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


async def drop_webhook(client: Client, info: WebhookInfo) -> None:
    """Make polling possible, which a webhook excludes; what waits is kept. Errors: aiogram's."""
    if info.url:
        await client.call(DeleteWebhook(drop_pending_updates=False))
        log.info("the bot had a webhook; it was taken off, because telegram.mode is polling")


async def set_commands(client: Client, words: Mapping[Language, Words]) -> None:
    """Show each language's menu of commands, where it is not shown yet. Errors: aiogram's."""
    for code, language in _MENUS.items():
        menu = words[language].menu
        shown = await client.call(GetMyCommands(language_code=code))
        if _plain(shown) != _plain(menu):
            await client.call(SetMyCommands(commands=menu, language_code=code))


def _plain(commands: list[BotCommand]) -> list[tuple[str, str]]:
    return [(command.command, command.description) for command in commands]
