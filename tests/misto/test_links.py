"""Links and QR codes: every channel's own, for what a payload can name, and nothing else."""

import pytest

from connectors.qr import qr_png, qr_svg
from misto.app import City
from misto.links import links_to
from tests.misto.conftest import Client


class Named:
    """A bot whose messenger tells its name, or does not."""

    def __init__(self, name: str) -> None:
        self.name = name

    async def username(self) -> str:
        return self.name

    uri = username


async def test_each_channel_has_its_link(city: City) -> None:
    vars(city).update(telegram=Named("misto_bot"), viber=Named("misto kyiv"))
    links = await links_to(city, "petition", "12/2026")
    assert links == {
        "webchat": f"{city.settings.web.address}/?start=petition_12-2026",
        "telegram": "https://t.me/misto_bot?start=petition_12-2026",
        "viber": "viber://pa?chatURI=misto%20kyiv&context=petition_12-2026",
    }


async def test_a_bot_without_a_name_has_no_link(city: City) -> None:
    vars(city).update(telegram=Named(""), viber=None)
    assert list(await links_to(city, "case", "KV-2026-000417")) == ["webchat"]


async def test_what_no_link_carries_is_refused(city: City) -> None:
    with pytest.raises(ValueError, match="64"):
        await links_to(city, "case", "підпис")


@pytest.mark.parametrize(
    ("form", "kind", "begins"),
    [("svg", "image/svg+xml", b"<svg"), ("png", "image/png", b"\x89PNG")],
)
async def test_a_code_is_served_as_an_image(
    client: Client, form: str, kind: str, begins: bytes
) -> None:
    async with client.get(f"/qr/webchat/case_KV-2026-000417.{form}") as answer:
        body = await answer.read()
        assert (answer.status, answer.content_type) == (200, kind)
    assert body.startswith(begins)


@pytest.mark.parametrize(
    "path",
    [
        "webchat/nothing.svg",
        "telegram/case_1.svg",
        "mail/case_1.png",
        "webchat/" + "a_" * 33 + ".svg",
    ],
)
async def test_there_is_no_code_of_what_does_not_exist(client: Client, path: str) -> None:
    async with client.get(f"/qr/{path}") as answer:
        assert answer.status == 404


def test_both_forms_hold_the_same_squares() -> None:
    link = "https://t.me/misto_bot?start=case_KV-2026-000417"
    assert qr_svg(link) == qr_svg(link)
    assert qr_svg(link) != qr_svg(f"{link}8")
    assert len(qr_png(link)) < 5000
