"""A message where others read along: answered in one breath, or not there.

Rule: nothing about a person is asked, told or kept in a group. What needs a question, or the city,
is answered by a way into the resident's own chat; danger is answered at once, as everywhere.
"""

from dataclasses import replace

from core.conversation import Button, Heard, Run, Say, State, Text
from core.starts import payload
from dialogs.hearing import hear
from dialogs.talk import Talk

# A button that opens the resident's own chat with the bot, with what is to begin there. A channel
# makes a link of it.
PRIVATELY = "!private="
_FLOWS = {"!handoff": "handoff", "!help": "help", "!status": "case_status"}


def answer_publicly(talk: Talk, event: Heard) -> None:
    """Answer somebody in a group, who may be anybody of it: nothing is known of them, nor kept."""
    incoming = event.incoming
    talk.state = State(language=talk.state.language)
    if incoming.start is not None:
        talk.say("in-a-group", buttons=(_way_in("help"),))
    elif incoming.text and event.reading is not None:
        hear(talk, incoming.text, event.reading)
    flow = talk.frame.flow if talk.frame else _flow_of(incoming.button or "")
    alarms = [say for say in talk.effects if isinstance(say, Say) and say.kind == "alarm"]
    says = [effect for effect in talk.effects if isinstance(effect, Say)]
    asks = talk.frame is not None or any(isinstance(effect, Run) for effect in talk.effects)
    if asks or not says:
        says = [*alarms, Say(Text("in-private"), (_way_in(flow or "help"),))]
    # Nobody's answer is waited for, and nobody is reminded.
    talk.effects = [replace(say, buttons=_ways_in(say), request=None) for say in says]
    talk.state = State(language=talk.state.language, heard=talk.state.heard)


def _way_in(flow: str) -> Button:
    return Button(Text("button-private"), PRIVATELY + payload("flow", flow))


def _ways_in(say: Say) -> tuple[Button, ...]:
    """Return a message's buttons as ways into the own chat; what only steers a talk is left out."""
    return tuple(filter(None, map(_outside, say.buttons)))


def _outside(button: Button) -> Button | None:
    if button.url or button.value.startswith(PRIVATELY):
        return button
    flow = _flow_of(button.value)
    return replace(button, value=PRIVATELY + payload("flow", flow)) if flow else None


def _flow_of(value: str) -> str:
    """Return the flow that a button of ours begins, empty when it begins none."""
    return _FLOWS.get(value) or value.partition("!flow=")[2]
