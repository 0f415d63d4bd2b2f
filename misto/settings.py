"""The settings: one typed model, read from config.yml and the environment, every fault named.

Rule: a wrong key, type or value stops the start; nothing is guessed and no secret is ever shown.
config.yml and docs/reference/settings.md explain each; a test holds them and this model together.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from inspect import isclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from core.calendar import Period
from misto import paths
from misto import setting_kinds as kinds
from misto.yaml_lines import Where, YamlError, read_yaml

CONFIG_FILE = "config.yml"
TELEGRAM_API = "https://api.telegram.org"
VIBER_API = "https://chatapi.viber.com/pa"
ROUND_THE_CLOCK = "mon-sun 00:00-24:00"

# Settings of the program's outer surface that nothing in this version acts on yet.
NOT_ACTED_ON = ("queue.url",)

_PREFIX = "MISTO_"
_MOST_SHOWN = 40


class SettingsError(ValueError):
    """The settings cannot be used. `problems`: each as `config.yml:12: web.port: what is wrong`."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


# --- the model -----------------------------------------------------------------------------------


class Section(BaseModel):
    """Settings of one matter; frozen, and a key that is not here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class DatabaseSettings(Section):
    """Where everything is kept."""

    url: kinds.DatabaseUrl = kinds.SecretUrl("sqlite:///var/misto.db")


class QueueSettings(Section):
    """What carries work between processes; empty: inside the one process."""

    url: kinds.QueueUrl = kinds.SecretUrl("")


class WebSettings(Section):
    """What the web server listens on, and the address under which residents reach it."""

    host: Annotated[str, kinds.matching(r"[^\s/]+", "a host name or an IP address")] = "127.0.0.1"
    port: Annotated[int, kinds.whole(1, 65535)] = 8080
    public_url: kinds.WebUrl = ""
    embed_sites: kinds.Sites = ()
    address_header: kinds.HeaderName = ""

    @property
    def address(self) -> str:
        """Return the address for links: the public one, else the one that is listened on."""
        every = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared, not listened on
        host = every.get(self.host, self.host)
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


class TelegramSettings(Section):
    """The Telegram bot; without a token there is none."""

    token: kinds.BotToken = SecretStr("")
    mode: Annotated[Literal["polling", "webhook"], kinds.Word] = "polling"
    api_base: kinds.NeededWebUrl = TELEGRAM_API
    secret: kinds.WebhookSecret = SecretStr("")


class ViberSettings(Section):
    """The Viber bot; without a token there is none. `paid_a_month`: messages."""

    token: kinds.ViberToken = SecretStr("")
    api_base: kinds.NeededWebUrl = VIBER_API
    sender: kinds.ViberSender = "misto"
    paid_a_month: Annotated[int, kinds.whole(0, 10_000_000)] = 0


class MailSettings(Section):
    """How mail goes out; without a server none does. How it comes in, where `listen` is set."""

    smtp_url: kinds.SmtpUrl = kinds.SecretUrl("")
    sender: kinds.Sender = ""
    dkim_key: kinds.PathOrNone = None
    dkim_selector: kinds.DnsLabel = "misto"
    listen: kinds.HostPort = ""
    trusted_relay: kinds.HostName = ""
    max_bytes: Annotated[int, kinds.whole(65_536, 104_857_600)] = 26_214_400
    link_days: kinds.Days = 60

    @property
    def listens_at(self) -> tuple[str, int]:
        """Where letters come in: host and port."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


class PetitionRule(Section):
    """What a petition that starts on `since` or later needs. Units: votes, calendar days."""

    since: kinds.Day
    votes: Annotated[int, kinds.whole(1, 10_000_000)]
    days: kinds.Days


def _ordered_rules(rules: tuple[PetitionRule, ...]) -> tuple[PetitionRule, ...]:
    starts = [rule.since for rule in rules]
    if not starts or starts != sorted(set(starts)):
        raise ValueError("expected at least one rule, the earliest first, each with its own start")
    return rules


class CitySettings(Section):
    """What makes this city this city."""

    timezone: kinds.TimeZone = "Europe/Kyiv"
    services: kinds.PathOrNone = None
    # Tables of the city's own that stand in place of those in data/city, by their file names.
    tables: kinds.PathOrNone = None
    tariff_days: kinds.Days = 180
    case_prefix: Annotated[str, kinds.matching("[A-Z]{1,8}", "1 to 8 letters A-Z")] = "KV"
    petition_rules: Annotated[
        tuple[PetitionRule, ...], kinds.IsList, AfterValidator(_ordered_rules)
    ] = (
        PetitionRule(since=date(2015, 10, 8), votes=10_000, days=90),
        PetitionRule(since=date(2021, 1, 1), votes=6_000, days=60),
    )


class MartialLaw(Section):
    """Days of martial law, both ends included; `end` is None while it lasts."""

    start: kinds.Day
    end: kinds.DayOrNone = None


def _ordered_periods(periods: tuple[MartialLaw, ...]) -> tuple[MartialLaw, ...]:
    for period in periods:
        if period.end is not None and period.end < period.start:
            raise ValueError(
                f"the period that starts on {period.start} ends before, on {period.end}"
            )
    for first, second in pairwise(periods):
        if first.end is None or first.end >= second.start:
            raise ValueError("expected periods one after another, only the last without an end")
    return periods


class TermSettings(Section):
    """Terms set otherwise than in data/law/terms.csv; None: as there."""

    appeal_normal: kinds.TermOrNone = None
    appeal_simple: kinds.TermOrNone = None
    appeal_max: kinds.TermOrNone = None
    forward: kinds.TermOrNone = None
    return_faulty: kinds.TermOrNone = None
    info_request_normal: kinds.TermOrNone = None
    info_request_urgent: kinds.TermOrNone = None
    info_request_large: kinds.TermOrNone = None
    utility_complaint_normal: kinds.TermOrNone = None
    petition_moderation: kinds.TermOrNone = None
    petition_answer: kinds.TermOrNone = None
    other_norm: kinds.TermOrNone = None
    reopen: kinds.TermOrNone = None
    roll_day_off: kinds.SwitchOrNone = None
    forward_restarts: kinds.SwitchOrNone = None
    fixed_needs_proof: kinds.SwitchOrNone = None


class LawSettings(Section):
    """The law as it stands for this city."""

    martial_law: Annotated[
        tuple[MartialLaw, ...], kinds.IsList, AfterValidator(_ordered_periods)
    ] = (MartialLaw(start=date(2022, 2, 24)),)
    terms: TermSettings = TermSettings()

    @property
    def periods(self) -> tuple[Period, ...]:
        """Return the periods of martial law as the calendar takes them."""
        return tuple(Period(item.start, item.end) for item in self.martial_law)

    @property
    def overrides(self) -> dict[str, str | bool]:
        """Return the terms that are set otherwise, by key of terms.csv."""
        return self.terms.model_dump(exclude_none=True)


class StaffSettings(Section):
    """When staff are there, and how long a resident waits. Units: seconds."""

    duty: kinds.DutyByBody = {"default": ROUND_THE_CLOCK}
    handoff_take_s: kinds.Duration = 1800
    supervisor_after_s: kinds.Duration = 1800

    @property
    def default_duty(self) -> str:
        """Return the weekly hours of everybody without hours of their own."""
        return self.duty.get("default", ROUND_THE_CLOCK)

    def duty_of(self, body: str) -> str:
        """Return the weekly hours of a body, the default ones when it has none of its own."""
        return self.duty.get(body, self.default_duty)


class DialogueSettings(Section):
    """What happens when a resident falls silent. Units: seconds, days."""

    reminder_after_s: kinds.Duration = 3600
    draft_keep_days: kinds.Days = 7


class RatingSettings(Section):
    """When a resident who has not rated is reminded. Units: days after the answer."""

    reminder_days: kinds.GrowingDays = (1, 4)


class NewsSettings(Section):
    """When news is sent."""

    quiet_hours: kinds.QuietHours = "22:00-08:00"
    digest_at: kinds.Clock = "09:00"
    digest_day: kinds.Weekday = "mon"


class LimitsSettings(Section):
    """How much one chat and one person may do."""

    events_per_chat_minute: Annotated[int, kinds.whole(1, 10_000)] = 300
    events_per_address_minute: Annotated[int, kinds.whole(1, 1_000_000)] = 600
    open_cases_per_person_day: Annotated[int, kinds.whole(1, 10_000)] = 20


class IdentitySettings(Section):
    """Who says that a person is who they are (OpenID Connect); without an issuer nobody does."""

    issuer: kinds.WebUrl = ""
    client_id: Annotated[str, kinds.matching(r"\S*", "an id without spaces, or nothing")] = ""
    client_secret: Annotated[
        SecretStr, kinds.matching(r"\S*", "the client's secret, without spaces, or nothing")
    ] = SecretStr("")
    scope: Annotated[str, kinds.matching(r"openid( [!-~]+)*", "openid and what else")] = "openid"
    link_minutes: Annotated[int, kinds.whole(1, 1440)] = 15
    key_file: kinds.FilePath = Path("var/identity.key")


class AttachmentsSettings(Section):
    """Where residents' files lie and how large one may be. Units: bytes."""

    path: kinds.FilePath = Path("var/attachments")
    max_bytes: Annotated[int, kinds.whole(1024, 1024**3)] = 20 * 1024**2


class RetentionSettings(Section):
    """How long things are kept that need not be kept. Units: days; years for what the law keeps."""

    talk_without_consent_days: kinds.Days = 7
    unused_file_days: kinds.Days = 1
    appeal_years: Annotated[int, kinds.whole(1, 75)] = 5


class NluSettings(Section):
    """Which model reads what residents write."""

    model_path: kinds.FilePath = Path("var/nlu/model.npz")
    rasa_url: kinds.WebUrl = ""
    rasa_token: kinds.WebhookSecret = SecretStr("")
    parse_token: kinds.WebhookSecret = SecretStr("")


class LogSettings(Section):
    """What is written to standard error, and how."""

    level: Annotated[Literal["debug", "info", "warning", "error"], kinds.Word] = "info"
    format: Annotated[Literal["auto", "json", "console"], kinds.Word] = "auto"


class Settings(Section):
    """Everything that can be set."""

    database: DatabaseSettings = DatabaseSettings()
    queue: QueueSettings = QueueSettings()
    web: WebSettings = WebSettings()
    telegram: TelegramSettings = TelegramSettings()
    viber: ViberSettings = ViberSettings()
    mail: MailSettings = MailSettings()
    city: CitySettings = CitySettings()
    law: LawSettings = LawSettings()
    staff: StaffSettings = StaffSettings()
    dialogue: DialogueSettings = DialogueSettings()
    rating: RatingSettings = RatingSettings()
    news: NewsSettings = NewsSettings()
    limits: LimitsSettings = LimitsSettings()
    identity: IdentitySettings = IdentitySettings()
    attachments: AttachmentsSettings = AttachmentsSettings()
    retention: RetentionSettings = RetentionSettings()
    nlu: NluSettings = NluSettings()
    log: LogSettings = LogSettings()

    def secrets(self) -> tuple[str, ...]:
        """Return every secret that is set, for the log to hide wherever it turns up."""
        return tuple(value for value in map(_secret_of, self._values().values()) if value)

    def not_acted_on(self) -> tuple[str, ...]:
        """Return the settings that are set but that this version does nothing with yet."""
        values = self._values()
        return tuple(key for key in NOT_ACTED_ON if str(values[key] or ""))

    def _values(self) -> dict[str, Any]:
        return {f"{name}.{key}": value for name, section in self for key, value in section}


def _secret_of(value: object) -> str | None:
    if isinstance(value, kinds.SecretUrl):
        return value.password
    return value.get_secret_value() if isinstance(value, SecretStr) else None


# --- what fits only together ---------------------------------------------------------------------

_Clash = tuple[str, str]  # the key that asks for it, what is wrong


def _webhook_needs(telegram: TelegramSettings, web: WebSettings) -> Iterator[_Clash]:
    """Telegram calls only https; another server of the same API may stand on the same machine."""
    if telegram.mode != "webhook":
        return
    if not telegram.token.get_secret_value():
        yield "telegram.mode", "webhook needs telegram.token; without a token there is no bot"
    if not telegram.secret.get_secret_value():
        yield "telegram.mode", "webhook needs telegram.secret, or anybody could send updates"
    if telegram.api_base == TELEGRAM_API and not web.public_url.startswith("https://"):
        yield "telegram.mode", "webhook needs web.public_url to be an https:// address"


def _viber_needs(viber: ViberSettings, web: WebSettings) -> Iterator[_Clash]:
    """Viber has nothing but a webhook; another server of the same API may stand anywhere."""
    real = viber.token.get_secret_value() and viber.api_base == VIBER_API
    if real and not web.public_url.startswith("https://"):
        yield "viber.token", "Viber needs web.public_url to be an https:// address that it can call"


def _mail_needs(mail: MailSettings) -> Iterator[_Clash]:
    if mail.smtp_url.get_secret_value() and not mail.sender:
        yield "mail.smtp_url", "a mail server needs mail.sender, the address that mail comes from"
    if mail.listen and not mail.smtp_url.get_secret_value():
        yield "mail.listen", "letters that come in need mail.smtp_url, by which they are answered"


def _identity_needs(identity: IdentitySettings) -> Iterator[_Clash]:
    if identity.issuer and not identity.client_id:
        yield "identity.issuer", "a provider needs identity.client_id, by which it knows misto"


_TOGETHER: tuple[tuple[tuple[str, ...], Callable[..., Iterator[_Clash]]], ...] = (
    (("telegram", "web"), _webhook_needs),
    (("viber", "web"), _viber_needs),
    (("mail",), _mail_needs),
    (("identity",), _identity_needs),
)


# --- reading -------------------------------------------------------------------------------------


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of a file with those of the environment over them.

    `path` None: config.yml of the home, and the defaults when there is no such file. Errors:
    SettingsError with every problem, its file and line or its variable.
    """
    given = _Given({}, {}, [])
    _read_file(given, path, environ)
    _read_environment(given, environ)
    sections = dict(_sections(given))
    _check_together(given, sections)
    if given.problems:
        raise SettingsError([f"{place}: {what}" for place, what in sorted(given.problems)])
    return Settings(**sections)


def place_of(key: str, path: Path | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """Return where a setting is written, as problems name it: its variable, or the file and line,
    of a setting that is not there the line of its section or the first.
    """
    variable = _PREFIX + key.upper().replace(".", "__")
    if variable in environ:
        return variable
    file = path or paths.home(environ) / CONFIG_FILE
    try:
        lines = read_yaml(file.read_text("utf-8")).lines
    except (OSError, ValueError):
        return f"{_shown(file)}:1"
    where = tuple(key.split("."))
    line = next((lines[where[:n]] for n in (len(where), 1) if where[:n] in lines), 1)
    return f"{_shown(file)}:{line}"


class _Place(NamedTuple):
    """Where something was written: a file and a line, or a variable."""

    name: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.line}" if self.line else self.name


@dataclass(slots=True)
class _Given:
    """What was written: values by section, where each stands, and the problems met so far."""

    values: dict[str, Any]
    places: dict[Where, _Place]
    problems: list[tuple[_Place, str]]

    def note(self, where: Where, message: str) -> None:
        """Note a problem at the deepest place known on the way to `where`."""
        depth = next((n for n in range(len(where), 0, -1) if where[:n] in self.places), 0)
        place = self.places.get(where[:depth], _Place(CONFIG_FILE))
        self.problems.append((place, f"{'.'.join(map(str, where))}: {message}"))

    def put(self, section: str, name: str, value: Any, place: _Place) -> None:
        """Set a value over the file's."""
        where = (section, name)
        self.places = {key: at for key, at in self.places.items() if key[:2] != where}
        self.places[where] = place
        self.places.setdefault(where[:1], place)
        if self.values.get(section) is None:
            self.values[section] = {}
        if isinstance(self.values[section], dict):
            self.values[section][name] = value

    def at(self, where: Where) -> Any:
        """Return what was written at the written part of a path."""
        value: Any = self.values
        for key in self.written(where):
            value = value[key]
        return value

    def written(self, where: Where) -> Where:
        """Return as much of a path as was written: a text stands for what the model put into it."""
        value: Any = self.values
        for depth, key in enumerate(where):
            inside = isinstance(value, list) or (isinstance(value, dict) and key in value)
            if not inside:
                return where[:depth]
            value = value[key]
        return where


def _read_file(given: _Given, path: Path | None, environ: Mapping[str, str]) -> None:
    file = path or paths.home(environ) / CONFIG_FILE
    if path is None and not file.exists():
        return
    name = _shown(file)
    try:
        document = read_yaml(file.read_text("utf-8"))
    except OSError as error:
        what = f"cannot be read ({error.strerror}); is the path right?"
        raise SettingsError([f"{name}: {what}"]) from None
    except UnicodeDecodeError:
        raise SettingsError([f"{name}: is not UTF-8; save it as UTF-8"]) from None
    except YamlError as error:
        raise SettingsError([f"{name}:{line}: {what}" for line, what in error.problems]) from None
    if not isinstance(document.value, dict | None):
        raise SettingsError([f"{name}:1: expected sections, such as web: with port: 8080 below"])
    given.values = document.value or {}
    given.places = {where: _Place(name, line) for where, line in document.lines.items()}


def _shown(file: Path) -> str:
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_relative_to(here) else file)


def _read_environment(given: _Given, environ: Mapping[str, str]) -> None:
    for variable in sorted(environ):
        name = variable.removeprefix(_PREFIX)
        if name != variable and "__" in name:
            _read_variable(given, variable, name.lower().split("__"), environ[variable])


def _read_variable(given: _Given, variable: str, where: list[str], text: str) -> None:
    if len(where) != 2 or not all(where):
        given.problems.append((_Place(variable), "expected a name such as MISTO_WEB__PORT"))
        return
    try:
        value = read_yaml(text).value if _is_structured(*where) else text
    except YamlError as error:
        given.problems.append((_Place(variable), f"{'.'.join(where)}: {error}"))
        return
    given.put(where[0], where[1], value, _Place(variable))


def _is_structured(section: str, name: str) -> bool:
    """Whether a setting is a list or a mapping; anything else is taken as the text it is."""
    annotation = _field(section, name)
    return get_origin(annotation) in (tuple, dict) or _is(annotation, Section)


def _field(section: str, name: str) -> Any:
    """Return the type of a setting, None when there is no such setting."""
    found = Settings.model_fields.get(section)
    keys: Mapping[str, FieldInfo] = getattr(found and found.annotation, "model_fields", {})
    return keys[name].annotation if name in keys else None


def _is(annotation: Any, kind: type) -> bool:
    return isclass(annotation) and issubclass(annotation, kind)


# --- judging -------------------------------------------------------------------------------------


def _sections(given: _Given) -> Iterator[tuple[str, Section]]:
    """Judge each section by itself, so that one fault does not hide another."""
    models: dict[str, Any] = {key: info.annotation for key, info in Settings.model_fields.items()}
    for name in given.values:
        if name not in models:
            given.note((name,), _unknown("section", name, models))
    for name, model in models.items():
        written = given.values.get(name)
        try:
            yield name, model.model_validate({} if written is None else written)
        except ValidationError as error:
            for detail in error.errors():
                _note(given, (name, *detail["loc"]), detail)


def _check_together(given: _Given, sections: Mapping[str, Section]) -> None:
    for names, check in _TOGETHER:
        if all(name in sections for name in names):
            for key, message in check(*(sections[name] for name in names)):
                given.note(tuple(key.split(".")), message)


def _note(given: _Given, where: Where, detail: ErrorDetails) -> None:
    message = _message(where, detail)
    if message.startswith("expected") and not _is_secret(where):
        message += f", got {_found(given.at(where), shown=len(where) > 1)}"
    given.note(given.written(where), message)


def _is_secret(where: Where) -> bool:
    return len(where) > 1 and _is(_field(str(where[0]), str(where[1])), SecretStr)


def _message(where: Where, detail: ErrorDetails) -> str:
    kind = detail["type"]
    if kind == "value_error":
        return str(detail["ctx"]["error"])
    if kind == "extra_forbidden":
        return _unknown("key", str(where[-1]), _keys(where[:-1]))
    if kind == "missing":
        return f"lacks {where[-1]}"
    if kind == "literal_error":
        return f"expected {detail['ctx']['expected']}"
    return "expected keys and their values" if "model" in kind else f"expected otherwise ({kind})"


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    meant = kinds.hint(name, known) or f" Known here: {', '.join(known)}."
    return f"unknown {what}.{meant}"


def _keys(where: Where) -> Iterable[str]:
    """Return the keys that a section, or a thing inside one, may have."""
    at: Any = Settings
    for key in where:
        at = get_args(at)[0] if isinstance(key, int) else at.model_fields[key].annotation
    return list(at.model_fields)


def _found(value: Any, *, shown: bool) -> str:
    """Return what was found; a text in the place of a whole section may be its secret."""
    if isinstance(value, str) and shown:
        return repr(value if len(value) <= _MOST_SHOWN else f"{value[:_MOST_SHOWN]}…")
    names = {str: "a text", list: "a list", dict: "keys and values", type(None): "nothing"}
    return names.get(type(value), "something else")
