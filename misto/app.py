"""The composition root: the only place that names concrete classes and binds them to each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from connectors.database.database import Database, open_database
from core import handoffs
from core.actions import CityActions
from core.calendar import LegalCalendar, load_law
from core.lookups import CityLookups
from core.routing import Routing, load_routing
from core.staff import parse_duty
from core.staffwork import StaffWork
from core.turn import Turns
from dialogs.engine import Engine
from dialogs.flow import Flows
from dialogs.loader import Offer, load_flows
from dialogs.talk import Equipment
from dialogs.texts import Catalogue
from misto.files import Fetch, FileKeeper
from misto.metrics import Metrics
from misto.paths import data_dir, resolve, resolve_url
from misto.runtime import Channel, Clock, Runtime
from misto.settings import Settings
from misto.words import load_words
from nlu.gazetteer import Gazetteer
from nlu.interpret import interpret

if TYPE_CHECKING:
    from bots.sending import Sender
    from bots.telegram.app import Telegram
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
    def texts(self) -> Catalogue:
        privacy_url = f"{self.settings.web.address}/privacy"
        return load_words(self.data / "texts", self.routing, self.zone, privacy_url)

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
        )

    @cached_property
    def lookups(self) -> CityLookups:
        codes = {d.name_uk: code for code, d in self.routing.districts.items()}
        known = self.gazetteer

        def districts_of(street: str) -> list[str]:
            return [codes.get(name, name) for name in known.districts_of(street)]

        return CityLookups(self.routing, districts_of)

    @cached_property
    def offer(self) -> Offer:
        """What flows may name."""
        districts = {d.name_uk: code for code, d in self.routing.districts.items()}
        vocabularies: Mapping[str, Any] = {"districts": districts}
        return Offer(frozenset(self.actions.table()), frozenset(self.lookups.table()), vocabularies)

    @cached_property
    def flows(self) -> Flows:
        return load_flows(FLOWS, self.offer)

    @cached_property
    def engine(self) -> Engine:
        return Engine(
            Equipment(
                flows=self.flows,
                interpret=interpret_any,
                lookups=self.lookups.table(),
                label=self.texts.label,
                has_text=self.texts.has,
                reminder_after_s=self.settings.dialogue.reminder_after_s,
            )
        )

    @cached_property
    def turns(self) -> Turns:
        return Turns(self.engine, self.texts, self.actions.table())

    @cached_property
    def staffwork(self) -> StaffWork:
        return StaffWork(self.law, self.routing, self.texts, self.turns)

    # --- at work ---------------------------------------------------------------------------------

    @cached_property
    def database(self) -> Database:
        return open_database(resolve_url(self.settings.database.url.get_secret_value()))

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
        bot = Telegram(settings, self.runtime, told=self.metrics.telegram)
        self.runtime.serve(bot.channel, Channel(bot.decode, bot.album_key))
        self.fetchers[bot.channel] = bot.fetch
        return bot

    @cached_property
    def senders(self) -> "dict[str, Sender]":
        """What sends to each messenger, by channel; they are added when they start."""
        return {}

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics()

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
        )


def interpret_any(reading: Mapping[str, Any], text: str, awaited: str | None) -> Mapping[str, Any]:
    """The reader's own light step, as the dialogue calls it."""
    return interpret(dict(reading), text, awaited)


def build(settings: Settings, clock: Clock | None = None) -> City:
    """Return the city of the settings; parts are made when first asked for."""
    return City(settings, clock or Clock())
