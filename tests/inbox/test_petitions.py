"""Moderation: what waits, what is published or refused and why, who may."""

import pytest

from core.model import Role
from core.petitions import PetitionStatus
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import Town


async def test_a_moderator_sees_what_waits_and_publishes_it(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Taras", Role.MODERATOR)
    chat = await town.chat("olena")
    petition = await town.files_petition(chat)
    taras = await browser("Taras")
    page = await taras.get("/inbox/petitions")
    assert "Більше дерев на Позняках" in page.words
    assert "до 26 листопада" in page.words
    path = f"/inbox/petitions/{petition.number}"
    page = await taras.get(path)
    assert "Олена Коваль" in page.words
    page = await taras.send(f"{path}/publish")
    assert "Опубліковано: збір голосів триває" in page.words
    assert "голосів: 0 з 6 000" in page.words
    assert f"/qr/webchat/petition_{petition.number}.svg" in page.text
    found = await town.read(lambda uow: uow.petitions.get(petition.number))
    assert found is not None
    assert found.status is PetitionStatus.COLLECTING
    told = await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0))
    assert "Більше дерев" in told[-1].outgoing.text
    assert ("petition_publish", petition.number) in await town.trail()
    assert ("view", f"petition:{petition.number}") in await town.trail()


async def test_a_refusal_takes_a_reason_of_the_law_and_the_author_is_told_it(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Taras", Role.MODERATOR)
    chat = await town.chat("olena")
    petition = await town.files_petition(chat)
    taras, path = await browser("Taras"), f"/inbox/petitions/{petition.number}"
    await taras.get(path)
    page = await taras.send(f"{path}/refuse", reason="boring", text="нецікаво")
    assert (page.status, "нецікаво</textarea>" in page.text) == (422, True)
    await taras.send(f"{path}/refuse", reason="hatred", text="Приберіть друге речення.")
    told = (await town.read(lambda uow: uow.outbox.after(chat.id or 0, 0)))[-1].outgoing.text
    assert "розпалює ворожнечу" in told
    assert "Приберіть друге речення." in told
    page = await taras.get("/inbox/petitions?show=ended")
    assert "не опублікована" in page.words


async def test_what_is_not_under_consideration_cannot_be_answered(
    town: Town, browser: NewBrowser
) -> None:
    await town.hire("Taras", Role.MODERATOR)
    petition = await town.files_petition(await town.chat("olena"))
    taras, path = await browser("Taras"), f"/inbox/petitions/{petition.number}"
    page = await taras.get(path)
    assert f"{path}/answer" not in page.forms()
    forged = page.forms()[f"{path}/publish"] | {"text": "так"}
    assert (await taras.post(f"{path}/answer", forged)).status == 409


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.EDITOR, Role.SUPERVISOR])
async def test_petitions_are_moderators_business(
    town: Town, browser: NewBrowser, role: Role
) -> None:
    await town.hire("Ivan", role)
    await town.files_petition(await town.chat("olena"))
    ivan = await browser("Ivan")
    assert "/inbox/petitions" not in ivan.page.text
    assert (await ivan.get("/inbox/petitions/1")).status == 403


async def test_there_is_no_such_petition(town: Town, browser: NewBrowser) -> None:
    await town.hire("Taras", Role.MODERATOR)
    assert (await (await browser("Taras")).get("/inbox/petitions/12-2026")).status == 404
