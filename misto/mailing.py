"""Letters to residents, from the mail channel to the mail server: here both sides are known."""

from collections.abc import Callable
from email.headerregistry import Address
from typing import TYPE_CHECKING

from bots.sending import Gone, Refused, SendResult, Sent, Unreachable, Waits
from connectors.mail.message import Letter, mailbox, to_message
from connectors.mail.post import MailServer, Post
from connectors.mail.undelivered import Undelivered
from misto.paths import resolve
from misto.settings import MailSettings

if TYPE_CHECKING:
    from bots.mail.letters import Answer

# A mail server that asks to try later means minutes (RFC 5321, section 4.5.4.1).
_LATER_S = 300.0


def signing(mail: MailSettings, sender: Address) -> Callable[[bytes], bytes]:
    """Return what signs mail of a sender; it changes nothing where no key is set.

    Errors: Undelivered, for all mail.
    """
    if mail.dkim_key is None:
        return bytes
    from connectors.mail.signing import signer  # late: few cities sign here

    return signer(resolve(mail.dkim_key), mail.dkim_selector, sender.domain)


class Carrier:
    """Hands answers to the mail server of the settings."""

    def __init__(self, mail: MailSettings) -> None:
        self._server = MailServer.parse(mail.smtp_url.get_secret_value())
        self._sender = mailbox(mail.sender, "mail.sender")
        self._sign = signing(mail, self._sender)

    async def __call__(self, answer: "Answer") -> SendResult:
        letter = Letter(
            id=answer.id,
            to=answer.to,
            subject=answer.subject,
            text=answer.text,
            at=answer.at.replace(microsecond=0),
            html=answer.html,
            language=answer.language,
            answers=answer.answers,
            caused=answer.caused,
            whose="the resident's address",
        )
        try:
            message = to_message(letter, self._sender)
            async with Post(self._server, self._sender, self._sign) as post:
                await post.send(message)
        except Undelivered as error:
            return _meaning(error)
        return Sent()


def _meaning(error: Undelivered) -> SendResult:
    if error.for_all:
        return Unreachable(error.error)
    if error.nobody:
        return Gone("there is no such mail address")
    return Refused(error.error) if error.lasting else Waits(error.error, _LATER_S)
