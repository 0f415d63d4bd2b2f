"""What crosses the edge between misto and a channel: one shape in, one shape out.

Rule: nothing here knows a messenger. A channel turns its own events into `Incoming` and our
`Outgoing` into its own calls; the dialogue sees only these.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

AttachmentKind = Literal["photo", "document", "voice", "video", "sticker"]
Request = Literal["location", "contact", "photo"]
Lane = Literal["reply", "alarm", "broadcast"]
MessageKind = Literal["info", "question", "alarm", "staff"]
# The bot of `misto chat`, whose process is another than the one that serves the channels.
LOCAL_BOT = "local"
# The channel of a chat whose resident was forgotten: what happens to its cases is told to nobody.
FORGOTTEN = "forgotten"
# The channel of what a chat was before it was parted from its person: kept with the person.
PARTED = "parted"


@dataclass(frozen=True, slots=True)
class ChatRef:
    """The address of one chat: `bot` tells apart several bots of one channel."""

    channel: str
    bot: str
    chat: str


@dataclass(frozen=True, slots=True)
class Location:
    """A shared point. Units: degrees, WGS 84."""

    lat: float
    long: float


@dataclass(frozen=True, slots=True)
class Contact:
    """A shared phone. `own` is False when the sender forwarded somebody else's card."""

    phone: str
    name: str | None = None
    own: bool = True


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as the channel names it (`ref`: a path, an upload id, a messenger's file id)."""

    kind: AttachmentKind
    ref: str
    name: str | None = None
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button as its message names it: the message's row of the outbox and the choice's place in
    it, or the `page` of its choices to turn to. It says nothing to whoever may not have it.
    """

    row: int
    place: int
    page: bool = False


@dataclass(frozen=True, slots=True)
class ChatChange:
    """What became of a chat itself: it cannot be written to (blocked, left), can be again, or has
    a new name (`to`).
    """

    kind: Literal["lost", "back", "moved"]
    to: str = ""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of a resident, decoded.

    `event_id` is unique per channel and bot for the life of the database; `at` is the moment of
    receipt (aware). At least one of the payload fields is set; an event with none is something
    the channel could not express (an unknown kind of message). `button` is a value of ours,
    `pressed` the name of one that the turn looks up. `message` is the channel's name of the
    message, or of the one whose button was pressed; `edited`: its words were changed. `public`:
    others read along. `mailbox`: the e-mail address that the sender proved to have.
    """

    channel: str
    bot: str
    chat: str
    event_id: str
    at: datetime
    text: str | None = None
    button: str | None = None
    location: Location | None = None
    contact: Contact | None = None
    files: tuple[FileRef, ...] = ()
    start: str | None = None
    language_hint: str | None = None
    pressed: Pressed | None = None
    message: str | None = None
    edited: bool = False
    public: bool = False
    change: ChatChange | None = None
    mailbox: str | None = None

    @property
    def chat_ref(self) -> ChatRef:
        return ChatRef(self.channel, self.bot, self.chat)

    @property
    def needs_reading(self) -> bool:
        """Whether the text must go through the reader before the turn."""
        return bool(self.text) and all(
            other is None for other in (self.button, self.start, self.pressed)
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: what the resident sees and what comes back when it is pressed."""

    label: str
    value: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to a resident, rendered in the chat's language, plain text.

    `page` of the choices (from 0) is shown where a channel cannot show all of them at once; `files`
    are attachments, by their ids, that go along where a channel can show them. `replaces` names the
    channel's message in whose place this one goes, where that can be done.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    request: Request | None = None
    kind: MessageKind = "info"
    lane: Lane = "reply"
    flow: str | None = None
    expects: str | None = None
    case: str | None = None
    page: int = 0
    files: tuple[int, ...] = ()
    replaces: str | None = None
