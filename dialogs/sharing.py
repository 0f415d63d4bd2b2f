"""What is shared instead of said: a point on the map, a phone, photos and other files."""

from collections.abc import Callable

from core.messages import Contact, FileRef, Location
from dialogs.additions import add_files, add_point
from dialogs.flow import SlotSpec
from dialogs.kinds.base import Reject
from dialogs.pressing import settle
from dialogs.slots import kind_of
from dialogs.talk import CONFIRM, Talk
from dialogs.walk import ask_again, bring_up, push, under_way


def receive_location(talk: Talk, location: Location) -> None:
    """A point answers a question about a place, or begins what a place begins."""
    if _quiet(talk):
        return

    def located(spec: SlotSpec, old: object) -> object:
        return kind_of(spec).located(spec, old, location)

    if _fill_first(talk, located, "place-noted") or add_point(talk, location):
        return
    if not (_open(talk, "location") and _fill_first(talk, located, "place-noted")):
        talk.say("place-noted")
        ask_again(talk)


def _open(talk: Talk, thing: str) -> bool:
    """Make the flow active that such a thing begins, if there is one."""
    flow = talk.gear.flows.opened_by(thing)
    if flow is None:
        return False
    frame = under_way(talk, flow.name)
    bring_up(talk, frame) if frame else push(talk, flow.name)
    return True


def receive_contact(talk: Talk, contact: Contact) -> None:
    """The sender's own phone answers a question about it; somebody else's card is refused."""
    if _quiet(talk):
        return
    if not _fill_first(
        talk, lambda spec, old: kind_of(spec).contacted(spec, old, contact), "contact-noted"
    ):
        talk.say("contact-not-needed" if contact.own else "not-own-contact")
        ask_again(talk)


def _fill_first(talk: Talk, found_by: Callable[[SlotSpec, object], object], noted: str) -> bool:
    """Give what was shared to the first slot of the active flow that can use it.

    Where something else was asked, a line (`noted`) says that it is kept.
    """
    frame, flow = talk.frame, talk.flow
    if frame is None or flow is None or frame.running:
        return False
    for spec in flow.slots.values():
        value = found_by(spec, frame.slots.get(spec.name))
        if isinstance(value, Reject):
            talk.say(value.text)
            ask_again(talk)
            return True
        if value is not None:
            if frame.awaits not in (spec.name, CONFIRM):
                talk.say(noted)
            settle(talk, frame, spec, value)
            return True
    return False


def receive_files(talk: Talk, files: tuple[FileRef, ...]) -> None:
    """A photo or document is evidence of what is under way; voice and stickers cannot be read."""
    if _quiet(talk):
        return
    kinds = {file.kind for file in files}
    if kinds <= {"voice", "video", "sticker"}:
        talk.say("sticker-seen" if kinds == {"sticker"} else "voice-not-heard")
        ask_again(talk)
        return
    if add_files(talk, evidence(files)):
        return
    if not begin_with_files(talk, evidence(files)):
        note_files(talk, files)
        ask_again(talk)


def begin_with_files(talk: Talk, count: int) -> bool:
    """Begin what a photo begins, where nothing is under way; False where nothing is begun."""
    if not count or talk.frame is not None or not _open(talk, "photo"):
        return False
    talk.say("files-first")
    _count(talk, count)
    ask_again(talk)
    return True


def note_files(talk: Talk, files: tuple[FileRef, ...]) -> None:
    """Take the photos and documents of a message as evidence of what is under way, and say so."""
    count = evidence(files)
    if count:
        _count(talk, count)
        talk.say("files-kept", {"count": count})


def evidence(files: tuple[FileRef, ...]) -> int:
    """Return how many photos and documents came."""
    return sum(file.kind in ("photo", "document") for file in files)


def _count(talk: Talk, count: int) -> None:
    """Count files towards what is under way."""
    if talk.frame is not None:
        talk.frame.found["files"] = talk.frame.found.get("files", 0) + count


def _quiet(talk: Talk) -> bool:
    """While a person has the conversation the bot keeps out of it."""
    return talk.state.handoff is not None
