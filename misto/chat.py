"""`misto chat`: a conversation in the terminal, and the same for programs (`--json`).

Rule: nothing is decided here. Lines become events of the runtime, staff acts of `StaffWork`,
moments of the clock; what was committed is written out.
"""

import asyncio
import itertools
import json
import logging
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO, get_args

from bots.mail.letters import numbered
from bots.mail.letters import shown as as_letter
from bots.mail.translate import CHANNEL as MAIL
from bots.mail.translate import place_named
from bots.viber.translate import CHANNEL as VIBER
from bots.viber.translate import shown
from bots.viber.words import load_words
from core.messages import (
    LOCAL_BOT,
    AttachmentKind,
    ChatRef,
    Choice,
    Contact,
    FileRef,
    Incoming,
    Location,
    Outgoing,
    Pressed,
)
from core.ports import UnitOfWork
from core.refusals import Refusal
from core.rows import OutboxRow
from misto.app import City
from misto.files import FileRefusedError
from misto.jobs import Jobs
from misto.runtime import Runtime
from misto.scene import Scene, SceneError

log = logging.getLogger(__name__)

BOT = LOCAL_BOT
CHANNELS = frozenset({"terminal", "telegram", "viber", "webchat", "mail"})
_PAYLOADS = ("text", "button", "location", "contact", "attachments", "start")
_KINDS = get_args(AttachmentKind)
LISTENS_S = 3600
# Events that may be under way at once; further lines wait to be read.
MOST_AT_ONCE = 1000
# Terms of cases and duty hours are counted from the clock, and calendars end.
LAST_YEAR = 2199
# The job whose note says that `chat --json` made the database, so that scenes may be set in it.
STAGE = "scene"


class BadLine(Exception):
    """A line that cannot be acted on; `code` is stable, the message says what was expected."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


# --- a person at a terminal ----------------------------------------------------------------------


async def talk(city: City, chat: str = "terminal") -> None:
    """Converse on the terminal until the input ends. A typed number presses the button so
    numbered.
    """
    runtime = city.runtime
    await runtime.start(terminal=True)
    await _Terminal(runtime, ChatRef("terminal", BOT, chat)).converse()
    await runtime.stop()


class _Terminal:
    """A person's terminal: what was offered last, and which messages were shown."""

    def __init__(self, runtime: Runtime, ref: ChatRef) -> None:
        self._runtime, self._ref = runtime, ref
        self._offered: Sequence[Choice] = ()
        self._last_id = 0

    async def converse(self) -> None:
        self._last_id = await self._runtime.read(lambda uow: uow.outbox.last_id())
        listening = asyncio.create_task(self._listen())
        session = f"{self._runtime.now().timestamp():.0f}"
        for number in itertools.count(1):
            line = await asyncio.to_thread(_ask_line)
            if line is None:
                break
            await self._say(line, f"{self._ref.chat}:{session}-{number}")
        listening.cancel()

    async def _say(self, line: str, event_id: str) -> None:
        pressed = self._choice_of(line)
        incoming = Incoming(
            channel=self._ref.channel,
            bot=self._ref.bot,
            chat=self._ref.chat,
            event_id=event_id,
            at=self._runtime.now(),
            text=None if pressed else line,
            button=pressed,
        )
        outcome = await self._runtime.handle(incoming)
        for row in outcome.replies:
            self._show(row)

    async def _listen(self) -> None:
        """Show what no line here caused as it comes: reminders, and what staff write."""
        watch = self._runtime.watch()
        while True:
            await watch.next(LISTENS_S)
            for row in await self._runtime.read(lambda uow: uow.outbox.since(self._last_id)):
                self._last_id = row.id
                if row.ref == self._ref and row.in_reply_to is None:
                    self._show(row)

    def _choice_of(self, line: str) -> str | None:
        numbered = line.isascii() and line.isdecimal() and len(line) < 4
        if numbered and 1 <= int(line) <= len(self._offered):
            return self._offered[int(line) - 1].value
        return None

    def _show(self, row: OutboxRow) -> None:
        self._offered = row.outgoing.choices or self._offered
        sys.stdout.write(f"{row.outgoing.text.replace('**', '')}\n")
        for number, choice in enumerate(row.outgoing.choices, 1):
            sys.stdout.write(f"  {number}. {choice.label}\n")
        sys.stdout.flush()


def _ask_line() -> str | None:
    with suppress(EOFError, KeyboardInterrupt):
        return input("> ").strip() or "…"
    return None


# --- programs ------------------------------------------------------------------------------------


class JsonChat:
    """Plays residents, staff and the clock from lines of JSON; see the program contract."""

    def __init__(self, city: City, out: TextIO, *, fresh: bool) -> None:
        self._city, self._out = city, out
        self._runtime = city.runtime
        self._jobs = Jobs(city)
        self._scene = Scene(city)
        self._viber_words = load_words()
        # By chat: the letter whose choices can be taken by their number, and how many it has.
        self._numbered: dict[str, tuple[int, int]] = {}
        self._fresh = fresh
        self._last_id = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._fetching, self._writing = asyncio.Lock(), asyncio.Lock()

    async def run(self, lines: TextIO) -> None:
        """Read lines until the end; a bad one gets an error line and the rest is read."""
        await self._runtime.start(terminal=True)
        await self._remember_past()
        await self._open_stage()
        ahead = _Ahead(lines)
        for number in itertools.count(1):
            line = await ahead.next()
            if not line:
                break
            if line.strip():
                await self._line(line, number)
        await self._settle()
        await self._runtime.stop()

    async def _remember_past(self) -> None:
        """Messages of earlier runs were written then; the clock does not go back behind them."""
        await self._pass_over()
        latest = await self._runtime.read(lambda uow: uow.jobs.latest_moment())
        if latest is not None and latest > datetime.now(UTC):
            self._runtime.clock.set(latest)

    async def _pass_over(self) -> None:
        """Take all messages there are as written."""
        self._last_id = await self._runtime.read(lambda uow: uow.outbox.last_id())

    async def _open_stage(self) -> None:
        """Note that this command made the database, or see that it did so in an earlier run."""
        if not self._fresh:
            known = await self._runtime.read(lambda uow: [job["name"] for job in uow.jobs.all()])
            self._fresh = STAGE in known
            return
        now = self._runtime.now()
        await self._runtime.write(STAGE, lambda uow: uow.jobs.note_run(STAGE, now, "ok"))

    async def _line(self, line: str, number: int) -> None:
        try:
            content = _object(line)
            if "clock" in content:
                await self._set_clock(content)
            elif "given" in content:
                await self._given(content)
            elif "staff" in content:
                await self._staff(content)
            else:
                await self._event(content, number)
        except (BadLine, SceneError, Refusal) as error:
            self._error(error.code, str(error), number)
        except LookupError as error:
            self._error("not_found", str(error.args[0] if error.args else error), number)
        except Exception as error:
            # Whatever one line does, the rest is read.
            log.exception("a line could not be acted on")
            self._error("failed", f"the line could not be acted on: {error}", number)

    # --- residents -------------------------------------------------------------------------------

    async def _event(self, content: Mapping[str, Any], number: int) -> None:
        """Hand an event in without waiting for its end: chats interleave, events of one chat keep
        their order.
        """
        incoming = self._incoming(content)
        while len(self._tasks) >= MOST_AT_ONCE:
            await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        task = asyncio.ensure_future(self._handle(incoming, str(content["event"]), number))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, incoming: Incoming, event: str, number: int) -> None:
        try:
            outcome = await self._runtime.handle(incoming)
            for row in outcome.replies:
                await self._reply(row, event)
            if incoming.files:
                await self._settle_files()
            await self._unasked()
        except Exception as error:
            log.exception("an event could not be handled")
            self._error("failed", f"the event could not be handled: {error}", number)
        else:
            self._write({"done": event, "chat": incoming.chat})

    def _incoming(self, content: Mapping[str, Any]) -> Incoming:
        chat, event = content.get("chat"), content.get("event")
        if not (isinstance(chat, str) and chat and isinstance(event, str) and event):
            raise BadLine("bad_event", 'an event needs "chat" and "event", both non-empty strings')
        channel = content.get("channel", "terminal")
        if not isinstance(channel, str) or channel not in CHANNELS:
            raise BadLine("bad_channel", f'"channel" is one of: {", ".join(sorted(CHANNELS))}')
        if not any(name in content for name in _PAYLOADS):
            raise BadLine("bad_event", f"an event needs one of: {', '.join(_PAYLOADS)}")
        return Incoming(
            channel=channel,
            bot=BOT,
            chat=chat,
            # Ids are unique per chat; the intake wants them unique per channel.
            event_id=f"{chat.replace('%', '%25').replace(':', '%3A')}:{event}",
            at=self._runtime.now(),
            text=_string(content, "text"),
            button=_string(content, "button"),
            pressed=self._by_number(content) if channel == MAIL else None,
            location=_location(content.get("location")),
            contact=_contact(content.get("contact")),
            files=_files(content.get("attachments")),
            start=_string(content, "start"),
        )

    def _by_number(self, content: Mapping[str, Any]) -> Pressed | None:
        """Return the choice of the last letter that a resident names by its number alone."""
        row, most = self._numbered.get(content["chat"], (0, 0))
        place = place_named(_string(content, "text") or "", most)
        return None if place is None else Pressed(row, place)

    # --- scene, staff, clock ---------------------------------------------------------------------

    async def _given(self, content: Mapping[str, Any]) -> None:
        if not self._fresh:
            raise BadLine("not_fresh", '"given" needs a database that this command made')
        await self._settle()
        made = await self._scene.set(content["given"])
        # What a scene says happened before: nobody is told of it now.
        await self._pass_over()
        self._write({"done": "given", "made": made})

    async def _staff(self, content: Mapping[str, Any]) -> None:
        await self._settle()
        event, email = content.get("event"), _string(content, "staff")
        if not isinstance(event, str) or not event:
            raise BadLine("bad_event", 'a staff line needs "event", a non-empty string')
        proof = tuple(self._proof(path) for path in _paths(content.get("proof")))
        act = _StaffAct(self._city, content, self._runtime.now(), proof)
        await self._runtime.write(("staff", email), act)
        await self._settle_files()
        await self._unasked()
        self._write({"done": event})

    def _proof(self, path: str) -> FileRef:
        try:
            return self._city.files.admit(Path(path))
        except OSError as error:
            raise BadLine("bad_proof", f"{path}: cannot be read ({error.strerror})") from None
        except FileRefusedError:
            raise BadLine("bad_proof", f"{path}: it is too big") from None
        except ValueError:
            raise BadLine("bad_proof", "a proof's path cannot hold a NUL character") from None

    async def _set_clock(self, content: Mapping[str, Any]) -> None:
        await self._settle()
        moment = _moment(content["clock"])
        if moment < self._runtime.now():
            now = self._runtime.now().astimezone(self._city.zone).isoformat()
            raise BadLine("clock_back", f"the clock stands at {now} and cannot go back")
        # Written as the time goes by: what is old by its end may have been wiped.
        await self._jobs.run_until(moment, self._unasked)
        self._write({"done": "clock", "clock": content["clock"]})

    async def _settle(self) -> None:
        """Wait until everything handed in has been answered, its files looked at too."""
        while self._tasks:
            await asyncio.gather(*list(self._tasks), return_exceptions=True)
        await self._settle_files()
        await self._unasked()

    async def _settle_files(self) -> None:
        async with self._fetching:
            await self._jobs.fetch_files()
            await self._jobs.clear_disk()

    # --- writing out -----------------------------------------------------------------------------

    async def _unasked(self) -> None:
        """Write what nobody's event caused: reminders, staff's words, news of cases."""
        # One after another: nothing is written twice, and events are done in their order.
        async with self._writing:
            while rows := await self._runtime.read(lambda uow: uow.outbox.since(self._last_id)):
                for row in rows:
                    self._last_id = row.id
                    if row.in_reply_to is None:
                        await self._reply(row, None)

    async def _rendered(self, row: OutboxRow) -> Sequence[Outgoing]:
        """Return a message as its channel shows it, where a talk can feel its limits."""
        if row.ref.channel == MAIL:
            if row.outgoing.choices or row.outgoing.expects:
                self._numbered[row.ref.chat] = row.id, numbered(row.outgoing)
            return [as_letter(row.outgoing)]
        if row.ref.channel != VIBER:
            return [row.outgoing]
        number = row.conversation_id
        chat = await self._runtime.read(lambda uow: uow.conversations.by_id(number))
        return shown(row.outgoing, self._viber_words[chat.state.spoken])

    async def _reply(self, row: OutboxRow, event: str | None) -> None:
        for out in await self._rendered(row):
            self._write(
                {
                    "chat": row.ref.chat,
                    "in_reply_to": event,
                    "text": out.text.replace("**", ""),
                    "buttons": [{"label": c.label, "value": c.value} for c in out.choices],
                    "request": out.request,
                    "flow": out.flow,
                    "expects": out.expects,
                    "case": out.case,
                }
            )

    def _error(self, code: str, message: str, line: int) -> None:
        self._write({"error": {"code": code, "message": message, "line": line}})

    def _write(self, content: Mapping[str, Any]) -> None:
        self._out.write(json.dumps(content, ensure_ascii=False) + "\n")
        self._out.flush()


class _Ahead:
    """Lines read ahead in a thread of their own: what was written together is taken together."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Queue[str] = asyncio.Queue()
        self._room = threading.Semaphore(MOST_AT_ONCE)
        threading.Thread(target=self._read, name="lines", daemon=True).start()

    async def next(self) -> str:
        """Return the next line, empty at the end."""
        line = await self._waiting.get()
        self._room.release()
        return line

    def _read(self) -> None:
        # The loop is gone when the conversation was broken off.
        with suppress(RuntimeError):
            while self._room.acquire() and self._put(self._lines.readline()):
                pass

    def _put(self, line: str) -> bool:
        self._loop.call_soon_threadsafe(self._waiting.put_nowait, line)
        return bool(line)


@dataclass(frozen=True, slots=True)
class _StaffAct:
    """One staff line as a job of the writer."""

    city: City
    content: Mapping[str, Any]
    now: datetime
    proof: tuple[FileRef, ...]

    def __call__(self, uow: UnitOfWork) -> None:
        content, email = self.content, self.content["staff"]
        member = uow.staff.by_email(str(email))
        if member is None:
            raise LookupError(f"There is no staff account {email}.")
        do = str(content.get("do", ""))
        if "case" in content:
            self.city.staffwork.case(
                uow,
                member,
                str(content["case"]),
                do,
                self.now,
                text=_string(content, "text"),
                outcome=_string(content, "outcome"),
                reason=_string(content, "reason"),
                to=_string(content, "to"),
                proof=self.proof,
            )
            return
        if "petition" in content:
            self.city.petition_work.act(
                uow,
                member,
                str(content["petition"]),
                do,
                self.now,
                reason=_string(content, "reason") or "",
                text=_string(content, "text") or "",
            )
            return
        handoff_id = self._handoff(uow)
        text = _string(content, "text")
        self.city.staffwork.handoff(uow, member, handoff_id, do, self.now, text=text)

    def _handoff(self, uow: UnitOfWork) -> int:
        named = self.content.get("handoff")
        if named is not None:
            if not (str(named).isascii() and str(named).isdecimal() and len(str(named)) < 19):
                raise BadLine("bad_handoff", '"handoff" is a number, as `misto handoffs` prints it')
            return int(named)
        chat = self.content.get("chat")
        found = next((h for h in uow.handoffs.open() if h.chat.chat == chat), None)
        if found is None or found.id is None:
            raise LookupError(f"Chat {chat} has no open hand-off.")
        return found.id


# --- reading lines -------------------------------------------------------------------------------


def _object(line: str) -> Mapping[str, Any]:
    try:
        content = json.loads(line)
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise BadLine("bad_text", "the line holds half a character (a lone surrogate)") from None
    except (ValueError, RecursionError):
        raise BadLine("bad_json", "the line is no JSON") from None
    if not isinstance(content, dict):
        raise BadLine("bad_json", "the line is no JSON object")
    return content


def _string(content: Mapping[str, Any], name: str) -> str | None:
    value = content.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine("bad_value", f'"{name}" is a string')
    return value


def _location(value: Any) -> Location | None:
    if value is None:
        return None
    try:
        lat, long = float(value["lat"]), float(value["long"])
    except (TypeError, KeyError, ValueError, OverflowError):
        raise BadLine("bad_value", '"location" is {"lat": …, "long": …} in degrees') from None
    if not (-90 <= lat <= 90 and -180 <= long <= 180):
        raise BadLine("bad_value", '"location" is out of range: lat ±90, long ±180')
    return Location(lat, long)


def _contact(value: Any) -> Contact | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("phone"), str):
        raise BadLine("bad_value", '"contact" is {"phone": "+380…", "name": "…"}')
    return Contact(value["phone"], _string(value, "name"))


def _files(value: Any) -> tuple[FileRef, ...]:
    items = [] if value is None else value
    if not isinstance(items, list) or not all(map(_is_file, items)):
        raise BadLine("bad_value", f'"attachments" is a list of {{"kind": …, "url": …}}; {_ONE_OF}')
    # The path may be read by another process, whose directory is another.
    paths = [(item["kind"], Path(item["url"]).absolute()) for item in items]
    return tuple(FileRef(kind, str(path), path.name) for kind, path in paths)


_ONE_OF = f"a kind is one of: {', '.join(_KINDS)}"


def _is_file(item: Any) -> bool:
    if not isinstance(item, dict) or item.get("kind") not in _KINDS:
        return False
    url = item.get("url")
    return isinstance(url, str) and bool(url) and "\0" not in url


def _paths(value: Any) -> list[str]:
    paths = [] if value is None else value
    if not isinstance(paths, list) or not all(isinstance(path, str) for path in paths):
        raise BadLine("bad_value", '"proof" is a list of paths')
    return paths


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadLine("bad_clock", '"clock" is a moment as 2026-12-24T10:00:00+02:00') from None
    if moment.tzinfo is None:
        raise BadLine("bad_clock", '"clock" needs its offset, as 2026-12-24T10:00:00+02:00')
    if not 1970 < moment.year <= LAST_YEAR:
        raise BadLine("bad_clock", f'"clock" goes to the year {LAST_YEAR}')
    return moment.astimezone(UTC)
