"""What each command does. Each takes its parsed arguments and returns the exit code."""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from connectors.database.check import check as check_database
from connectors.database.migrate import revision_of, upgrade
from core import offices
from core.case_json import case_json
from core.figures import figures
from core.geo import GeoFeature, GeoRefused, read_geojson
from core.messages import FileRef
from core.model import Case, OfficeHolder, Role, StaffMember
from core.news import NewsItem, subscription_json
from core.personal import copy_of
from core.petitions import petition_json
from core.ports import UnitOfWork
from core.staff import check_member, parse_duty
from misto.app import City, build
from misto.failures import Failed
from misto.files import FileRefusedError
from misto.logs import configure
from misto.paths import resolve_url
from misto.settings import load_settings
from misto.signin import FIRST_LINK_S, INVITATION_S, sign_in_link

Rows = Callable[[UnitOfWork], Iterable[Mapping[str, Any]]]


def _city(arguments: argparse.Namespace) -> City:
    settings = load_settings(arguments.config)
    configure(settings.log.level, settings.log.format, secrets=settings.secrets())
    return build(settings)


def _write(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _write_json(content: Mapping[str, Any]) -> None:
    _write(json.dumps(content, ensure_ascii=False))


# --- at work -------------------------------------------------------------------------------------


def run(arguments: argparse.Namespace) -> int:
    """Run the city until it is told to stop."""
    from misto.serve import serve

    if arguments.role:
        raise Failed(
            "--role needs PostgreSQL: on SQLite one process does everything; run without it"
        )
    asyncio.run(serve(_city(arguments)))
    return 0


def chat(arguments: argparse.Namespace) -> int:
    """Converse on the terminal, or with a program."""
    from misto.chat import JsonChat, talk

    settings = load_settings(arguments.config)
    configure("warning", settings.log.format, secrets=settings.secrets())
    city = build(settings)
    path = Path(resolve_url(settings.database.url.get_secret_value()).removeprefix("sqlite:///"))
    fresh = not path.exists() or revision_of(path) is None
    with city.database:
        if arguments.json:
            _in_utf8()
            asyncio.run(JsonChat(city, sys.stdout, fresh=fresh).run(sys.stdin))
        else:
            asyncio.run(talk(city))
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Fill an empty database with a believable city; print what there is and how to sign in."""
    from misto import demo as played

    city = _city(arguments)
    with city.database:
        counts = asyncio.run(played.fill(city, played.load(city.data / "demo" / "city.yml")))
    _write("The demo city is there: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
    _write("Start it with `misto run`; `misto staff reset head@demo.example` prints a link.")
    return 0


def tables_list(arguments: argparse.Namespace) -> int:
    """Tell which tables are in use, and how old they are."""
    from misto.tables import listed

    city = _city(arguments)
    for table in listed(city, city.law.day(city.clock.now())):
        if arguments.json:
            _write_json(table)
            continue
        days = [table["checked_from"], table["checked_until"]]
        checked = f"; checked {' to '.join(dict.fromkeys(days))}" if days[0] else ""
        old = f"; {table['too_old']} too old to be told" if table["too_old"] else ""
        _write(f"{table['name']}: {table['what']}{checked}{old} ({table['file']})")
    return 0


def tables_import(arguments: argparse.Namespace) -> int:
    """Check a table and put it in place of the one in use."""
    from misto.tables import take_in

    city = _city(arguments)
    for line in take_in(city, arguments.name, arguments.file, dry=arguments.dry_run):
        _write(line)
    return 0


def geo_import(arguments: argparse.Namespace) -> int:
    """Check a GeoJSON file and keep it in place of an earlier one of its name."""
    file: Path = arguments.file
    try:
        features = read_geojson(file.read_bytes())
    except GeoRefused as refused:
        raise Failed(f"{file}: {refused}; nothing was changed") from refused
    if not arguments.dry_run:
        city = _city(arguments)
        with city.database:
            job = partial(_keep_geo, file.name, features)
            city.database.writer.submit(None, job).result()
    kinds = Counter(one.kind for one in features)
    told = ", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items()))
    _write(f"{file.name}: {told}{' (only checked)' if arguments.dry_run else ''}")
    return 0


def _keep_geo(source: str, features: Sequence[GeoFeature], uow: UnitOfWork) -> None:
    uow.geo.replace(source, features)


def geo_list(arguments: argparse.Namespace) -> int:
    """List what maps are drawn of."""
    city = _city(arguments)
    with city.database, city.database.reads.unit_of_work() as uow:
        for source, count in uow.geo.sources():
            _write(f"{source}  {count}")
    return 0


# --- the reader ----------------------------------------------------------------------------------


def nlu_parse(arguments: argparse.Namespace) -> int:
    """Read JSON Lines, write readings."""
    from nlu.cli import parse_lines

    reader = _city(arguments).reader
    _in_utf8()
    parse_lines(reader, sys.stdin, sys.stdout)
    return 0


def _in_utf8() -> None:
    """Speak UTF-8 whatever the locale; what is not UTF-8 comes as the sign for that."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream


def nlu_train(arguments: argparse.Namespace) -> int:
    """Build the model."""
    from nlu.cli import train_command

    city = _city(arguments)
    train_command(
        city.data / "nlu", city.model_path, city.data / "city", if_stale=arguments.if_stale
    )
    return 0


def nlu_evaluate(arguments: argparse.Namespace) -> int:
    """Score the reader on a file."""
    from nlu.cli import evaluate

    city = _city(arguments)
    reader = city.rasa or city.reader
    report = evaluate(reader, arguments.file, sys.stdout, markdown=arguments.markdown)
    if arguments.html:
        from misto.evaluation import write_page
        from nlu.evaluate import curve
        from nlu.examples import load_tests

        sent = curve(reader, load_tests(arguments.file))
        write_page(arguments.html, report, sent, arguments.file.name, city.reader.version)
    return 0


def nlu_check(arguments: argparse.Namespace) -> int:
    """Look over the training data: broken lines, near-copies, labels, numbers."""
    from nlu.cli import check as check_training

    return 0 if check_training(_city(arguments).data / "nlu", sys.stdout) else 1


def nlu_review(arguments: argparse.Namespace) -> int:
    """Turn messages that were read wrongly or unsurely into training examples."""
    from misto.review import Review, by_hand, by_program

    review = Review(_city(arguments))
    if arguments.json:
        by_program(review, sys.stdin, sys.stdout)
    else:
        by_hand(review, sys.stdin, sys.stdout)
    return 0


# --- lists ---------------------------------------------------------------------------------------


def list_cases(arguments: argparse.Namespace) -> int:
    """List cases, or one."""
    city = _city(arguments)
    with city.database, city.database.reads.unit_of_work() as uow:
        found = 0
        for case in uow.cases.all(arguments.number):
            found += 1
            if arguments.json:
                _write_json(_case(uow, case, city))
            else:
                due = f"due {case.due_at.astimezone(city.zone):%Y-%m-%d}"
                _write(f"{case.number}  {case.status:<10}  {due}  {case.body}  {case.kind}")
    if arguments.number and not found:
        raise Failed(f"there is no case {arguments.number}; `misto cases` lists all")
    return 0


def _case(uow: UnitOfWork, case: Case, city: City) -> dict[str, Any]:
    case_id = case.id or 0
    return case_json(case, uow.cases.history(case_id), uow.attachments.of_case(case_id), city.zone)


def list_outages(arguments: argparse.Namespace) -> int:
    """List known outages."""
    return _list(arguments, lambda uow: map(asdict, uow.outages.all()))


def outage_add(arguments: argparse.Namespace) -> int:
    """Note an outage, so that residents hear of it before they file a request."""
    from misto.places import outage_of

    city = _city(arguments)
    notice = {
        "service_code": arguments.service,
        "place": arguments.place,
        "from": arguments.starts_at,
        "until": arguments.ends_at,
        "kind": arguments.kind,
    }
    try:
        outage = outage_of(city, notice, city.clock.now())
    except ValueError as error:
        raise Failed(f"the outage cannot be noted: {error}") from error
    with city.database:
        added = city.database.writer.submit(None, lambda uow: uow.outages.add(outage)).result()
    where = added.street or ", ".join(added.districts)
    _write(f"outage {added.id}: {added.service_code}, {where} {added.house or ''}".rstrip())
    return 0


def list_petitions(arguments: argparse.Namespace) -> int:
    """List petitions with the votes and intents of each."""

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        for petition, support in uow.petitions.all():
            yield petition_json(petition, support)

    return _list(arguments, rows)


def list_subscriptions(arguments: argparse.Namespace) -> int:
    """List what residents follow."""

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        for subscription, chat in uow.news.all():
            yield subscription_json(subscription, chat)

    return _list(arguments, rows)


def news_publish(arguments: argparse.Namespace) -> int:
    """Publish a news item: it is told from now on by the running program."""
    from misto.places import places_of

    city = _city(arguments)
    now = city.clock.now()
    try:
        places = [key for words in arguments.place for key in places_of(city, words, now)]
    except ValueError as error:
        raise Failed(str(error)) from error
    item = NewsItem(
        arguments.title,
        arguments.text,
        tuple(dict.fromkeys(arguments.topic)),
        tuple(dict.fromkeys(places)),
        arguments.alarm,
        now,
    )
    with city.database:
        work = city.news_work
        published = city.database.writer.submit(None, lambda uow: work.publish(uow, item)).result()
    _write(f"news item {published.id} is published")
    return 0


def list_handoffs(arguments: argparse.Namespace) -> int:
    """List hand-offs."""

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        for handoff in uow.handoffs.all():
            yield {
                "id": handoff.id,
                "chat": handoff.chat.chat,
                "reason": handoff.reason,
                "status": handoff.status,
                "taken_by": handoff.taken_by,
                "waiting_since": handoff.waiting_since,
                "promised_at": handoff.promised_at,
            }

    return _list(arguments, rows)


def list_ratings(arguments: argparse.Namespace) -> int:
    """List residents' ratings of cases."""

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        for case in uow.cases.rated():
            yield {"case": case.number, **asdict(case.rating)} if case.rating else {}

    return _list(arguments, rows)


def list_figures(arguments: argparse.Namespace) -> int:
    """List the public figures."""
    city = _city(arguments)

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        return map(asdict, figures(uow.cases.all(), city.clock.now()))

    return _tell(city, rows, as_json=arguments.json)


def list_outbox(arguments: argparse.Namespace) -> int:
    """List messages on their way and sent."""
    return _list(arguments, lambda uow: uow.outbox.all())


def list_deliveries(arguments: argparse.Namespace) -> int:
    """List deliveries of cases to bodies."""
    return _list(arguments, lambda uow: map(asdict, uow.deliveries.all()))


def _list(arguments: argparse.Namespace, rows: Rows) -> int:
    return _tell(_city(arguments), rows, as_json=arguments.json)


def _tell(city: City, rows: Rows, *, as_json: bool) -> int:
    with city.database, city.database.reads.unit_of_work() as uow:
        for row in rows(uow):
            plain = {name: _plain(value, city) for name, value in row.items()}
            if as_json:
                _write_json(plain)
            else:
                known = (f"{name}={value}" for name, value in plain.items() if value is not None)
                _write("  ".join(known).replace("\n", " "))
    return 0


def _plain(value: Any, city: City) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(city.zone).isoformat()
    return value.isoformat() if isinstance(value, date) else value


# --- persons in office ---------------------------------------------------------------------------


def office_list(arguments: argparse.Namespace) -> int:
    """List persons in office."""
    return _list(arguments, lambda uow: map(asdict, uow.offices.all()))


def office_enter(arguments: argparse.Namespace) -> int:
    """Enter who holds a post of a body since a day."""
    city = _city(arguments)
    holder = OfficeHolder(
        office=arguments.body,
        post=arguments.post,
        name=arguments.name,
        since=arguments.since,
        until=arguments.until,
    )

    def act(uow: UnitOfWork) -> OfficeHolder:
        member = _member(uow, arguments.email)
        return offices.enter(uow, member, holder, city.clock.now(), bodies=city.routing.bodies)

    return _write_holder(city, act)


def office_end(arguments: argparse.Namespace) -> int:
    """Note the last day of a person in a post."""
    city = _city(arguments)

    def act(uow: UnitOfWork) -> OfficeHolder:
        member = _member(uow, arguments.email)
        return offices.end(uow, member, arguments.id, arguments.until, city.clock.now())

    return _write_holder(city, act)


def _write_holder(city: City, act: Callable[[UnitOfWork], OfficeHolder]) -> int:
    with city.database:
        entered = city.database.writer.submit(None, act).result()
    term = f"{entered.since} – {entered.until or 'now'}"
    _write(f"{entered.id}: {entered.office}, {entered.post}: {entered.name}, {term}")
    return 0


# --- staff at work -------------------------------------------------------------------------------


def case(arguments: argparse.Namespace) -> int:
    """Do to a case what staff do."""
    city = _city(arguments)
    proof = [_proof(city, path) for path in arguments.proof]

    def act(uow: UnitOfWork) -> Case:
        return city.staffwork.case(
            uow,
            _member(uow, arguments.email),
            arguments.number,
            arguments.action,
            city.clock.now(),
            text=arguments.text,
            outcome=arguments.outcome,
            reason=arguments.reason,
            to=arguments.to,
            proof=proof,
        )

    with city.database:
        changed = city.database.writer.submit(None, act).result()
        _write(f"{changed.number}: {changed.status}")
    return 0


def _proof(city: City, path: Path) -> FileRef:
    try:
        return city.files.admit(path)
    except OSError as error:
        raise Failed(f"--proof {path}: cannot be read ({error.strerror})") from error
    except FileRefusedError as error:
        raise Failed(f"--proof {path}: it is too big; see attachments.max_bytes") from error


def petition(arguments: argparse.Namespace) -> int:
    """Do to a petition what a moderator does."""
    city = _city(arguments)

    def act(uow: UnitOfWork) -> str:
        return city.petition_work.act(
            uow,
            _member(uow, arguments.email),
            arguments.number,
            arguments.action,
            city.clock.now(),
            reason=arguments.reason or "",
            text=arguments.text or "",
        ).status

    with city.database:
        status = city.database.writer.submit(None, act).result()
        _write(f"petition {arguments.number}: {status}")
    return 0


def handoff(arguments: argparse.Namespace) -> int:
    """Do to a hand-off what staff do."""
    city = _city(arguments)

    def act(uow: UnitOfWork) -> str:
        member = _member(uow, arguments.email)
        now = city.clock.now()
        return city.staffwork.handoff(
            uow, member, arguments.id, arguments.action, now, text=arguments.text
        ).status

    with city.database:
        status = city.database.writer.submit(None, act).result()
        _write(f"hand-off {arguments.id}: {status}")
    return 0


def _member(uow: UnitOfWork, email: str) -> StaffMember:
    member = uow.staff.by_email(email)
    if member is None:
        raise Failed(f"there is no staff account {email}; `misto staff list` shows all")
    return member


# --- staff accounts ------------------------------------------------------------------------------


def staff_add(arguments: argparse.Namespace) -> int:
    """Make an account and print the link with which its owner signs in."""
    city = _city(arguments)
    if arguments.duty:
        try:
            parse_duty(arguments.duty)
        except ValueError as error:
            raise Failed(f"--duty: {error}") from error
    role = Role(arguments.role)
    check_member(role, arguments.body, city.routing.bodies)
    member = StaffMember(
        email=arguments.email, role=role, bodies=tuple(arguments.body), duty=arguments.duty
    )

    def add(uow: UnitOfWork) -> StaffMember:
        if uow.staff.by_email(arguments.email) is not None:
            raise Failed(f"{arguments.email} has an account; `misto staff reset` makes a new link")
        return uow.staff.add(member)

    with city.database:
        added = city.database.writer.submit(None, add).result()
        _write(sign_in_link(city, added, INVITATION_S))
    return 0


def staff_list(arguments: argparse.Namespace) -> int:
    """List accounts."""

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        for member in uow.staff.all():
            yield {
                "email": member.email,
                "role": str(member.role),
                "bodies": list(member.bodies),
                "duty": member.duty,
                "signed_up": member.password_hash is not None,
                "disabled_at": member.disabled_at,
            }

    return _list(arguments, rows)


def staff_disable(arguments: argparse.Namespace) -> int:
    """End an account; its sessions end with it."""
    city = _city(arguments)

    def disable(uow: UnitOfWork) -> None:
        member = _member(uow, arguments.email)
        member.disabled_at = member.disabled_at or city.clock.now()
        uow.staff.save(member)
        uow.staff.end_sessions(member.id or 0)

    with city.database:
        city.database.writer.submit(None, disable).result()
        _write(f"{arguments.email}: disabled")
    return 0


def staff_reset(arguments: argparse.Namespace) -> int:
    """Print a new sign-in link for an account."""
    city = _city(arguments)
    with city.database:
        member = city.database.writer.submit(None, lambda u: _member(u, arguments.email)).result()
        _write(sign_in_link(city, member, FIRST_LINK_S))
    return 0


# --- residents' own data -------------------------------------------------------------------------


def person_export(arguments: argparse.Namespace) -> int:
    """Print a copy of all that is held of a resident."""
    from misto.person import as_json, as_text

    city = _city(arguments)
    with city.database, city.database.reads.unit_of_work() as uow:
        chat = _whose(uow, arguments.id)
        copy = copy_of(uow, chat, city.clock.now(), city.zone)
    sys.stdout.write(as_text(city, copy) if arguments.text else as_json(copy))
    return 0


def person_forget(arguments: argparse.Namespace) -> int:
    """Forget a resident, as they may ask of the city by any way."""
    from misto.forgetting import clear_disk, forget_by_staff

    city = _city(arguments)

    def job(uow: UnitOfWork) -> int:
        chat = _whose(uow, arguments.id)
        return forget_by_staff(city, uow, chat, city.clock.now(), withdraw=arguments.withdraw)

    with city.database:
        kept = city.database.writer.submit(None, job).result()
        asyncio.run(clear_disk(city))
    _write(f"{arguments.id}: forgotten; cases kept without the person: {kept}")
    return 0


def _whose(uow: UnitOfWork, name: str) -> int:
    """Return a conversation of the one resident who goes by the name."""
    people = {tuple(uow.personal.chats(chat)) for chat in uow.personal.named(name)}
    if not people:
        raise Failed(f"nobody here goes by '{name}'; try a case's number, or the chat")
    if len(people) > 1:
        chats = (
            f"{uow.personal.ref(ids[0])[0].channel}:{uow.personal.ref(ids[0])[0].chat}"
            for ids in sorted(people)
        )
        raise Failed(f"several people go by '{name}'; name one by a chat: {', '.join(chats)}")
    return people.pop()[0]


# --- upkeep --------------------------------------------------------------------------------------


def db_upgrade(arguments: argparse.Namespace) -> int:
    """Bring the schema up to date."""
    url = resolve_url(_city(arguments).settings.database.url.get_secret_value())
    upgrade(url)
    _write("the database is up to date")
    return 0


def db_check(arguments: argparse.Namespace) -> int:
    """Check that the database adds up; every problem is a line."""
    city = _city(arguments)
    with city.database, city.database.reads.unit_of_work() as uow:
        problems = check_database(uow)
    for problem in problems:
        _write(problem)
    if not problems:
        _write("the database adds up")
    return 1 if problems else 0


def jobs(arguments: argparse.Namespace) -> int:
    """List scheduled work: when it ran last and how that ended, and when it is next due."""
    from misto.jobs import Jobs

    city = _city(arguments)
    work = Jobs(city)

    def rows(uow: UnitOfWork) -> Iterable[Mapping[str, Any]]:
        ran = {row["name"]: row for row in uow.jobs.all()}
        for name, next_at in work.next_due(uow).items():
            never = {"name": name, "at": None, "result": None, "runs": 0}
            yield {**never, **ran.get(name, {}), "next": next_at}

    return _tell(city, rows, as_json=arguments.json)


def replay(arguments: argparse.Namespace) -> int:
    """Run stored conversations against today's flows; 1 when something would differ."""
    from misto.replay import lines_of, moment_of
    from misto.replay import replay as run_again

    city = _city(arguments)
    try:
        since = moment_of(arguments.since, city.clock.now(), city) if arguments.since else None
    except ValueError as error:
        raise Failed(f"--since {arguments.since}: expected 2026-11-01, or 7d") from error
    with city.database:
        report = run_again(city, since)
    if arguments.json:
        _write_json(report.as_dict())
    else:
        for line in lines_of(report, city):
            _write(line)
    return 1 if report.differences else 0


def check(arguments: argparse.Namespace) -> int:
    """Check everything that can be wrong before a start; every problem is a line."""
    from misto.checks import problems

    found = problems(_city(arguments), arguments.config)
    for problem in found:
        _write(problem)
    if not found:
        _write("settings, flows, texts and data are in order")
    return 1 if found else 0
