"""The composition root: the only place that names concrete classes and binds them to each other."""

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from connectors.database.database import Database, open_database
from connectors.database.news import WHY
from core import handoffs
from core.actions import CityActions
from core.calendar import LegalCalendar, load_law
from core.conversation import Context, Heard, Language, Say, State
from core.enrolment import Enrolment, load_ages, load_known
from core.identity import Seal, sealing
from core.institutions import Institutions, load_institutions
from core.linking import Linking
from core.lookups import CityLookups, Lookup
from core.messages import ChatRef, Incoming, Outgoing
from core.news import Hours, Places, hours_of
from core.news_talk import NewsTalk
from core.news_work import NewsWork
from core.petition_search import ASKING, NUMBERED, subject
from core.petition_talk import Links, PetitionTalk
from core.petition_work import PetitionWork
from core.petitions import PetitionRule, load_refusals
from core.ports import Action
from core.routing import Routing, load_routing
from core.staff import parse_duty
from core.staff_chat import link_staff_chat
from core.staffwork import StaffWork
from core.tariffs import Tariffs, load_tariffs
from core.towns import load_other_towns
from core.turn import PULLED, Turns
from core.visits import Visits, load_referrals
from dialogs.engine import Engine
from dialogs.flow import Flow, Flows
from dialogs.loader import Offer, load_flows
from dialogs.talk import Equipment
from dialogs.texts import LANGUAGES, Catalogue
from misto.files import Fetch, FileKeeper
from misto.keys import installation_key
from misto.mailing import Carrier
from misto.media import MediaLinks
from misto.metrics import Metrics
from misto.paths import data_dir, resolve, resolve_url
from misto.runtime import Channel, Clock, Runtime
from misto.searches import Searches
from misto.settings import Settings
from misto.words import load_words
from nlu.gazetteer import Gazetteer
from nlu.interpret import interpret

if TYPE_CHECKING:
    from bots.mail.app import Mail
    from bots.sending import Sender
    from bots.telegram.app import Telegram
    from bots.viber.app import Viber
    from connectors.rasa.reader import RasaReader
    from nlu.pipeline import Reader

FLOWS = Path(__file__).parent.parent / "dialogs" / "flows"


@dataclass(frozen=True)
class City:
    """Everything of one city's misto, made from its settings on first use."""

    settings: Settings
    clock: Clock

    # --- tables and texts ------------------------------------------------------------------------

    @cached_property
    def data(self) -> Path:
        return data_dir()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.city.timezone)

    @cached_property
    def routing(self) -> Routing:
        return load_routing(self.data)

    @cached_property
    def law(self) -> LegalCalendar:
        law = self.settings.law
        return load_law(
            self.data,
            norms=self.routing.norms(),
            overrides=law.overrides,
            martial_law=law.periods,
            zone=self.zone,
        )

    @cached_property
    def other_towns(self) -> frozenset[str]:
        return load_other_towns(self.data)

    @property
    def services(self) -> Path | None:
        """Where the city's own services are, None when it has none."""
        own = self.settings.city.services
        return resolve(own) if own else None

    def table(self, name: str, folder: str = "city") -> Path:
        """Return where a table of services lies: among the city's own, else in the data."""
        own = self.settings.city.tables
        path = resolve(own) / name if own else None
        return path if path and path.exists() else self.data / folder / name

    @cached_property
    def tariffs(self) -> Tariffs:
        return Tariffs(load_tariffs(self.table("tariffs.csv")), self.settings.city.tariff_days)

    @cached_property
    def institutions(self) -> Institutions:
        def districts_of(place: str) -> list[str]:
            found = self.gazetteer.neighbourhood(place)
            names = found.districts if found else ()
            return [d.code for d in self.routing.districts.values() if d.name_uk in names]

        return load_institutions(self.table("institutions.csv"), self.routing, districts_of)

    @cached_property
    def texts(self) -> Catalogue:
        privacy_url = f"{self.settings.web.address}/privacy"
        texts = self.data / "texts"
        return load_words(texts, self.routing, self.zone, privacy_url, self.services)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        return Gazetteer.load(self.data / "city")

    @cached_property
    def reader(self) -> "Reader":
        from nlu.pipeline import load as load_reader  # late: most commands read nothing

        return load_reader(self.model_path, self.data / "city")

    @cached_property
    def rasa(self) -> "RasaReader | None":
        """The Rasa server that reads over our own reader, None without `nlu.rasa_url`."""
        nlu = self.settings.nlu
        if not nlu.rasa_url:
            return None
        from connectors.rasa.reader import RasaReader

        return RasaReader(self.reader, nlu.rasa_url, nlu.rasa_token.get_secret_value())

    @property
    def model_path(self) -> Path:
        return resolve(self.settings.nlu.model_path)

    # --- the dialogue ----------------------------------------------------------------------------

    @cached_property
    def desk_hours(self) -> handoffs.Desk:
        staff = self.settings.staff
        return handoffs.Desk(
            take_s=staff.handoff_take_s,
            supervisor_after_s=staff.supervisor_after_s,
            duty=parse_duty(staff.default_duty, self.zone),
        )

    @cached_property
    def actions(self) -> CityActions:
        return CityActions(
            law=self.law,
            routing=self.routing,
            prefix=self.settings.city.case_prefix,
            desk=self.desk_hours,
            open_cases_a_day=self.settings.limits.open_cases_per_person_day,
            address=self.settings.web.address,
            kept_years=self.settings.retention.appeal_years,
        )

    @cached_property
    def petitions(self) -> PetitionTalk:
        """What flows do with petitions; without an identity provider an intent stays one."""
        identity = self.settings.identity
        links = None
        if identity.issuer:
            lives_for = timedelta(minutes=identity.link_minutes)
            address = f"{self.settings.web.address}/verify"
            links = Links(address, lives_for, lambda: secrets.token_urlsafe(24))
        return PetitionTalk(self.petition_work, self.words_of, links)

    def words_of(self, text: str) -> Sequence[Sequence[str]]:
        """Return the dictionary forms of each word of a text."""
        from misto.meaning import words_of  # late: it takes the reader, as few commands do

        return words_of(self.reader, text)

    def forms_of(self, word: str) -> Sequence[str]:
        """Return the dictionary forms of one word, by which cases are found."""
        from misto.meaning import lexicon  # late: two dictionaries take a fifth of a second

        reader = vars(self).get("reader")
        return (reader.lexicon if reader else lexicon()).lemmas(word)

    @cached_property
    def petition_work(self) -> PetitionWork:
        rules = self.settings.city.petition_rules
        return PetitionWork(
            law=self.law,
            rules=[PetitionRule(rule.since, rule.votes, rule.days) for rule in rules],
            refusals=load_refusals(self.data / "law" / "petition_refusals.csv"),
            routing=self.routing,
            prefix=self.settings.city.case_prefix,
            texts=self.texts,
            tell=self._tell,
            pulled=PULLED,
        )

    @cached_property
    def places(self) -> Places:
        """Which places lie in which, as far as the gazetteer knows."""

        def of_area(name: str) -> list[str]:
            found = self.gazetteer.neighbourhood(name)
            return self._codes(found.districts if found else ())

        return Places(of_area, lambda street: self._codes(self.gazetteer.districts_of(street)))

    def _codes(self, names: Iterable[str]) -> list[str]:
        """Return the codes of districts by their names."""
        districts = map(self.routing.district, names)
        return [district.code for district in districts if district]

    @cached_property
    def news_hours(self) -> Hours:
        news = self.settings.news
        return hours_of(self.zone, news.quiet_hours, news.digest_at, news.digest_day)

    @cached_property
    def news(self) -> NewsTalk:
        """What flows do with news."""
        return NewsTalk(self.places, self.news_hours, self.texts)

    @cached_property
    def news_work(self) -> NewsWork:
        return NewsWork(self.places, self.news_hours, self.texts, WHY, PULLED)

    def _tell(self, *args: Any, **named: Any) -> None:
        # Late: telling needs the turns, and the turns need what petitions do.
        self.staffwork.tell(*args, **named)

    @cached_property
    def enrolment(self) -> Enrolment:
        return Enrolment(
            load_ages(self.table("enrolment_ages.csv", "law")),
            load_known(self.table("enrolment.csv")),
            self.institutions,
            self.actions.file_case,
        )

    @cached_property
    def visits(self) -> Visits:
        return Visits(
            load_referrals(self.table("doctors.csv")),
            self.institutions,
            self.actions.file_case,
            self.actions.withdraw_case,
        )

    @cached_property
    def linking(self) -> Linking:
        return Linking(self.texts, self._sealed, PULLED, self.openings)

    @cached_property
    def openings(self) -> dict[str, str]:
        """By messenger, the beginning of the address that opens its chat; added once known."""
        return {}

    @cached_property
    def action_table(self) -> Mapping[str, Action]:
        """Everything that flows may ask the city to do."""
        return {
            **self.actions.table(),
            **self.petitions.table(),
            **self.enrolment.actions(),
            **self.visits.actions(),
            **self.linking.table(),
            "link_staff_chat": link_staff_chat,
            **self.news.table(),
        }

    @cached_property
    def lookup_table(self) -> Mapping[str, Lookup]:
        """Everything that flows may look up in the city's tables."""
        return {
            **self.lookups.table(),
            **self.tariffs.table(),
            **self.enrolment.lookups(),
            **self.visits.lookups(),
        }

    @cached_property
    def lookups(self) -> CityLookups:
        codes = {d.name_uk: code for code, d in self.routing.districts.items()}
        known = self.gazetteer

        def districts_of(place: str) -> list[str]:
            part = known.neighbourhood(place)
            names = part.districts if part else known.districts_of(place)
            return [codes.get(name, name) for name in names]

        return CityLookups(self.routing, districts_of, self.law.variant)

    @cached_property
    def offer(self) -> Offer:
        """What flows may name."""
        districts = {d.name_uk: code for code, d in self.routing.districts.items()}
        vocabularies: Mapping[str, Any] = {
            "districts": districts,
            "other_towns": self.other_towns,
            "petition_noise": list(ASKING),
            "petition_asking": list(NUMBERED),
        }
        return Offer(frozenset(self.action_table), frozenset(self.lookup_table), vocabularies)

    @cached_property
    def flows(self) -> Flows:
        return load_flows(FLOWS, self.offer, self.services)

    @cached_property
    def engine(self) -> Engine:
        return Engine(
            Equipment(
                flows=self.flows,
                interpret=interpret_any,
                lookups=self.lookup_table,
                label=self.texts.label,
                has_text=self.texts.has,
                reminder_after_s=self.settings.dialogue.reminder_after_s,
            )
        )

    @cached_property
    def turns(self) -> Turns:
        return Turns(
            self.engine,
            self.texts,
            self.action_table,
            seal=self._sealed,
        )

    @cached_property
    def seal(self) -> Seal:
        """Makes of a phone or an identity what may be kept of it."""
        return sealing(installation_key(resolve(self.settings.identity.key_file)))

    def _sealed(self, kind: str, value: str) -> str:
        return self.seal(kind, value)  # late: the key is read once somebody shares a phone

    @cached_property
    def staffwork(self) -> StaffWork:
        return StaffWork(self.law, self.routing, self.texts, self.turns)

    # --- at work ---------------------------------------------------------------------------------

    @cached_property
    def database(self) -> Database:
        url = resolve_url(self.settings.database.url.get_secret_value())
        return open_database(url, self.forms_of)

    @cached_property
    def files(self) -> FileKeeper:
        attachments = self.settings.attachments
        return FileKeeper(resolve(attachments.path), attachments.max_bytes, self.fetchers)

    @cached_property
    def fetchers(self) -> dict[str, Fetch]:
        """How each channel's files are fetched; channels add themselves when they start."""
        return {}

    @cached_property
    def telegram(self) -> "Telegram | None":
        """The Telegram bot, None without a token."""
        telegram, token = self.settings.telegram, self.settings.telegram.token.get_secret_value()
        if not token:
            return None
        from bots.telegram.app import BotSettings, Telegram  # late: it takes a second to import

        settings = BotSettings(
            token=token,
            mode=telegram.mode,
            api_base=telegram.api_base,
            secret=telegram.secret.get_secret_value(),
            public_url=self.settings.web.address,
        )
        bot = Telegram(
            settings,
            self.runtime,
            told=self.metrics.telegram,
            things=self._my_page,
            path_of=self.files.path_of,
        )
        self.runtime.serve(bot.channel, Channel(bot.decode, bot.album_key))
        self.fetchers[bot.channel] = bot.fetch
        return bot

    async def _my_page(self, ref: ChatRef | None, language: Language) -> str:
        from misto.my_page import my_page  # late: it names the city

        return await my_page(self, ref, language)

    @cached_property
    def viber(self) -> "Viber | None":
        """The Viber bot, None without a token."""
        viber, token = self.settings.viber, self.settings.viber.token.get_secret_value()
        if not token:
            return None
        from bots.viber.app import BotSettings, Viber

        settings = BotSettings(
            token=token,
            api_base=viber.api_base,
            public_url=self.settings.web.address,
            sender=viber.sender,
            paid_a_month=viber.paid_a_month,
        )
        unknown = partial(self.metrics.unknown_event, "viber")
        bot = Viber(settings, self.runtime, self.greeting, self.media.link, unknown=unknown)
        self.runtime.serve(bot.channel, Channel(bot.decode))
        self.fetchers[bot.channel] = bot.fetch
        return bot

    @cached_property
    def mail(self) -> "Mail | None":
        """The mailbox that residents write to, None where none is listened for."""
        mail = self.settings.mail
        if not mail.listen:
            return None
        from bots.mail.app import Mail, MailSettings
        from bots.mail.intake import Mailbox
        from connectors.mail.message import mailbox

        host, port = mail.listens_at
        address = mailbox(mail.sender, "mail.sender").addr_spec.lower()
        settings = MailSettings(
            host,
            port,
            Mailbox(address, mail.trusted_relay, mail.max_bytes),
            public_url=self.settings.web.address,
        )
        ignored = partial(self.metrics.unknown_event, "mail")
        sealed = partial(self._sealed, "mail")
        box = Mail(settings, self.runtime, sealed, Carrier(mail), ignored=ignored)
        self.runtime.serve(box.channel, Channel(box.decode))
        self.fetchers[box.channel] = box.fetch
        return box

    @cached_property
    def media(self) -> MediaLinks:
        """Links to kept files, for a messenger that fetches them."""
        token = self.settings.viber.token.get_secret_value()
        secret = hmac.digest(token.encode(), b"media", "sha256")
        return MediaLinks(secret, self.settings.web.address, self.files, self.clock.now)

    @property
    def greeting(self) -> Mapping[Language, Outgoing]:
        """What somebody who opens a chat is told before they have written, by language."""
        now = self.clock.now()
        opened = Incoming(channel="", bot="", chat="", event_id="", at=now, start="")
        step = self.engine.step(State(), Heard(opened), Context(now))
        (say,) = (effect for effect in step.effects if isinstance(effect, Say))
        return {language: self.texts.render(say, language) for language in LANGUAGES}

    @property
    def bots(self) -> "Sequence[Telegram | Viber | Mail]":
        """The messengers' bots that have tokens, and the mailbox."""
        return [bot for bot in (self.telegram, self.viber, self.mail) if bot is not None]

    @cached_property
    def senders(self) -> "dict[str, Sender]":
        """What sends to each messenger, by channel; they are added when they start."""
        return {}

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics()

    @cached_property
    def searches(self) -> Searches:
        """Tells which messages search by meaning."""
        flows = [f for f in self.flows.by_name.values() if any_query(f)]
        intents = frozenset(intent for flow in flows for intent in flow.intents)
        names = frozenset(flow.name for flow in flows)
        return Searches(intents, names, lambda text: self.meaning_of(subject(text)))

    def meaning_of(self, text: str) -> str | None:
        """Return what a text means as core keeps it. Heavy: never in a transaction."""
        from misto.meaning import meaning_of  # late: see `words_of`

        return meaning_of(self.reader, text)

    @cached_property
    def runtime(self) -> Runtime:
        return Runtime(
            self.database,
            self.turns,
            self.rasa or self.reader,
            self.texts,
            clock=self.clock,
            metrics=self.metrics,
            events_per_minute=self.settings.limits.events_per_chat_minute,
            searches=self.searches,
        )


def any_query(flow: Flow) -> bool:
    """Whether a flow searches by what the resident says."""
    return any(slot.kind == "query" for slot in flow.slots.values())


def interpret_any(reading: Mapping[str, Any], text: str, awaited: str | None) -> Mapping[str, Any]:
    """The reader's own light step, as the dialogue calls it."""
    return interpret(dict(reading), text, awaited)


def build(settings: Settings, clock: Clock | None = None) -> City:
    """Return the city of the settings; parts are made when first asked for."""
    return City(settings, clock or Clock())
