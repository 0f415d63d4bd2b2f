"""Several people, their chats and thieves, in a real database: whatever is linked, parted, undone
or forgotten, nobody sees what is another's, and nothing of one's own is lost.
"""

from __future__ import annotations

import json
import re
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from connectors.database.check import check
from connectors.database.connect import connect_to_write
from connectors.database.unit_of_work import SqlUnitOfWork
from core.linking import CODE_LIVES, GUESSES_COUNT_FOR, MOST_GUESSES, UNDONE_FOR, Linking
from core.messages import ChatRef
from core.personal import copy_of, forget
from core.petitions import Petition, PetitionEvent, PetitionStatus
from core.ports import ActionContext
from core.rows import Conversation
from tests import sizes
from tests.contract.builders import NOW, heard, new_database
from tests.core.test_staffwork import CITY
from tests.core.town import Echo

STEPS = 40
CHATS = [
    ChatRef(channel, "main", f"{channel}-{name}")
    for name in ("olena", "petro", "thief")
    for channel in ("telegram", "viber")
]
MARK = re.compile(r"mark\d+")
LINKING = Linking(Echo(), lambda kind, value: f"{kind}:{value}", frozenset())
chats = st.sampled_from(CHATS)
picks = st.integers(0, 10**6)


@dataclass
class Group:
    """Chats that are one person's by the last linking, of `sides`, if it can be undone."""

    members: set[ChatRef]
    sides: tuple[Group, Group] | None = None
    at: datetime = NOW

    def linkings_since(self, moment: datetime) -> int:
        if self.sides is None:
            return 0
        return (self.at > moment) + sum(side.linkings_since(moment) for side in self.sides)

    def forget_before(self, moment: datetime) -> None:
        for side in self.sides or ():
            side.forget_before(moment)
        if self.sides is not None and self.at < moment:
            self.sides = None


@dataclass
class Code:
    of: ChatRef
    made_at: datetime
    good: bool = True


@dataclass
class Model:
    """What must be true: whose chats are whose, which marks came by which chat."""

    groups: list[Group] = field(default_factory=lambda: [Group({one}) for one in CHATS])
    marks: dict[str, ChatRef] = field(default_factory=dict)
    cases: set[str] = field(default_factory=set)
    codes: dict[str, Code] = field(default_factory=dict)
    guesses: dict[ChatRef, list[datetime]] = field(default_factory=dict)
    signed: dict[int, list[ChatRef]] = field(default_factory=dict)

    def of(self, chat: ChatRef) -> Group:
        return next(group for group in self.groups if chat in group.members)

    def marks_of(self, chat: ChatRef) -> set[str]:
        members = self.of(chat).members
        return {mark for mark, origin in self.marks.items() if origin in members}

    def settle(self, group: Group) -> None:
        """One signature of a petition stays of those of one person: the earliest."""
        for petition, signers in self.signed.items():
            first = next((one for one in signers if one in group.members), None)
            kept = [one for one in signers if one not in group.members or one == first]
            self.signed[petition] = kept

    def hand_over(self, origin: ChatRef, keeper: ChatRef) -> None:
        self.marks = {m: keeper if o == origin else o for m, o in self.marks.items()}
        for petition, signers in self.signed.items():
            self.signed[petition] = [keeper if one == origin else one for one in signers]

    def drop(self, origin: ChatRef) -> None:
        gone = {mark for mark, chat in self.marks.items() if chat == origin}
        self.marks = {m: chat for m, chat in self.marks.items() if m not in gone}
        self.cases -= gone


class LinkedLives(RuleBasedStateMachine):
    """Each step is a turn of a chat; the model says what it must come to."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.connection = connect_to_write(new_database(Path(self.folder.name) / "misto.db"))
        self.connection.execute("BEGIN IMMEDIATE")
        self.uow = SqlUnitOfWork(self.connection)
        self.now, self.model, self.made = NOW, Model(), 0
        self.petitions: list[int] = []

    @initialize()
    def begin(self) -> None:
        for number in ("17", "18"):
            petition = Petition(
                *(number, "Назва", "Текст", "Автор", NOW),
                status=PetitionStatus.COLLECTING,
                threshold=10,
                started_on=date(2026, 11, 1),
                ends_on=date(2026, 12, 31),
            )
            added = self.uow.petitions.add(petition, PetitionEvent(NOW, "published", "system"), {})
            self.petitions.append(added.id or 0)
            self.model.signed[added.id or 0] = []

    # --- what people do --------------------------------------------------------------------------

    @rule(who=chats, mine=st.booleans())
    def files_a_case(self, who: ChatRef, mine: bool) -> None:
        mark = self.mark(who)
        self.model.cases.add(mark)
        own = {"consent": True, "name": self.mark(who)} if mine else {}
        slots = {"flow": "appeal_submit", "body": "kte", "description": mark, **own}
        with self.turn(who) as context:
            CITY.table()["file_case"](context, slots, slots)

    @rule(who=chats)
    def talks(self, who: ChatRef) -> None:
        words = heard(f"e{self.made}", who, self.now, text=self.mark(who))
        with self.turn(who) as context:
            taken = self.uow.intake.take(words, done=False)
            assert self.uow.intake.finish(taken or 0, words, context.conversation.id or 0)

    @rule(who=chats, pick=picks)
    def signs(self, who: ChatRef, pick: int) -> None:
        petition = self.petitions[pick % 2]
        group, signers = self.model.of(who).members, self.model.signed[petition]
        with self.turn(who) as context:
            chat = context.conversation.id or 0
            signer = self.uow.identity.signer(chat)
            signed = self.uow.petitions.sign(petition, chat, signer, self.now)
        assert signed is group.isdisjoint(signers)
        if signed:
            signers.append(who)

    # --- codes -----------------------------------------------------------------------------------

    @rule(who=chats)
    def asks_for_a_code(self, who: ChatRef) -> None:
        for code in self.model.codes.values():
            code.good &= code.of != who
        made = self.act("make_link_code", who)["code"]
        self.model.codes[made] = Code(who, self.now)

    @precondition(lambda self: self.model.codes)
    @rule(who=chats, pick=picks, agrees=st.integers(0, 3))
    def enters_a_code(self, who: ChatRef, pick: int, agrees: int) -> None:
        """Anybody enters any code that was ever made: new, old, used, their own, a stolen one."""
        known = list(self.model.codes)
        text = known[-1 - pick % min(len(known), 4)]
        code = self.model.codes[text]
        wanted = self.standing(who, code)
        assert self.act("look_at_link_code", who, link_code=text)["code_is"] == wanted
        if wanted != "good":
            return
        if agrees:
            assert self.act("link_by_code", who, link_code=text)["linked"]
            code.good = False
            self.join(who, code.of)

    def standing(self, who: ChatRef, code: Code) -> str:
        guesses = self.model.guesses.setdefault(who, [])
        if sum(at > self.now - GUESSES_COUNT_FOR for at in guesses) >= MOST_GUESSES:
            return "late"
        if not code.good or self.now >= code.made_at + CODE_LIVES:
            guesses.append(self.now)
            return "wrong"
        if code.of == who:
            return "own"
        return "same" if self.model.of(who) is self.model.of(code.of) else "good"

    def join(self, who: ChatRef, giver: ChatRef) -> None:
        sides = (self.model.of(who), self.model.of(giver))
        joined = Group(sides[0].members | sides[1].members, sides, self.now)
        self.model.groups = [one for one in self.model.groups if one not in sides] + [joined]
        self.model.settle(joined)

    # --- parting ---------------------------------------------------------------------------------

    @rule(who=chats)
    def undoes(self, who: ChatRef) -> None:
        group, day = self.model.of(who), self.now - UNDONE_FOR
        if group.sides is None:
            wanted = "none"
        elif group.at < day:
            wanted = "late"
        else:
            wanted = "many" if group.linkings_since(day) > 1 else "yes"
        assert self.act("undo_link", who)["undone"] == wanted
        if wanted == "yes" and group.sides is not None:
            self.model.groups = [one for one in self.model.groups if one is not group]
            self.model.groups += group.sides

    @rule(who=chats, pick=picks)
    def unlinks(self, who: ChatRef, pick: int) -> None:
        others = sorted(self.model.of(who).members - {who}, key=str)
        if not others:
            assert self.act("find_linked", who)["found"] == "none"
            return
        target = others[pick % len(others)]
        number = self.uow.conversations.get(target).id
        assert self.act("unlink_chat", who, linked_chat=str(number))["unlinked"]
        group = self.model.of(who)
        group.members.discard(target)
        group.sides = None
        self.model.hand_over(target, who)
        self.begin_anew(target)

    @rule(who=chats, really=st.integers(0, 4))
    def is_forgotten(self, who: ChatRef, really: int) -> None:
        chat = self.uow.conversations.get(who)
        if really or chat.id is None:
            return
        forget(self.uow, chat.id, self.now)
        group = self.model.of(who)
        self.model.groups.remove(group)
        for one in group.members:
            self.model.drop(one)
            for signers in self.model.signed.values():
                # It stays counted, without the person.
                signers[:] = [NOBODY if signer == one else signer for signer in signers]
            self.begin_anew(one, Group({one}))

    def begin_anew(self, chat: ChatRef, group: Group | None = None) -> None:
        self.model.groups.append(group or Group({chat}))
        self.model.guesses.pop(chat, None)
        for code in self.model.codes.values():
            code.good &= code.of != chat

    @rule(minutes=st.sampled_from([1, 4, 11, 70, 60 * 25]))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def night_falls(self) -> None:
        self.uow.links.forget_before(self.now - UNDONE_FOR)
        for group in self.model.groups:
            group.forget_before(self.now - UNDONE_FOR)

    # --- how -------------------------------------------------------------------------------------

    def turn(self, who: ChatRef) -> Turn:
        return Turn(self.uow, who, self.now)

    def act(self, action: str, who: ChatRef, **slots: Any) -> Any:
        with self.turn(who) as context:
            return LINKING.table()[action](context, slots, slots)

    def mark(self, who: ChatRef) -> str:
        self.made += 1
        self.model.marks[f"mark{self.made}"] = who
        return f"mark{self.made}"

    # --- what always holds -----------------------------------------------------------------------

    @invariant()
    def everybody_sees_their_own_and_nobody_elses(self) -> None:
        for who in CHATS:
            chat = self.uow.conversations.get(who)
            if chat.id is None:
                assert not self.model.marks_of(who) & self.model.cases
                continue
            copy = json.dumps(copy_of(self.uow, chat.id, self.now))
            seen, own = set(MARK.findall(copy)), self.model.marks_of(who)
            assert seen <= own, (who, seen - own)
            assert own & self.model.cases <= seen, (who, own - seen)
            filed = self.uow.cases.of_conversation(chat.id, 1000)
            assert {case.description for case in filed} == own & self.model.cases
            assert chat.person is None or {*MARK.findall(f"{chat.person.name}")} <= own

    @invariant()
    def a_person_has_one_signature(self) -> None:
        for petition, signers in self.model.signed.items():
            assert self.uow.petitions.support(petition).intents == len(signers)
            for who in CHATS:
                chat = self.uow.conversations.get(who)
                signed = chat.id is not None and self.uow.petitions.signed(
                    petition, chat.id, self.uow.identity.signer(chat.id)
                )
                assert bool(signed) is not self.model.of(who).members.isdisjoint(signers)

    def teardown(self) -> None:
        with self.folder, closing(self.connection):
            problems = check(self.uow)
        assert problems == []


NOBODY = ChatRef("", "", "")


class Turn:
    """A turn's unit of work: the conversation is loaded before and kept after."""

    def __init__(self, uow: SqlUnitOfWork, who: ChatRef, now: datetime) -> None:
        self.uow, self.who, self.now = uow, who, now

    def __enter__(self) -> ActionContext:
        self.chat: Conversation = self.uow.conversations.get(self.who)
        if self.chat.id is None:
            self.uow.conversations.put(self.chat, self.now)
        return ActionContext(self.uow, self.chat, self.now, None)

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if error is None:
            self.uow.conversations.put(self.chat, self.now)


TestLinkedLives = LinkedLives.TestCase
TestLinkedLives.settings = settings(
    max_examples=sizes.size("linked_chats") // STEPS, stateful_step_count=STEPS, deadline=None
)
