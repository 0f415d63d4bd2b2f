"""Telling a messenger where the bot is: until it works, again and again, or not at all."""

import asyncio
import logging

import pytest

from bots import setting_up
from bots.sending import Backoff
from bots.setting_up import InVain, NotYet, SettingUp
from tests.bots.desk import until

AT_ONCE = Backoff(0.001, 0.001, lambda: 0.0)


class Messenger:
    """Answers each attempt as it was told to, then well."""

    def __init__(self, *answers: Exception) -> None:
        self.answers = list(answers)
        self.asked = 0

    async def tell(self) -> None:
        self.asked += 1
        if self.answers:
            raise self.answers.pop(0)


def set_up(messenger: Messenger) -> SettingUp:
    return SettingUp("Telegram", messenger.tell, AT_ONCE)


async def test_it_is_tried_until_it_works(caplog: pytest.LogCaptureFixture) -> None:
    messenger = Messenger(NotYet("no answer"), NotYet("no answer"))
    assert await set_up(messenger).once()
    assert messenger.asked == 3
    told = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert told == [(logging.ERROR, "Telegram cannot be set up: no answer")] * 2


async def test_what_is_in_vain_is_given_up_with_an_alarm(caplog: pytest.LogCaptureFixture) -> None:
    messenger = Messenger(NotYet("no answer"), InVain("the token is wrong"))
    assert not await set_up(messenger).once()
    assert messenger.asked == 2
    assert caplog.records[-1].levelno == logging.CRITICAL
    assert caplog.records[-1].getMessage() == "Telegram is given up: the token is wrong"


async def test_it_is_looked_after_until_it_is_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting_up, "CHECK_S", 0.001)
    messenger = Messenger()
    kept = asyncio.create_task(set_up(messenger).keep())
    await until(lambda: messenger.asked >= 3)
    messenger.answers.append(InVain("blocked"))
    await asyncio.wait_for(kept, 5)


async def test_what_never_worked_is_not_looked_after() -> None:
    messenger = Messenger(InVain("blocked"))
    await asyncio.wait_for(set_up(messenger).keep(), 5)
    assert messenger.asked == 1
