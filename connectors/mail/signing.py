"""Signing mail by the sender's domain (DKIM, RFC 6376), so that others believe it is ours.

Rule: the last thing that happens to a message: what is folded or added later breaks the signature.
"""

from collections.abc import Callable
from pathlib import Path

import dkim

from connectors.mail.undelivered import Undelivered

# What receivers show or decide by.
SIGNED = (
    b"from to subject date message-id in-reply-to references mime-version content-type "
    b"content-transfer-encoding auto-submitted"
).split()


def signer(key_file: Path, selector: str, domain: str) -> Callable[[bytes], bytes]:
    """Return what signs a message. Errors: Undelivered, for all mail, when the key cannot.

    `selector`: under which the public key stands in the DNS (`SELECTOR._domainkey.DOMAIN`).
    """
    try:
        key = key_file.read_bytes()
    except OSError as error:
        what = f"mail.dkim_key cannot be read ({error.strerror}): {key_file}"
        raise Undelivered(what, for_all=True) from None

    def sign(message: bytes) -> bytes:
        header = dkim.sign(
            message,
            selector.encode(),
            domain.encode(),
            key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=SIGNED,
        )
        return bytes(header) + message

    try:
        sign(b"From: misto\r\n\r\n\r\n")
    except (dkim.DKIMException, ValueError) as error:
        what = "a private RSA key in PEM, such as `openssl genrsa 2048` makes"
        told = f"mail.dkim_key is not {what} ({type(error).__name__})"
        raise Undelivered(told, for_all=True) from None
    return sign
