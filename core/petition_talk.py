"""What flows ask about petitions in the turn: find, sign, take back, file.

Rule: each is a plain function of the action's context and the slots. A signature in a chat is an
intent, and is told to be one; the link by which it becomes a vote is made with it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core.actions import keep_person
from core.identity import IdentityLink, token_hash
from core.petition_search import (
    ALIKE,
    ALIKE_WORDS,
    NEAR,
    WordsOf,
    by_meaning,
    by_words,
    index_of,
    is_clear,
    ranked,
    telling,
)
from core.petition_work import PetitionWork
from core.petitions import (
    PUBLISHED,
    Petition,
    PetitionStatus,
    about_petition,
    file,
    is_open,
    rule_of,
    take_back,
)
from core.ports import Action, ActionContext, UnitOfWork
from core.refusals import Refusal

Slots = Mapping[str, Any]

SHOWN = 4
_OWN_SHOWN = 10
MOST_IN_MODERATION = 3


@dataclass(frozen=True, slots=True)
class Links:
    """Makes the links by which a person verifies. `address`: of the page, without the token."""

    address: str
    lives_for: timedelta
    new_token: Callable[[], str]

    def make(self, uow: UnitOfWork, conversation_id: int, petition_id: int, now: datetime) -> str:
        """Return a new link for a chat's signature."""
        token = self.new_token()
        link = IdentityLink(token_hash(token), conversation_id, petition_id, now + self.lives_for)
        uow.identity.add_link(link, now)
        return f"{self.address}/{token}"


# What a search may find; each search says all of it, so that nothing of the last one stays.
_NOTHING: Slots = dict.fromkeys(
    ("found", "petitions", "missing", "unfound", "mine", "open", "number")
)


@dataclass(frozen=True, slots=True)
class PetitionTalk:
    """The actions with the city's rules bound. `links`: None where no identity provider is set."""

    work: PetitionWork
    words_of: WordsOf
    links: Links | None = None

    def table(self) -> Mapping[str, Action]:
        """Return the actions by the names flows call them."""
        return {
            "find_petitions": self.find_petitions,
            "find_alike": self.find_alike,
            "find_signed": self.find_signed,
            "find_filed": self.find_filed,
            "take_petition_back": self.take_petition_back,
            "sign_petition": self.sign_petition,
            "withdraw_signature": self.withdraw_signature,
            "file_petition": self.file_petition,
        }

    # --- finding ---------------------------------------------------------------------------------

    def find_petitions(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Find petitions: the one of a number, the resident's own, those about some words.

        `found`: one, many, none (nothing about the words), unknown (no such number).
        """
        if number := slots.get("petition"):
            return self._numbered(context, str(number))
        if slots.get("own"):
            return self._listed(context, self._own(context))
        query = slots.get("query")
        if not query:
            ending = context.uow.petitions.ending(self._today(context), SHOWN)
            return self._listed(context, ending)
        found, sure = self._about(context, query)
        if sure:
            return self._meant(context, found[0])
        return self._listed(context, found, query)

    def find_alike(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Find open petitions about the same as one that is to be filed."""
        found, _ = self._about(context, slots.get("title") or slots.get("query") or "", alike=True)
        alike = [one for one in found if is_open(one, self._today(context))]
        petitions = [self._line(context, one) for one in alike]
        return {**_NOTHING, "found": "many" if alike else "none", "petitions": petitions}

    def find_signed(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Find what the resident signed and may take back: of a number, or all."""
        number, today = slots.get("petition"), self._today(context)
        signed = self._signed(context)
        if number:
            signed = [one for one in signed if one.number == str(number)]
            return self._one(context, signed[0]) if signed else {**_NOTHING, "found": "none"}
        still = [one for one in signed if is_open(one, today)]
        return self._listed(context, still)

    def find_filed(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Find what the resident filed and may take back: of a number, or all that a moderator has
        not decided on; without such, the last one, to say why not.
        """
        number, filed = slots.get("petition"), self._filed(context)
        if number:
            filed = [one for one in filed if one.number == str(number)]
            return self._one(context, filed[0]) if filed else {**_NOTHING, "found": "none"}
        return self._listed(context, _in_moderation(filed) or filed[:1])

    def _numbered(self, context: ActionContext, number: str) -> Slots:
        petition = context.uow.petitions.get(number)
        mine = {one.number for one in self._filed(context)}
        if petition is None or not (number in mine or petition.status in PUBLISHED):
            return {**_NOTHING, "found": "unknown", "missing": number}
        return self._one(context, petition)

    def _listed(
        self, context: ActionContext, found: Sequence[Petition], unfound: str | None = None
    ) -> Slots:
        if not found:
            return {**_NOTHING, "found": "none", "unfound": unfound}
        if len(found) == 1:
            return self._meant(context, found[0])
        return {
            **_NOTHING,
            "found": "many",
            "petitions": [self._line(context, one) for one in found[:_OWN_SHOWN]],
        }

    def _meant(self, context: ActionContext, petition: Petition) -> Slots:
        """The one that was meant, as if the resident had told its number."""
        return {**self._one(context, petition), "told": {"petition": petition.number}}

    def _one(self, context: ActionContext, petition: Petition) -> Slots:
        return {**_NOTHING, "found": "one", **self._facts(context, petition)}

    def _line(self, context: ActionContext, petition: Petition) -> Slots:
        """What a list says of a petition: the text would make a long state of a short list."""
        facts = self._facts(context, petition)
        return {name: facts[name] for name in facts if name != "petition_text"}

    def _facts(self, context: ActionContext, petition: Petition) -> Slots:
        uow, petition_id = context.uow, petition.id or 0
        mine = uow.petitions.signed(petition_id, self._chat(context), self._signer(context))
        support = uow.petitions.support(petition_id)
        return {**about_petition(petition, support, self._today(context)), "mine": mine}

    def _about(
        self, context: ActionContext, words: str, *, alike: bool = False
    ) -> tuple[list[Petition], bool]:
        """Return the petitions about some words, open ones before all others, the likeliest first;
        and whether the first is meant for certain. `alike`: only those that may be the same.
        """
        petitions, reading = context.uow.petitions, context.reading
        groups = telling(self.words_of(words))
        forms = sorted({form for group in groups for form in group})
        said = by_words(groups, petitions.indexed(forms), petitions.published()) if forms else {}
        said = {one: much for one, much in said.items() if not alike or much >= ALIKE_WORDS}
        meaning = (reading.parse or {}).get("meaning") if reading else None
        open_now = petitions.meanings(self._today(context)) if meaning else []
        meant = by_meaning(meaning, open_now, ALIKE if alike else NEAR)
        order = ranked(said, meant)
        found = petitions.several(order[: 3 * SHOWN])
        open_ones = [one for one in found if is_open(one, self._today(context))]
        sure = is_clear(said, [one.id or 0 for one in open_ones or found])
        return (open_ones or found)[:SHOWN], sure

    def _own(self, context: ActionContext) -> list[Petition]:
        filed = self._filed(context)
        others = [one for one in self._signed(context) if one not in filed]
        return (filed + others)[:_OWN_SHOWN]

    def _filed(self, context: ActionContext) -> list[Petition]:
        """What the person filed from any of their chats, the newest first."""
        chats = context.uow.personal.chats(self._chat(context))
        filed = (one for chat in chats for one in context.uow.petitions.filed_by(chat))
        return sorted(filed, key=lambda one: -(one.id or 0))

    def _signed(self, context: ActionContext) -> list[Petition]:
        signer = self._signer(context)
        return context.uow.petitions.signed_by(self._chat(context), signer, _OWN_SHOWN)

    # --- signing ---------------------------------------------------------------------------------

    def sign_petition(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Keep the resident's support as an intent, once; make the link that makes it a vote.

        `signed`: now, again, voted, or closed when nothing was kept.
        """
        petition = context.uow.petitions.get(str(slots.get("petition")))
        if petition is None or not is_open(petition, self._today(context)):
            return {"signed": "closed"}
        repo, chat, signer = context.uow.petitions, self._chat(context), self._signer(context)
        signed = "now" if repo.sign(petition.id or 0, chat, signer, context.now) else "again"
        if signed == "again" and repo.signed(petition.id or 0, chat, signer) == "vote":
            signed = "voted"
        return {**self._facts(context, petition), "signed": signed, **self._link(context, petition)}

    def _link(self, context: ActionContext, petition: Petition) -> Slots:
        if self.links is None:
            return {"verify_url": None}
        chat = self._chat(context)
        url = self.links.make(context.uow, chat, petition.id or 0, context.now)
        minutes = int(self.links.lives_for.total_seconds()) // 60
        return {"verify_url": url, "minutes": minutes}

    def withdraw_signature(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Take an intent back while votes are collected; a vote stands, as by the law it does."""
        petition = context.uow.petitions.get(str(slots.get("petition")))
        if petition is None or not is_open(petition, self._today(context)):
            return {"withdrawn": False}
        chat, signer = self._chat(context), self._signer(context)
        gone = context.uow.petitions.withdraw(petition.id or 0, chat, signer)
        return {**self._facts(context, petition), "withdrawn": gone}

    # --- filing ----------------------------------------------------------------------------------

    def file_petition(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Hand the resident's petition to the moderators."""
        repo, chat = context.uow.petitions, self._chat(context)
        if len(_in_moderation(self._filed(context))) >= MOST_IN_MODERATION:
            return {"refused": "too_many_petitions"}
        rule = rule_of(self.work.rules, self._today(context))
        petition = Petition(
            number=repo.next_number(),
            title=" ".join(slots["title"].split()),
            text=slots["text"].strip(),
            author=slots["name"],
            filed_at=context.now,
            conversation_id=chat,
            threshold=rule.votes,
        )
        try:
            event = file(petition, self.work.law)
        except Refusal as refusal:
            return {"refused": refusal.code}
        if slots.get("consent"):
            keep_person(context, slots)
        repo.add(petition, event, index_of(petition.title, petition.text, self.words_of))
        return {**self._facts(context, petition), "refused": None}

    def take_petition_back(self, context: ActionContext, slots: Slots, _told: Slots) -> Slots:
        """Take back a petition of the resident's own that no moderator has decided on."""
        wanted = str(slots.get("petition"))
        petition = next((one for one in self._filed(context) if one.number == wanted), None)
        if petition is None:
            return {"taken": False}
        try:
            event = take_back(petition, context.now)
        except Refusal:
            return {**self._facts(context, petition), "taken": False}
        context.uow.petitions.save(petition, event)
        return {**self._facts(context, petition), "taken": True}

    # --- who and when ----------------------------------------------------------------------------

    def _today(self, context: ActionContext) -> Any:
        return self.work.law.day(context.now)

    def _chat(self, context: ActionContext) -> int:
        return context.conversation.id or 0

    def _signer(self, context: ActionContext) -> str:
        return context.uow.identity.signer(self._chat(context))


def _in_moderation(petitions: Sequence[Petition]) -> list[Petition]:
    return [one for one in petitions if one.status is PetitionStatus.MODERATION]
