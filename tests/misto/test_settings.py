"""The settings: defaults, file, environment, and every fault told with its place."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.calendar import Period, Terms
from misto.settings import (
    NOT_ACTED_ON,
    Settings,
    SettingsError,
    TermSettings,
    load_settings,
)

TOKEN = "123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
PASSWORD = "pa55-word"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(home: Path, text: str = "", **variables: str) -> Settings:
    (home / "config.yml").write_text(text, "utf-8")
    return load_settings(None, {"MISTO_HOME": str(home), **variables})


def problems(home: Path, text: str = "", **variables: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load(home, text, **variables)
    assert str(caught.value) == "\n".join(caught.value.problems)
    return list(caught.value.problems)


def keys() -> Iterator[tuple[str, str, Any]]:
    for section, values in Settings():
        for key, default in values:
            yield section, key, default


# --- file and defaults ---------------------------------------------------------------------------


def test_without_a_file_everything_has_its_default(home: Path) -> None:
    assert load_settings(None, {"MISTO_HOME": str(home)}) == Settings()


@pytest.mark.parametrize("text", ["", "# nothing\n", "web:\n", "web: {}\nlog:\n  # level: x\n"])
def test_a_file_that_says_nothing_changes_nothing(home: Path, text: str) -> None:
    assert load(home, text) == Settings()


def test_the_home_is_the_current_directory_when_it_is_not_named(home: Path) -> None:
    (home / "config.yml").write_text("web: {port: 81}")
    assert load_settings(None, {}).web.port == 81


def test_a_named_file_is_read(home: Path) -> None:
    (home / "other.yml").write_text("web: {port: 81}")
    assert load_settings(Path("other.yml"), {}).web.port == 81


def test_a_named_file_that_is_missing_is_an_error(home: Path) -> None:
    with pytest.raises(SettingsError, match=r"^other\.yml: cannot be read \(No such file"):
        load_settings(Path("other.yml"), {})


def test_a_folder_in_the_place_of_the_file_is_an_error(home: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(home, {})


def test_a_file_outside_the_current_directory_is_named_in_full(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "elsewhere").mkdir()
    monkeypatch.chdir(home / "elsewhere")
    assert problems(home, "web: {port: 0}")[0].startswith(f"{home}/config.yml:1: web.port: ")


def test_a_file_that_is_not_utf_8_is_an_error(home: Path) -> None:
    (home / "config.yml").write_bytes(b"city: \xff")
    with pytest.raises(SettingsError, match="is not UTF-8; save it as UTF-8"):
        load_settings(None, {})


def test_words_that_yaml_takes_for_other_things_stay_as_written(home: Path) -> None:
    """In YAML 1.1, NO is false, 010 is eight and a bare date is an object."""
    settings = load(home, "city: {case_prefix: NO}\nweb: {port: 010, host: on}\n")
    assert (settings.city.case_prefix, settings.web.port, settings.web.host) == ("NO", 10, "on")


def test_an_empty_text_is_nothing(home: Path) -> None:
    assert load(home, "telegram:\n  token:\nnews:\n  quiet_hours:\n").news.quiet_hours == ""


# --- the environment -----------------------------------------------------------------------------


def test_a_variable_wins_over_the_file(home: Path) -> None:
    settings = load(home, "web: {port: 81, host: a}", MISTO_WEB__PORT="82")
    assert (settings.web.port, settings.web.host) == (82, "a")


def test_a_variable_mends_what_is_wrong_in_the_file(home: Path) -> None:
    assert load(home, "web: {port: x}", MISTO_WEB__PORT="82").web.port == 82


def test_a_variable_may_hold_a_list_or_a_mapping(home: Path) -> None:
    settings = load(
        home,
        MISTO_RATING__REMINDER_DAYS="[2, 3, 9]",
        MISTO_STAFF__DUTY="{default: mon-fri 09:00-18:00, kyivavtodor: mon-sun 00:00-24:00}",
        MISTO_LAW__MARTIAL_LAW="[]",
    )
    assert settings.rating.reminder_days == (2, 3, 9)
    assert settings.staff.duty_of("kyivavtodor") == "mon-sun 00:00-24:00"
    assert settings.law.periods == ()


@pytest.mark.parametrize("hostile", ["@pa:ss#w", "{a: b", "'x", "yes", "*x", "%", "- 1"])
def test_a_text_in_a_variable_is_taken_as_it_is(home: Path, hostile: str) -> None:
    variables = {"MISTO_WEB__PUBLIC_URL": "https://misto.example"}
    settings = load(home, MISTO_VIBER__TOKEN=hostile.replace(" ", ""), **variables)
    assert settings.viber.token.get_secret_value() == hostile.replace(" ", "")


def test_variables_of_other_things_are_left_alone(home: Path) -> None:
    variables = {
        "MISTO_CHROMIUM": "x",
        "MISTO": "x",
        "OTHER_MISTO_WEB__PORT": "x",
        "web__port": "x",
    }
    assert load(home, **variables) == Settings()


@pytest.mark.parametrize(
    ("variable", "problem"),
    [
        ("MISTO_WEB__PROT", "web.prot: unknown key. Did you mean 'port'?"),
        ("MISTO_WEBB__PORT", "webb: unknown section. Did you mean 'web'?"),
        ("MISTO_WEB__PORT", "web.port: expected a whole number from 1 to 65535, got 'abc'"),
        ("MISTO_WEB__PORT__X", "expected a name such as MISTO_WEB__PORT"),
        ("MISTO_WEB__", "expected a name such as MISTO_WEB__PORT"),
        ("MISTO___PORT", "expected a name such as MISTO_WEB__PORT"),
        (
            "MISTO_RATING__REMINDER_DAYS",
            "rating.reminder_days: expected a list, such as [1, 4], got 'abc'",
        ),
        ("MISTO_LOG__FORMAT", "log.format: expected 'auto', 'json' or 'console', got 'abc'"),
    ],
)
def test_a_wrong_variable_is_named(home: Path, variable: str, problem: str) -> None:
    assert problems(home, **{variable: "abc"}) == [f"{variable}: {problem}"]


def test_a_variable_that_should_be_yaml_and_is_not(home: Path) -> None:
    [problem] = problems(home, MISTO_LAW__TERMS="{a")
    assert problem.startswith("MISTO_LAW__TERMS: law.terms: line 1: this is not YAML: ")


# --- what is wrong -------------------------------------------------------------------------------

WRONG = """\
web:
  port: abc
  prot: 1
telegramm: {token: x}
city:
  timezone: Europe/Kiyv
  petition_rules:
    - votes: 1
      since: x
staff:
  duty:
    kyivavtodor: mon-xyz 09:00-18:00
mail: smtp
dialogue: []
law:
  terms:
    forwrd: 3x
    roll_day_off: perhaps
"""


def test_every_problem_is_told_at_once_in_the_order_of_the_lines(home: Path) -> None:
    found = problems(home, WRONG, MISTO_WEB__HOST="a b")
    assert [line for line in found if "staff" not in line] == [
        "MISTO_WEB__HOST: web.host: expected a host name or an IP address, got 'a b'",
        "config.yml:2: web.port: expected a whole number from 1 to 65535, got 'abc'",
        "config.yml:3: web.prot: unknown key. Did you mean 'port'?",
        "config.yml:4: telegramm: unknown section. Did you mean 'telegram'?",
        "config.yml:6: city.timezone: unknown time zone 'Europe/Kiyv'. Did you mean 'Europe/Kyiv'?",
        "config.yml:8: city.petition_rules.0: lacks days",
        "config.yml:9: city.petition_rules.0.since: expected a date, such as 2026-02-24, got 'x'",
        "config.yml:13: mail: expected keys and their values, got a text",
        "config.yml:14: dialogue: expected keys and their values, got a list",
        "config.yml:17: law.terms.forwrd: unknown key. Did you mean 'forward'?",
        "config.yml:18: law.terms.roll_day_off: expected true or false, got 'perhaps'",
    ]
    [duty] = [line for line in found if "staff" in line]
    assert duty.startswith("config.yml:12: staff.duty.kyivavtodor: 'xyz' is not a day; days are ")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("web: {port: 1", "config.yml:1: this is not YAML: "),
        ("web:\n  port: 1\n  port: 2\n", "config.yml:3: 'port' is here twice; keep one of them"),
        ("web: &a\n  port: *a\n", "config.yml:2: write the value itself, no alias"),
        ("a: 1\n---\nb: 2\n", "config.yml:2: this is not YAML: "),
        ("- web\n", "config.yml:1: expected sections, such as web: with port: 8080 below"),
        ("web\n", "config.yml:1: expected sections, such as web: with port: 8080 below"),
        ("web:\n  host: a\x07b\n", "config.yml:2: a control character; remove it"),
        ("web:\n\tport: 1\n", "config.yml:2: this is not YAML: "),
    ],
)
def test_a_file_that_cannot_be_read_as_settings(home: Path, text: str, problem: str) -> None:
    [found] = problems(home, text)
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("web.port", "65536", "expected a whole number from 1 to 65535, got '65536'"),
        ("web.port", "8080.0", "expected a whole number from 1 to 65535, got '8080.0'"),
        ("web.port", "true", "expected a whole number from 1 to 65535, got 'true'"),
        ("web.port", "[80]", "expected a whole number from 1 to 65535, got a list"),
        ("web.port", "", "expected a whole number from 1 to 65535, got nothing"),
        ("web.host", "a b", "expected a host name or an IP address, got 'a b'"),
        ("web.host", "{a: b}", "expected a host name or an IP address, got keys and values"),
        ("web.public_url", "city.example", "expected an address such as https://city.example"),
        ("web.public_url", "https://c.example:99999", "expected an address such as"),
        ("web.public_url", "https://c.example/?a=b", "expected an address such as"),
        ("telegram.mode", "poling", "expected 'polling' or 'webhook', got 'poling'"),
        ("telegram.api_base", "''", "expected a value; leave the whole line out"),
        ("city.case_prefix", "кв", "expected 1 to 8 letters A-Z, got 'кв'"),
        ("city.timezone", "../../etc/passwd", "unknown time zone '../../etc/passwd'"),
        ("city.timezone", "nowhere at all", "Write for example Europe/Kyiv."),
        ("city.petition_rules", "[]", "expected at least one rule, the earliest first"),
        ("law.terms", "{appeal_max: 3x}", "'3x' is not a term; write 48h, 15d, 5wd"),
        ("law.martial_law", "[{start: 20220224x}]", "expected a date, such as 2026-02-24"),
        ("law.martial_law", "[{start: 2022-02-24, end: 2022-02-23}]", "ends before, on 2022-02-23"),
        (
            "law.martial_law",
            "[{start: 2022-02-24}, {start: 2026-02-24}]",
            "expected periods one after another, only the last without an end",
        ),
        ("staff.duty", "mon-fri", "lacks its hours"),
        ("staff.duty", "[]", "expected duty hours, or for each body its duty hours, got a list"),
        ("staff.handoff_take_s", "59", "expected a whole number from 60 to 2592000, got '59'"),
        (
            "rating.reminder_days",
            "[4, 1]",
            "expected numbers that grow, such as [1, 4], got a list",
        ),
        ("rating.reminder_days", "3", "expected a list, such as [1, 4], got '3'"),
        ("news.quiet_hours", "24:00-08:00", "expected hours such as 22:00-08:00"),
        ("news.quiet_hours", "08:00-08:00", "'08:00-08:00' is no time at all"),
        ("attachments.path", "''", "expected a path, got ''"),
        ("mail.sender", "misto", "expected one e-mail address"),
        ("mail.sender", "a@b.example, c@d.example", "expected one e-mail address"),
        ("log.level", "loud", "expected 'debug', 'info', 'warning' or 'error', got 'loud'"),
        ("database.url", "mysql://h/n", "expected sqlite:///FILE or postgresql://"),
        ("database.url", "sqlite://", "expected sqlite:///FILE or postgresql://"),
        ("database.url", "'sqlite:///:memory:'", "expected sqlite:///FILE or postgresql://"),
        ("queue.url", "localhost:4222", "expected nats://HOST:PORT, or nothing"),
        ("mail.smtp_url", "smtp://", "expected smtp://USER:PASSWORD@HOST:PORT"),
    ],
)
def test_a_wrong_value_is_met_by_what_was_expected(
    home: Path, key: str, value: str, expected: str
) -> None:
    section, name = key.split(".")
    [found] = problems(home, f"{section}:\n  {name}: {value}\n")
    assert found.startswith(f"config.yml:2: {key}")
    assert expected in found


def test_an_unknown_key_without_a_likeness_hears_what_there_is(home: Path) -> None:
    assert problems(home, "queue: {xyz: 1}") == [
        "config.yml:1: queue.xyz: unknown key. Known here: url."
    ]


# --- what fits only together ---------------------------------------------------------------------


def test_a_webhook_needs_token_secret_and_https(home: Path) -> None:
    text = "telegram:\n  mode: webhook\nweb:\n  public_url: http://city.example\n"
    start = "config.yml:2: telegram.mode: webhook needs"
    assert problems(home, text) == [
        f"{start} telegram.secret, or anybody could send updates",
        f"{start} telegram.token; without a token there is no bot",
        f"{start} web.public_url to be an https:// address",
    ]


def test_a_webhook_of_another_server_may_be_plain_http(home: Path) -> None:
    settings = load(
        home,
        MISTO_TELEGRAM__MODE="webhook",
        MISTO_TELEGRAM__TOKEN=TOKEN,
        MISTO_TELEGRAM__SECRET="s",
        MISTO_TELEGRAM__API_BASE="http://127.0.0.1:8081/",
    )
    assert settings.telegram.api_base == "http://127.0.0.1:8081"


def test_viber_needs_an_address_that_it_can_call(home: Path) -> None:
    [found] = problems(home, MISTO_VIBER__TOKEN="4453b6ac")
    assert found.startswith("MISTO_VIBER__TOKEN: viber.token: Viber needs web.public_url")
    base = {"MISTO_VIBER__TOKEN": "4453b6ac", "MISTO_VIBER__API_BASE": "http://127.0.0.1:81/pa"}
    assert load(home, **base).viber.api_base == "http://127.0.0.1:81/pa"


@pytest.mark.parametrize("name", ["", "А" * 29])
def test_the_name_over_viber_messages_has_its_length(home: Path, name: str) -> None:
    [found] = problems(home, f"viber: {{sender: '{name}'}}")
    assert "expected a name of 1 to 28 characters" in found


def test_a_mail_server_needs_a_sender(home: Path) -> None:
    [found] = problems(home, MISTO_MAIL__SMTP_URL="smtp://h:25")
    assert found.startswith("MISTO_MAIL__SMTP_URL: mail.smtp_url: a mail server needs mail.sender")
    assert load(home, "mail: {smtp_url: 'smtp://h', sender: Misto <m@city.example>}").mail.sender


def test_what_does_not_fit_is_told_beside_other_problems(home: Path) -> None:
    found = problems(home, "mail: {smtp_url: 'smtp://h'}\nweb: {port: x}\n")
    assert [line.split(": ")[1] for line in found] == ["mail.smtp_url", "web.port"]


# --- secrets -------------------------------------------------------------------------------------

SECRET_SETTINGS = {
    "MISTO_TELEGRAM__TOKEN": TOKEN,
    "MISTO_TELEGRAM__SECRET": "webhook_secret_1",
    "MISTO_VIBER__TOKEN": "4453b6ac12345678",
    "MISTO_WEB__PUBLIC_URL": "https://misto.city.example",
    "MISTO_DATABASE__URL": f"postgresql://misto:{PASSWORD}@db/misto",
    "MISTO_QUEUE__URL": f"nats://misto:{PASSWORD}@127.0.0.1:4222",
    "MISTO_MAIL__SMTP_URL": f"smtp://misto:{PASSWORD}@mail.example:587",
    "MISTO_MAIL__SENDER": "misto@city.example",
    "MISTO_NLU__RASA_TOKEN": "rasa_token_1",
    "MISTO_NLU__PARSE_TOKEN": "parse_token_1",
}
SECRETS = {TOKEN, "webhook_secret_1", "4453b6ac12345678", PASSWORD, "rasa_token_1", "parse_token_1"}


def test_no_secret_is_shown_and_every_one_is_listed_for_the_log(home: Path) -> None:
    settings = load(home, **SECRET_SETTINGS)
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert not [secret for secret in SECRETS if secret in shown]
    assert set(settings.secrets()) == SECRETS
    assert str(settings.database.url) == "postgresql://**********@db/misto"


def test_settings_without_secrets_list_none() -> None:
    assert Settings().secrets() == ()


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("telegram: {token: 'no colon here'}", "no colon here"),
        ("telegram: 123456:AAHdq", "AAHdq"),
        ("telegram: [123456:AAHdq]", "AAHdq"),
        ("telegram: {tokn: '123456:AAHdq'}", "AAHdq"),
        ("telegram: {secret: 'with space'}", "with space"),
        ("database: {url: 'postgresql://u:hush hush@h/n'}", "hush"),
        ("mail: {smtp_url: 'http://u:hush@h'}", "hush"),
        ("viber: {token: {a: hush}}", "hush"),
    ],
)
def test_a_wrong_secret_is_not_quoted(home: Path, text: str, secret: str) -> None:
    found = problems(home, text)
    assert found
    assert secret not in "\n".join(found)


def test_an_error_of_the_model_itself_quotes_nothing() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({"telegram": {"token": "hush", "x": "hush"}})
    assert "hush" not in str(caught.value)


# --- what they are for ---------------------------------------------------------------------------


def test_settings_stand_still_once_loaded() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().web.port = 1  # type: ignore[misc]  # what this test is about


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", "http://127.0.0.1:8080"),
        ("web: {host: 0.0.0.0, port: 80}", "http://127.0.0.1:80"),
        ("web: {host: '::'}", "http://[::1]:8080"),
        ("web: {host: '2001:db8::1'}", "http://[2001:db8::1]:8080"),
        ("web: {public_url: 'https://misto.city.example/'}", "https://misto.city.example"),
    ],
)
def test_links_point_where_residents_can_reach(home: Path, text: str, address: str) -> None:
    assert load(home, text).web.address == address


def test_duty_hours_of_a_body_fall_back_to_the_default(home: Path) -> None:
    text = "staff: {duty: {default: mon-fri 09:00-18:00, kte: sat 10:00-14:00}}"
    staff = load(home, text).staff
    assert (staff.duty_of("kte"), staff.duty_of("dtek"), staff.default_duty) == (
        "sat 10:00-14:00",
        "mon-fri 09:00-18:00",
        "mon-fri 09:00-18:00",
    )
    only_one = load(home, "staff: {duty: {kte: sat 10:00-14:00}}").staff
    assert only_one.default_duty == "mon-sun 00:00-24:00"
    assert load(home, "staff: {duty: mon 09:00-18:00}").staff.default_duty == "mon 09:00-18:00"


def test_the_law_reaches_the_calendar_in_its_own_shapes(home: Path) -> None:
    law = load(
        home,
        "law:\n"
        "  martial_law:\n"
        "    - {start: 2022-02-24, end: 2027-01-31}\n"
        "    - {start: 2028-01-01, end: }\n"
        "  terms: {appeal_simple: 10d, roll_day_off: false}\n",
    ).law
    assert law.periods == (
        Period(date(2022, 2, 24), date(2027, 1, 31)),
        Period(date(2028, 1, 1)),
    )
    assert law.overrides == {"appeal_simple": "10d", "roll_day_off": False}


def test_every_term_of_the_law_can_be_set() -> None:
    assert list(TermSettings.model_fields) == [term.name for term in fields(Terms)]


def test_what_nothing_acts_on_is_told_when_it_is_set(home: Path) -> None:
    assert Settings().not_acted_on() == ()
    found = load(home, **SECRET_SETTINGS)
    assert found.not_acted_on() == ("queue.url",)
    assert set(NOT_ACTED_ON) <= {f"{section}.{key}" for section, key, _ in keys()}


# --- config.yml and the page ---------------------------------------------------------------------


def test_the_config_yml_of_the_repository_holds_the_defaults(root: Path) -> None:
    assert load_settings(root / "config.yml", {}) == Settings()


def test_the_config_yml_names_every_setting_in_the_order_of_the_model(root: Path) -> None:
    written = yaml.safe_load((root / "config.yml").read_text("utf-8"))
    assert [(s, k) for s in written for k in written[s]] == [(s, k) for s, k, _ in keys()]


@pytest.mark.parametrize(("section", "key"), [(s, k) for s, k, _ in keys()])
def test_the_config_yml_says_what_a_setting_is_for(root: Path, section: str, key: str) -> None:
    comment, _ = entry(root, section, key)
    unused = f"{section}.{key}" in NOT_ACTED_ON
    assert "Default:" in comment
    assert "Nothing uses it yet" in comment if unused else "Used" in comment or "Nothing" in comment


def test_the_page_of_settings_has_every_setting_with_its_default(root: Path) -> None:
    page = (root / "docs/reference/settings.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z]+\.[a-z_]+)` \| (.+?) \| (.+) \|$", page, re.MULTILINE)
    assert [row[0] for row in rows] == [f"{section}.{key}" for section, key, _ in keys()]
    written = {f"{section}.{key}": cell(root, section, key) for section, key, _ in keys()}
    assert {name: default for name, default, _ in rows} == written
    assert all(len(what) > 20 for _, _, what in rows)


def entry(root: Path, section: str, key: str) -> tuple[str, list[str]]:
    """Return a setting's comment in config.yml and the lines of its value."""
    text = (root / "config.yml").read_text("utf-8")
    after = text[text.index(f"\n{section}:\n") :]
    found = re.search(rf"((?:  # .*\n)+)  {key}:(.*\n(?:    - .*\n)*)", after)
    assert found is not None
    return found[1], [line.strip() for line in found[2].splitlines() if line.strip()]


def cell(root: Path, section: str, key: str) -> str:
    """Return a default as the page shows it."""
    _, lines = entry(root, section, key)
    return "*empty*" if lines == ['""'] else "<br>".join(f"`{line}`" for line in lines)


def test_the_page_shows_errors_as_they_are(root: Path, home: Path) -> None:
    page = (root / "docs/reference/settings.md").read_text("utf-8")
    examples = re.findall(r"^    (\S+: .+: .+)$", page, re.MULTILINE)
    text = "\n" * 10 + "web:\n  port: abc\n  prot: 1\n"
    found = problems(home, text, MISTO_LOG__LEVEL="loud")
    assert sorted(examples) == sorted(found)


# --- whatever is written -------------------------------------------------------------------------

PLACE = re.compile(r"(config\.yml(:[1-9]\d*)?|MISTO_\w+): \S")
SCRAPS = [
    "web",
    "port",
    ":",
    ": ",
    "-",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "1",
    "x",
    "'",
    '"',
    "#",
    "&",
    "*",
]
SCRAPS += ["!", "|", ">", "%", "@", "\n", "\n  ", "\t", "true", "null", "~", "2022-02-24"]
SCRAPS += ["law:\n  martial_law:\n    - ", "telegram:\n  token: "]


def outcome(text: str, folder: Path) -> list[str]:
    """Return the problems of a file, none when it gives settings."""
    (folder / "config.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    try:
        load_settings(None, {"MISTO_HOME": str(folder)})
    except SettingsError as error:
        return [line.removeprefix(f"{folder}/") for line in error.problems]
    return []


@pytest.fixture(scope="module")
def any_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


@given(st.one_of(st.text(), st.lists(st.sampled_from(SCRAPS)).map("".join)))
def test_any_text_gives_settings_or_problems_with_places(any_home: Path, text: str) -> None:
    assert all(PLACE.match(problem) for problem in outcome(text, any_home))


names = st.sampled_from([*[(s, k) for s, k, _ in keys()], ("web", "prot"), ("wbe", "port")])
things = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=20), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["since", "start", "end", "default", "x"]), inner),
    ),
    max_leaves=6,
)


@given(names, things)
def test_any_value_of_any_setting_is_taken_or_refused_at_its_line(
    any_home: Path, name: tuple[str, str], thing: Any
) -> None:
    section, key = name
    text = yaml.safe_dump({section: {key: thing}}, allow_unicode=True)
    lines = len(text.splitlines())
    for problem in outcome(text, any_home):
        place = re.match(r"config\.yml:(\d+): ", problem)
        assert place is not None
        assert 1 <= int(place[1]) <= lines


@given(st.sampled_from([f"MISTO_{s}__{k}".upper() for s, k, _ in keys()]), st.text(max_size=30))
def test_any_value_of_any_variable_is_taken_or_refused_by_name(variable: str, text: str) -> None:
    problems: tuple[str, ...] = ()
    try:
        load_settings(None, {"MISTO_HOME": "/nonexistent", variable: text})
    except SettingsError as error:
        problems = error.problems
    assert all(line.startswith(f"{variable}: ") for line in problems)
