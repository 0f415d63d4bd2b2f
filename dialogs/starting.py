"""A chat is opened, perhaps by a link that names what for: the same in every channel.

Rule: `STARTS` is the one table of what links begin; their payloads are made by `core.starts`. A
link that names nothing we have opens the chat as any other way does.
"""

from collections.abc import Callable, Mapping

from core.conversation import Text
from core.starts import parted
from dialogs.phrases import clean
from dialogs.pressing import back_to_bot, begin
from dialogs.talk import Talk
from dialogs.walk import ask_again, menu, offer_draft

Start = Callable[[Talk, str], bool]


def start(talk: Talk, payload: str) -> None:
    """Begin what the link names, else greet: a draft or a question that stands comes first."""
    kind, rest = parted(payload)
    if talk.state.handoff:
        talk.say("with-a-person", buttons=back_to_bot())
    elif kind in STARTS and STARTS[kind](talk, rest):
        return
    elif talk.frame is not None and talk.away:
        offer_draft(talk)
    elif talk.frame is not None or talk.state.matters:
        talk.say("welcome-back")
        ask_again(talk)
    else:
        talk.ask(Text("welcome"), menu(talk))


def _begin(talk: Talk, flow: str | None, slot: str = "", value: str = "") -> bool:
    """Begin a flow, if there is such, with a slot filled by what the link names."""
    if flow is None or flow not in talk.gear.flows.by_name:
        return False
    begin(talk, flow, {slot: value} if slot else None)
    return True


def _case(talk: Talk, number: str) -> bool:
    return _begin(talk, "case_status", "case_number", clean(number).upper())


def _petition(talk: Talk, number: str) -> bool:
    return _begin(talk, "petition_search", "petition", number.replace("-", "/"))


def _subscribe(talk: Talk, about: str) -> bool:
    """News of a district (`district_CODE`); of what else is followed the talk asks."""
    flow = talk.gear.flows.by_name.get("subscribe_news")
    if flow is None:
        return False
    kind, _, code = about.partition("_")
    known = kind == "district" and code in flow.slots["places"].options["codes"].values()
    begin(talk, flow.name, {"places": [f"{kind}:{code}"]} if known else None)
    return True


def _link(talk: Talk, code: str) -> bool:
    return _begin(talk, "link_enter", "link_code", code)


def _staff(talk: Talk, token: str) -> bool:
    return _begin(talk, "staff_chat", "token", token)


# What a link begins, by the kind of its payload. Each is given the rest of it and returns whether
# there was something to begin.
STARTS: Mapping[str, Start] = {
    "case": _case,
    "petition": _petition,
    "sub": _subscribe,
    "flow": _begin,
    "link": _link,
    "staff": _staff,
}
