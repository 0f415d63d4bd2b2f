"""The command line: `misto COMMAND`. Results go to standard output, logs to standard error.

Exit codes: 0 done, 1 a failure that it explains, 2 wrong usage. What a command does stands in
`misto/commands.py`; here is only its grammar. Imports wait until a command needs them, so that
`--help` and small commands start at once.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from core.news import TOPICS

Handler = Callable[[argparse.Namespace], int]

STAFF_ACTIONS = (
    *("take", "start", "ask", "forward", "answer", "reject", "extend", "shorten", "reopen"),
)
PETITION_ACTIONS = ("publish", "refuse", "answer")
LISTS = (
    *("cases", "petitions", "subscriptions", "ratings", "figures", "outages", "handoffs"),
    *("outbox", "deliveries"),
)
TABLES = ("institutions", "tariffs", "enrolment", "doctors", "enrolment_ages")
OUTAGE_KINDS = ("planned", "emergency", "stabilisation")
ROLES = ("operator", "executor", "moderator", "editor", "supervisor", "admin")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    arguments = parser().parse_args(argv)
    from misto import commands
    from misto.failures import EXPLAINED, message_of

    handler: Handler = getattr(commands, arguments.handler)
    try:
        return handler(arguments)
    except EXPLAINED as failure:
        sys.stderr.write(f"misto: {message_of(failure)}\n")
        return 1


def parser() -> argparse.ArgumentParser:
    """Return the grammar of all commands."""
    root = argparse.ArgumentParser(prog="misto", description="A city a resident can talk to.")
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _run(commands)
    _chat(commands)
    _nlu(commands)
    _lists(commands)
    _outages(commands)
    _offices(commands)
    _staff_work(commands)
    _petitions(commands)
    _news(commands)
    _staff(commands)
    _person(commands)
    _tables(commands)
    _geo(commands)
    _upkeep(commands)
    return root


def _add(commands: Any, name: str, handler: str, text: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    command.add_argument(
        "--config", type=Path, default=None, metavar="FILE", help="settings (default: config.yml)"
    )
    command.set_defaults(handler=handler)
    return command


def _run(commands: Any) -> None:
    run = _add(commands, "run", "run", "run the city: web chat, inbox, channels, scheduler")
    run.add_argument("--role", default="", help="web,worker,sender,scheduler (PostgreSQL only)")


def _chat(commands: Any) -> None:
    chat = _add(commands, "chat", "chat", "a conversation in the terminal")
    chat.add_argument("--json", action="store_true", help="lines of JSON, for programs")


def _nlu(commands: Any) -> None:
    nlu = commands.add_parser("nlu", help="the reader of messages")
    verbs = nlu.add_subparsers(metavar="VERB", required=True)
    _add(verbs, "parse", "nlu_parse", "read JSON Lines on standard input, write readings")
    train = _add(verbs, "train", "nlu_train", "build the model from data/nlu")
    train.add_argument("--if-stale", action="store_true", help="only when data or code changed")
    evaluate = _add(verbs, "evaluate", "nlu_evaluate", "score the reader on a file of JSON Lines")
    evaluate.add_argument("file", type=Path, metavar="FILE")
    evaluate.add_argument("--html", type=Path, metavar="FILE", help="write a page with plots too")
    evaluate.add_argument("--markdown", action="store_true", help="print what docs/nlu.md holds")
    review = _add(verbs, "review", "nlu_review", "make examples of messages read wrongly")
    review.add_argument("--json", action="store_true", help="lines of JSON, for programs")
    _add(verbs, "check", "nlu_check", "look over data/nlu: broken lines, near-copies, labels")


def _lists(commands: Any) -> None:
    for name in LISTS:
        command = _add(commands, name, f"list_{name}", f"list {name}, newest last")
        command.add_argument("--json", action="store_true", help="one JSON object a line")
        if name == "cases":
            command.add_argument("--number", metavar="N", help="one case only")


def _outages(commands: Any) -> None:
    outage = _add(commands, "outage", "outage_add", "note what is off, where and until when")
    outage.add_argument("service", metavar="SERVICE_CODE")
    where = "a street and house, or a district"
    outage.add_argument("--place", metavar="WORDS", required=True, help=where)
    for name, dest in (("from", "starts_at"), ("until", "ends_at")):
        moment = "as 2026-12-24T10:00+02:00"
        outage.add_argument(f"--{name}", dest=dest, metavar="MOMENT", required=True, help=moment)
    outage.add_argument("--kind", choices=OUTAGE_KINDS, default="planned")


def _offices(commands: Any) -> None:
    office = commands.add_parser("office", help="persons in office")
    verbs = office.add_subparsers(metavar="VERB", required=True)
    enter = _add(verbs, "enter", "office_enter", "enter who holds a post of a body since a day")
    enter.add_argument("body", metavar="BODY", help="the body's id in bodies.csv")
    enter.add_argument("--post", required=True, help='as "директор"')
    enter.add_argument("--name", required=True, help="the surname first")
    end = _add(verbs, "end", "office_end", "note the last day of a person in a post")
    end.add_argument("id", metavar="ID", type=int, help="as `misto office list` shows it")
    for verb in (enter, end):
        verb.add_argument("--as", dest="email", metavar="EMAIL", required=True)
        if verb is enter:
            verb.add_argument("--since", metavar="DAY", type=date.fromisoformat, required=True)
        last = "the last day, as 2026-12-31"
        verb.add_argument(
            "--until", metavar="DAY", type=date.fromisoformat, help=last, required=verb is end
        )
    listing = _add(verbs, "list", "office_list", "list persons in office")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")


def _staff_work(commands: Any) -> None:
    case = _add(commands, "case", "case", "what staff does to a case")
    case.add_argument("number", metavar="NUMBER")
    case.add_argument("action", choices=STAFF_ACTIONS)
    for name in ("text", "outcome", "reason"):
        case.add_argument(f"--{name}")
    case.add_argument("--to", metavar="BODY", help="the body to forward to")
    case.add_argument("--proof", metavar="FILE", action="append", default=[], type=Path)
    case.add_argument("--as", dest="email", metavar="EMAIL", required=True)
    handoff = _add(commands, "handoff", "handoff", "what staff does to a hand-off")
    handoff.add_argument("id", metavar="ID", type=int)
    handoff.add_argument("action", choices=("take", "say", "return"))
    handoff.add_argument("--text")
    handoff.add_argument("--as", dest="email", metavar="EMAIL", required=True)


def _petitions(commands: Any) -> None:
    petition = _add(commands, "petition", "petition", "what a moderator does to a petition")
    petition.add_argument("number", metavar="NUMBER")
    petition.add_argument("action", choices=PETITION_ACTIONS)
    reason = "why it is refused, as in data/law/petition_refusals.csv"
    petition.add_argument("--reason", metavar="CODE", help=reason)
    petition.add_argument("--text", help="the answer, or what the author should put right")
    petition.add_argument("--as", dest="email", metavar="EMAIL", required=True)


def _news(commands: Any) -> None:
    news = commands.add_parser("news", help="news and warnings")
    verbs = news.add_subparsers(metavar="VERB", required=True)
    publish = _add(verbs, "publish", "news_publish", "publish an item to those who follow it")
    publish.add_argument("--title", required=True)
    publish.add_argument("--text", required=True)
    publish.add_argument("--topic", metavar="C", action="append", choices=TOPICS, required=True)
    where = "a district, an area, a street with or without a house; * is the whole city"
    publish.add_argument("--place", metavar="P", action="append", required=True, help=where)
    alarm = "told at once, also in quiet hours"
    publish.add_argument("--alarm", action="store_true", help=alarm)


def _staff(commands: Any) -> None:
    staff = commands.add_parser("staff", help="staff accounts")
    verbs = staff.add_subparsers(metavar="VERB", required=True)
    add = _add(verbs, "add", "staff_add", "make an account, print its sign-in link")
    add.add_argument("email", metavar="EMAIL")
    add.add_argument("--role", choices=ROLES, required=True)
    add.add_argument("--body", metavar="ID", action="append", default=[])
    add.add_argument("--duty", metavar="HOURS", help='as "mon-fri 09:00-18:00"')
    listing = _add(verbs, "list", "staff_list", "list accounts")
    listing.add_argument("--json", action="store_true")
    for name, text in (
        ("disable", "end an account and its sessions"),
        ("reset", "print a new sign-in link"),
    ):
        _add(verbs, name, f"staff_{name}", text).add_argument("email", metavar="EMAIL")


def _person(commands: Any) -> None:
    person = commands.add_parser("person", help="what is held of a resident")
    verbs = person.add_subparsers(metavar="VERB", required=True)
    who = "a person's number, a case's, a chat (telegram:5), a phone or an e-mail"
    export = _add(verbs, "export", "person_export", "print a copy of all that is held, as JSON")
    export.add_argument("id", metavar="ID", help=who)
    export.add_argument("--text", action="store_true", help="as a text to read instead")
    forget = _add(verbs, "forget", "person_forget", "wipe all that the law lets the city wipe")
    forget.add_argument("id", metavar="ID", help=who)
    forget.add_argument("--withdraw", action="store_true", help="take open cases back first")


def _tables(commands: Any) -> None:
    tables = commands.add_parser("tables", help="the lists and prices that a city keeps itself")
    verbs = tables.add_subparsers(metavar="VERB", required=True)
    listed = _add(verbs, "list", "tables_list", "which tables are in use, how old they are")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    taken = _add(verbs, "import", "tables_import", "check a table and use it from the next start")
    taken.add_argument("name", choices=TABLES)
    taken.add_argument("file", metavar="FILE", type=Path, help="a CSV file (data/city/README.md)")
    taken.add_argument("--dry-run", action="store_true", help="only check, change nothing")


def _geo(commands: Any) -> None:
    geo = commands.add_parser("geo", help="what the inbox draws its maps of")
    verbs = geo.add_subparsers(metavar="VERB", required=True)
    taken = _add(verbs, "import", "geo_import", "keep a GeoJSON file's boundaries and points")
    taken.add_argument("file", metavar="FILE", type=Path, help="GeoJSON, degrees (WGS 84)")
    taken.add_argument("--dry-run", action="store_true", help="only check, change nothing")
    _add(verbs, "list", "geo_list", "which files were imported")


def _upkeep(commands: Any) -> None:
    database = commands.add_parser("db", help="the database")
    verbs = database.add_subparsers(metavar="VERB", required=True)
    _add(verbs, "upgrade", "db_upgrade", "bring the schema up to date")
    _add(verbs, "check", "db_check", "check that the database adds up")
    _add(commands, "jobs", "jobs", "scheduled work: last run, result, next").add_argument(
        "--json", action="store_true"
    )
    _add(commands, "demo", "demo", "fill an empty database with a believable city")
    again = _add(commands, "replay", "replay", "run stored conversations again: what would differ")
    again.add_argument("--since", metavar="WHEN", help="as 2026-11-01, or 7d for seven days")
    again.add_argument("--json", action="store_true", help="one JSON object")
    _add(commands, "check", "check", "check settings, flows, texts, data: every problem by line")


if __name__ == "__main__":
    raise SystemExit(main())
