"""A case's page: what it says, what it offers, what each form does, and what stays hidden."""

import asyncio
import re
from dataclasses import replace

import pytest

from core import cases
from core.colleagues import Reply
from core.geo import GeoFeature
from core.messages import FileRef
from core.model import Address, Applicant, Case, Rating, Role, Status
from core.ports import UnitOfWork
from core.staff import resident
from inbox.city import InboxSettings
from inbox.forms import upload_path
from inbox.views.cases import LONGEST_TEXT
from tests.inbox.browser import Browser, Page
from tests.inbox.conftest import NewBrowser
from tests.inbox.town import DRAHOMANOVA, Town

HOUSING, HEATING = "housing-darnytskyi", "kte"
# What is offered for any case under way.
BESIDE = {"merge", "link", "note"}


def acts(page: Page) -> set[str]:
    """Return what the page offers to do."""
    found = re.findall(r'action="/inbox/cases/[^/"]+/(\w+)"', page.text)
    return set(found) - {"applicant"}


async def at_the_case(
    town: Town, browser: NewBrowser, role: Role = Role.EXECUTOR, **case: object
) -> tuple[Browser, Case, str]:
    """Return a browser at a new case's page, the case and the page's address."""
    bodies = (HOUSING,) if role in (Role.EXECUTOR, Role.SUPERVISOR) else ()
    await town.hire("Stepan", role, *bodies)
    filed = await town.files_case(await town.chat("olena"), **case)
    stepan, path = await browser("Stepan"), f"/inbox/cases/{filed.number}"
    await stepan.get(path)
    return stepan, filed, path


# --- what it says --------------------------------------------------------------------------------


async def test_a_case_says_what_where_until_when_and_by_what_right(
    town: Town, browser: NewBrowser
) -> None:
    stepan, _, _ = await at_the_case(town, browser)
    words = stepan.page.words
    for said in (
        "Третій день не працює ліфт",
        "вулиця Михайла Драгоманова, 15, під’їзд 2",
        "Дарницький район",
        "22 листопада",
        "лишилося",
        "норма установи",
        "ще ніхто",
        "Подано",
        "тут, у черзі, сьогодні, 12:00",
    ):
        assert said in words


async def test_a_term_of_law_names_the_law(town: Town, browser: NewBrowser) -> None:
    stepan, _, _ = await at_the_case(
        town, browser, kind="appeal", service_code=None, description="Прошу пандус."
    )
    assert "за законом" in stepan.page.words
    assert "«Про звернення громадян», ст. 20" in stepan.page.words


async def test_an_answered_case_says_whether_it_was_in_time(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    late = await town.files_case(await town.chat("petro"))
    for filed in (case, late):
        await town.does("Stepan", filed, "start")
    await town.does("Stepan", case, "answer", outcome="fixed", text="Полагоджено.")
    assert "відповіли вчасно" in (await stepan.get(path)).words
    town.clock.set(late.due_at)
    town.pass_time(hours=3)
    await town.does("Stepan", late, "answer", outcome="fixed", text="Полагоджено.")
    await stepan.sign_in("stepan@kyiv.example")
    words = (await stepan.get(f"/inbox/cases/{late.number}")).words
    assert "відповіли із запізненням на 3 год" in words


async def test_an_address_that_was_not_found_is_marked(town: Town, browser: NewBrowser) -> None:
    place = Address(street="вулиця Незнана", house="3", as_typed="незнана 3")
    stepan, _, _ = await at_the_case(town, browser, address=place)
    assert "адресу не звірено" in stepan.page.words
    assert "Дослівно: «незнана 3»" in stepan.page.words


async def test_words_of_residents_are_shown_as_words(town: Town, browser: NewBrowser) -> None:
    stepan, _, _ = await at_the_case(town, browser, description="<img src=x onerror=alert(1)>")
    assert "&lt;img src=x" in stepan.page.text
    assert "<img src=x" not in stepan.page.text


async def test_a_case_of_another_body_is_as_if_it_were_not_there(
    town: Town, browser: NewBrowser
) -> None:
    stepan, _, _ = await at_the_case(town, browser)
    theirs = await town.files_case(await town.chat("petro"), body=HEATING)
    path = f"/inbox/cases/{theirs.number}"
    missing = await stepan.get("/inbox/cases/KV-2026-999999")
    for page in (await stepan.get(path), await stepan.get(f"{path}/live")):
        assert (page.status, page.words) == (404, missing.words)


@pytest.mark.parametrize("do", ["take", "applicant", "answer"])
async def test_nothing_can_be_done_to_a_case_of_another_body(
    town: Town, browser: NewBrowser, do: str
) -> None:
    stepan, ours, path = await at_the_case(town, browser)
    theirs = await town.files_case(await town.chat("petro"), body=HEATING)
    form = stepan.page.forms()[f"{path}/take"]
    page = await stepan.post(f"/inbox/cases/{theirs.number}/{do}", form | {"text": "x"})
    assert page.status == 404
    assert await town.case(theirs.number) == theirs
    assert ours.number != theirs.number


# --- personal data -------------------------------------------------------------------------------


async def test_who_filed_it_is_shown_on_demand_and_on_record(
    town: Town, browser: NewBrowser
) -> None:
    facts = {"since": "2026-11-22", "account": "0123456789", "child_name": "Марійка"}
    stepan, case, path = await at_the_case(town, browser, facts=facts)
    hidden = ("Коваль", "+380671234567", "0123456789", "Марійка")
    assert not any(word in stepan.page.text for word in hidden)
    assert "22 листопада" in stepan.page.words
    page = await stepan.send(f"{path}/applicant")
    assert all(word in page.text for word in hidden)
    assert DRAHOMANOVA.apartment is not None
    assert "Квартира" in page.words
    trail = await town.trail()
    assert ("reveal", f"case:{case.number}") in trail
    assert ("view", f"case:{case.number}") in trail


async def test_the_audit_trail_holds_no_words(town: Town, browser: NewBrowser) -> None:
    stepan, _, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/ask", text="Який поверх?")
    assert not any("поверх" in subject for _, subject in await town.trail())


async def test_an_anonymous_case_has_nothing_to_reveal(town: Town, browser: NewBrowser) -> None:
    stepan, _, path = await at_the_case(
        town, browser, applicant=Applicant(), address=None, facts={}
    )
    assert f"{path}/applicant" not in stepan.page.forms()
    assert "анонімно" in stepan.page.words


# --- what it offers ------------------------------------------------------------------------------


async def test_only_what_is_possible_now_is_offered(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    assert acts(stepan.page) == {"take", "start", "ask", "forward", "reject"} | BESIDE
    await town.does("Stepan", case, "take")
    assert acts(await stepan.get(path)) == {"start", "ask", "forward", "reject"} | BESIDE
    await town.does("Stepan", case, "start")
    assert acts(await stepan.get(path)) == {"answer"} | BESIDE
    await town.does("Stepan", case, "answer", outcome="fixed", text="Полагоджено.")
    assert acts(await stepan.get(path)) == {"reopen", "link", "note"}


async def test_only_a_head_may_extend_or_take_over(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await town.hire("Halyna", Role.SUPERVISOR, HOUSING)
    await town.does("Stepan", case, "start")
    assert (
        acts(await (await browser("Halyna")).get(path))
        == {
            *("take", "extend", "assign", "answer"),
        }
        | BESIDE
    )
    await town.hire("Petro", Role.EXECUTOR, HOUSING)
    assert acts(await (await browser("Petro")).get(path)) == {"answer"} | BESIDE
    assert acts(stepan.page) != set()


async def test_the_talk_is_linked_for_whom_it_is_open(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    link = f"/inbox/conversations/{case.conversation_id}"
    assert link not in stepan.page.text
    await town.hire("Ivan", Role.OPERATOR)
    assert link in (await (await browser("Ivan")).get(path)).text


# --- what its forms do ---------------------------------------------------------------------------


async def test_the_whole_way_of_a_case(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/take")
    assert "тепер це за вами" in stepan.page.words
    await stepan.send(f"{path}/start")
    assert (await town.case(case.number)).status is Status.IN_WORK
    page = await stepan.send(f"{path}/answer", outcome="fixed", text="Замінили канат.")
    done = await town.case(case.number)
    assert (done.status, done.answer) == (Status.ANSWERED, "Замінили канат.")
    assert "Замінили канат." in page.words
    await stepan.send(f"{path}/reopen", text="Знову стоїть.")
    assert (await town.case(case.number)).reopened == 1
    assert "Поновлено 1 раз" in stepan.page.words
    # Why stands with the line that opened it again, and with the resident's words.
    assert stepan.page.words.count("Знову стоїть.") == 2


async def test_the_history_tells_why_a_resident_was_unhappy(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/start")
    await stepan.send(f"{path}/answer", outcome="fixed", text="Замінили канат.")

    def unhappy(uow: UnitOfWork) -> None:
        mine = uow.cases.get(case.number)
        assert mine is not None
        who, law = resident(mine.conversation_id), town.city.law
        rating = Rating(1, 2, "тиждень чекали")
        uow.cases.save(mine, cases.rate(mine, who, town.now, rating=rating, law=law))
        again = cases.reopen(mine, who, town.now, law=law, text="стоїть на п’ятому")
        uow.cases.save(mine, again)

    await town.write(unhappy)
    page = await stepan.get(path)
    assert "тиждень чекали" in page.words
    assert "стоїть на п’ятому" in page.words


async def test_asking_tells_the_resident(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/ask", text="Який це поверх?")
    assert (await town.case(case.number)).status is Status.NEEDS_INFO
    rows = await town.read(lambda uow: uow.outbox.after(case.conversation_id, 0))
    assert "Який це поверх?" in rows[-1].outgoing.text
    assert "чекає на мешканця" in stepan.page.words


async def test_a_forwarded_case_leaves_the_page_of_who_may_not_see_it(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    page = await stepan.send(f"{path}/forward", to=HEATING, text="Опалення — їхнє.")
    assert page.path == "/inbox/?done=forward"
    assert "Заявку передано" in page.words
    assert (await town.case(case.number)).body == HEATING
    assert (await stepan.get(path)).status == 404


async def test_a_rejection_takes_a_lawful_reason(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/reject", reason="no_substance", text="Незрозуміло, про що мова.")
    assert (await town.case(case.number)).status is Status.REJECTED
    assert "не зрозуміло, у чому суть" in stepan.page.words


async def test_an_extension_is_of_law_and_told_why(town: Town, browser: NewBrowser) -> None:
    halyna, case, path = await at_the_case(
        town, browser, Role.SUPERVISOR, kind="appeal", service_code=None
    )
    await halyna.send(f"{path}/start")
    await halyna.send(f"{path}/extend", text="Потрібна експертиза.")
    extended = await town.case(case.number)
    assert extended.due_at > case.due_at
    assert "не довше 45 днів" in halyna.page.words
    assert "Перший строк" in halyna.page.words


@pytest.mark.parametrize(
    ("do", "fields", "status", "said"),
    [
        ("ask", {"text": " "}, 422, "Напишіть текст"),
        ("ask", {"text": "ж" * (LONGEST_TEXT + 1)}, 422, "Задовго"),
        ("forward", {"to": HOUSING, "text": "ваше"}, 409, "вже в цій установі"),
        ("forward", {"to": "немає такої", "text": "ваше"}, 422, "Такої установи немає"),
        ("forward", {"text": "ваше"}, 422, "Такої установи немає"),
        ("forward", {"to": HEATING}, 422, "Напишіть, чому передаєте"),
        ("reject", {"reason": "lazy", "text": "ні"}, 422, "закон не дає"),
        ("reject", {"reason": "no_substance", "text": ""}, 422, "Напишіть текст"),
        ("answer", {"text": "готово"}, 409, "в іншому стані"),
        ("extend", {"text": "ще трохи"}, 403, "немає на це права"),
    ],
)
async def test_what_is_refused_comes_back_with_what_was_typed(
    town: Town,
    browser: NewBrowser,
    do: str,
    fields: dict[str, str],
    status: int,
    said: str,
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    hidden = stepan.page.forms()[f"{path}/take"]
    page = await stepan.post(f"{path}/{do}", hidden | fields)
    assert page.status == status
    assert said in page.words
    assert fields.get("text", "").strip() in page.text
    assert await town.case(case.number) == case


async def test_a_refused_form_may_be_sent_again(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await town.does("Stepan", case, "start")
    await stepan.get(path)
    await stepan.send(f"{path}/answer", text="Полагодили ліфт.")
    assert "Оберіть, чим закінчилося" in stepan.page.words
    await stepan.send(f"{path}/answer", text="Полагодили ліфт.", outcome="fixed")
    assert (await town.case(case.number)).status is Status.ANSWERED


async def test_a_form_sent_twice_does_it_once(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    form = stepan.page.forms()[f"{path}/ask"] | {"text": "Який поверх?"}
    pages = await asyncio.gather(*(stepan.post(f"{path}/ask", form) for _ in range(4)))
    assert [page.status for page in pages] == [200] * 4
    history = await town.read(lambda uow: uow.cases.history(case.id or 0))
    assert [line.event for line in history] == ["registered", "asked"]


async def test_two_who_act_at_once_do_it_once(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await town.hire("Petro", Role.EXECUTOR, HOUSING)
    petro = await browser("Petro")
    await petro.get(path)
    await petro.send(f"{path}/start")
    page = await stepan.send(f"{path}/start")
    assert page.status == 409
    assert "Виконує Petro" in page.words
    assert (await town.case(case.number)).status is Status.IN_WORK


async def test_an_unknown_act_is_not_found(town: Town, browser: NewBrowser) -> None:
    stepan, _, path = await at_the_case(town, browser)
    form = stepan.page.forms()[f"{path}/take"]
    assert (await stepan.post(f"{path}/delete", form)).status in (404, 405)


async def test_an_open_page_hears_that_the_case_has_changed(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, _ = await at_the_case(town, browser)
    live = re.findall(r'hx-get="([^"]+/live[^"]*)"', stepan.page.text)[0]
    assert "щойно змінили" not in (await stepan.get(live)).words
    await town.does("Stepan", case, "start")
    page = await stepan.get(live)
    assert "щойно змінили" in page.words
    assert "Розпочато роботу" in page.words
    assert "<textarea" not in page.text


# --- proof ---------------------------------------------------------------------------------------


async def answered(
    town: Town, browser: NewBrowser, *files: tuple[str, bytes, str], **fields: str
) -> tuple[Page, Case]:
    """Answer a case with files; return the page and the case."""
    stepan, case, path = await at_the_case(town, browser)
    await town.does("Stepan", case, "start")
    await stepan.get(path)
    form = stepan.form(f"{path}/answer", **({"outcome": "fixed", "text": "Готово."} | fields))
    for name, content, kind in files:
        form.add_field("proof", content, filename=name, content_type=kind)
    return await stepan.post(f"{path}/answer", form), case


async def test_proof_is_kept_for_the_fetcher(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    page, case = await answered(
        town,
        browser,
        ("../../акт.pdf", b"%PDF", "application/pdf"),
        ("фото.jpg", b"\xff\xd8", "image/jpeg"),
    )
    assert page.status == 200
    kept = await town.read(lambda uow: uow.attachments.of_case(case.id or 0))
    assert [(f.kind, f.name, f.state) for f in kept] == [
        ("document", "акт.pdf", "waiting"),
        ("photo", "фото.jpg", "waiting"),
    ]
    paths = [upload_path(settings.uploads, f.ref) for f in kept]
    assert [path.read_bytes() for path in paths if path] == [b"%PDF", b"\xff\xd8"]


async def test_too_many_files_are_refused_and_none_is_kept(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    files = [(f"{n}.txt", b"x", "text/plain") for n in range(settings.files + 1)]
    page, case = await answered(town, browser, *files)
    assert page.status == 422
    assert "Файлів забагато" in page.words
    assert "Готово." in page.text
    assert not settings.uploads.exists() or not list(settings.uploads.iterdir())
    assert (await town.case(case.number)).status is Status.IN_WORK


async def test_an_empty_file_is_refused_and_the_others_with_it(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    page, _ = await answered(
        town, browser, ("a.txt", b"x", "text/plain"), ("b.txt", b"", "text/plain")
    )
    assert page.status == 422
    assert list(settings.uploads.iterdir()) == []


async def test_files_of_a_refused_answer_are_dropped(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    page, _ = await answered(town, browser, ("a.txt", b"x", "text/plain"), outcome="")
    assert page.status == 422
    assert list(settings.uploads.iterdir()) == []


@pytest.mark.parametrize("ref", ["staff:../secret", "staff:", "file-id", "staff:a/b", "staff:."])
def test_only_an_uploads_own_name_is_a_path(settings: InboxSettings, ref: str) -> None:
    assert upload_path(settings.uploads, ref) is None
    assert FileRef("photo", ref).ref == ref


# --- other cases, notes, papers, the map ---------------------------------------------------------


async def test_a_duplicate_is_joined_and_parted_on_the_page(
    town: Town, browser: NewBrowser
) -> None:
    stepan, first, _ = await at_the_case(town, browser)
    again = await town.files_case(await town.chat("petro"))
    path = f"/inbox/cases/{again.number}"
    page = await stepan.get(path)
    assert "Можливо, про те саме" in page.words
    assert first.number in page.words
    await stepan.send(f"{path}/merge", to=first.number.lower())
    assert (await town.case(again.number)).joined_to == first.number
    assert "Розглядається разом із" in stepan.page.words
    # What is done to the one is done to the other.
    await town.does("Stepan", first, "start")
    assert (await town.case(again.number)).status is Status.IN_WORK
    await stepan.get(path)
    await stepan.send(f"{path}/split")
    assert (await town.case(again.number)).joined_to is None
    assert ("case_merge", again.number) in await town.trail()


async def test_a_duplicate_of_what_is_in_work_begins_too(town: Town, browser: NewBrowser) -> None:
    _, first, _ = await at_the_case(town, browser)
    await town.does("Stepan", first, "start")
    again = await town.files_case(await town.chat("petro"))
    await town.does("Stepan", again, "merge", to=first.number)
    assert (await town.case(again.number)).status is Status.IN_WORK


async def test_a_case_of_others_is_not_told_of(town: Town, browser: NewBrowser) -> None:
    stepan, _, path = await at_the_case(town, browser)
    other = await town.files_case(await town.chat("olena"), body=HEATING)
    page = await stepan.send(f"{path}/link", to=other.number)
    assert (page.status, "Немає такої іншої заявки" in page.words) == (422, True)
    assert other.number not in (await stepan.get(path)).words


async def test_linked_cases_name_each_other_until_the_link_goes(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    other = await town.files_case(await town.chat("petro"), service_code="doors")
    await stepan.send(f"{path}/link", to=other.number)
    assert f'id="row-{other.number}"' in stepan.page.text
    there = await stepan.get(f"/inbox/cases/{other.number}")
    assert f'id="row-{case.number}"' in there.text
    await stepan.send(f"/inbox/cases/{other.number}/unlink", to=case.number)
    assert f'id="row-{case.number}"' not in stepan.page.text


async def test_why_a_case_was_passed_on_is_read_by_the_next_body_alone(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await town.hire("Kateryna", Role.EXECUTOR, HEATING)
    await stepan.send(f"{path}/forward", to=HEATING, text="Тече їхня труба.")
    page = await (await browser("Kateryna")).get(path)
    assert "Тече їхня труба." in page.words
    told = await town.read(lambda uow: uow.outbox.after(case.conversation_id, 0))
    assert not any("труба" in row.outgoing.text for row in told)


async def test_a_note_is_for_colleagues(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    await stepan.send(f"{path}/note", text="Майстер буде завтра <b>")
    assert "Майстер буде завтра &lt;b&gt;" in stepan.page.text
    told = await town.read(lambda uow: uow.outbox.after(case.conversation_id, 0))
    assert told == []


async def test_an_urgent_question_to_the_city_has_its_48_hours(
    town: Town, browser: NewBrowser
) -> None:
    stepan, case, path = await at_the_case(town, browser, kind="info_request", service_code=None)
    await stepan.send(f"{path}/shorten")
    assert (await town.case(case.number)).due_at < case.due_at
    assert "Строк скорочено" in stepan.page.words
    assert "shorten" not in acts(stepan.page)


async def test_an_answer_begins_with_a_ready_reply(town: Town, browser: NewBrowser) -> None:
    stepan, case, path = await at_the_case(town, browser)
    reply = Reply("done", "Виконано", "Вітаємо, {resident}! Заявку {case} виконано. {staff}")
    await town.write(lambda uow: uow.colleagues.save_reply(reply))
    await town.does("Stepan", case, "start")
    page = await stepan.get(f"{path}?reply=done")
    assert f"Вітаємо! Заявку {case.number} виконано. Stepan</textarea>" in page.text
    assert "Олена" not in page.words


async def test_an_answer_goes_as_a_paper_with_number_and_date(
    town: Town, browser: NewBrowser, settings: InboxSettings
) -> None:
    stepan, case, path = await at_the_case(town, browser, kind="appeal", service_code=None)
    await stepan.send(f"{path}/start")
    form = stepan.form(f"{path}/answer", outcome="explained", text="Роз’яснюємо.")
    async with stepan.client.post(f"{path}/answer.pdf", data=form) as looked:
        assert looked.content_type == "application/pdf"
        assert (await looked.read()).startswith(b"%PDF")
    assert ("reveal", f"case:{case.number}") in await town.trail()
    await stepan.get(path)
    await stepan.send(f"{path}/answer", outcome="explained", text="Роз’яснюємо.", paper="yes")
    (paper,) = await town.read(lambda uow: uow.attachments.of_case(case.id or 0))
    assert (paper.kind, paper.name) == ("document", f"{case.number}-1.pdf")
    kept = upload_path(settings.uploads, paper.ref)
    assert kept is not None
    assert kept.read_bytes().startswith(b"%PDF")
    told = await town.read(lambda uow: uow.outbox.after(case.conversation_id, 0))
    assert any(paper.id in row.outgoing.files for row in told)


async def test_a_place_is_drawn_of_what_the_city_imported(town: Town, browser: NewBrowser) -> None:
    point = replace(DRAHOMANOVA, lat=50.41, long=30.65)
    stepan, _, path = await at_the_case(town, browser, address=point)
    assert "<figure" not in stepan.page.text
    ring = ((30.64, 50.40), (30.66, 50.40), (30.66, 50.42), (30.64, 50.42), (30.64, 50.40))
    features = [
        GeoFeature("boundary", "Позняки", (ring,)),
        GeoFeature("point", "Ліцей <7>", (((30.651, 50.411),),)),
        GeoFeature("point", "Далеко", (((31.0, 51.0),),)),
    ]
    await town.write(lambda uow: uow.geo.replace("town.geojson", features))
    page = await stepan.get(path)
    assert 'class="map-boundary" d="M' in page.text
    assert "Ліцей &lt;7&gt;" in page.text
    assert "Поруч: Позняки, Ліцей <7>." in page.words
    assert "Далеко" not in page.words
    assert "style=" not in page.text.partition("<figure")[2].partition("</figure>")[0]
