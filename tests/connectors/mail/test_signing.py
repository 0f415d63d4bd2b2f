"""Signed mail: what verifies signatures accepts ours, and refuses what was changed on the way."""

from base64 import b64encode
from datetime import UTC, datetime
from email.headerregistry import Address
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from connectors.mail.message import Letter, to_message
from connectors.mail.signing import signer
from connectors.mail.undelivered import Undelivered

SENDER = Address("Місто", "misto", "kyiv.example")


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def key_file(key: rsa.RSAPrivateKey, tmp_path: Path) -> Path:
    path = tmp_path / "dkim.pem"
    form, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
    return path


def verified(message: bytes, key: rsa.RSAPrivateKey) -> bool:
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    record = b"v=DKIM1; k=rsa; p=" + b64encode(public)
    asked: list[bytes] = []

    def dns(name: bytes, timeout: float = 5) -> bytes:
        asked.append(name)
        return record

    good = bool(dkim.verify(message, dnsfunc=dns))
    assert asked == [b"s1._domainkey.kyiv.example."]
    return good


def letter() -> bytes:
    made = Letter(
        id="1.abc",
        to="olena@example.org",
        subject="KV-2026-000001: звернення до міста з темою, що переходить на новий рядок",
        text="Немає гарячої води\n",
        html="<p>Немає гарячої води</p>",
        at=datetime(2026, 11, 24, tzinfo=UTC),
        answers=("1@example.org", "2@example.org"),
        caused=True,
    )
    return bytes(to_message(made, SENDER))


def test_what_was_signed_verifies(key: rsa.RSAPrivateKey, key_file: Path) -> None:
    assert verified(signer(key_file, "s1", "kyiv.example")(letter()), key)


@pytest.mark.parametrize(("old", "new"), [(b"olena@", b"petro@"), (b"0J3Q", b"0J3R")])
def test_what_was_changed_does_not(
    key: rsa.RSAPrivateKey, key_file: Path, old: bytes, new: bytes
) -> None:
    signed = signer(key_file, "s1", "kyiv.example")(letter())
    assert old in signed
    assert not verified(signed.replace(old, new), key)


def test_a_letter_that_answers_says_what_and_that_a_program_wrote_it() -> None:
    raw = letter()
    assert b"In-Reply-To: <2@example.org>\r\n" in raw
    assert b"References: <1@example.org> <2@example.org>\r\n" in raw
    assert b"Auto-Submitted: auto-replied\r\n" in raw


@pytest.mark.parametrize("content", [None, b"", b"not a key"])
def test_a_key_that_cannot_sign_says_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "key.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Undelivered, match=r"mail\.dkim_key"):
        signer(path, "s1", "kyiv.example")
