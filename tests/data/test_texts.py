"""The catalogue of texts: whole, alike in both languages, tidy, sayable with what it is given."""

import ast as python
import csv
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
import yaml
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from core.conversation import HandoffEnded, Language
from core.model import Outcome, Status
from core.news import TOPICS
from core.petitions import PetitionStatus
from dialogs.texts import LANGUAGES, LITERAL, Catalogue

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ROOT / "data" / "texts"
FLOWS = {
    path.stem: yaml.safe_load(path.read_text("utf-8"))
    for path in sorted((ROOT / "dialogs" / "flows").glob("*.yml"))
}
CATALOGUE = Catalogue.load(TEXTS)
# What the reader names (nlu/emergency.py), and `danger` for what only the classifier saw.
EMERGENCIES = ("fire", "gas", "electric", "police", "ambulance", "suicide", "danger")
NUMBER_OF = {"fire": "101", "police": "102", "ambulance": "103", "gas": "104"}
# A slot's kind may ask for a part of the value in words of its own.
VARIANTS = {"address": ("-house", "-street", "-which"), "district": ("-one", "-all")}
PLURALS = {"zero": 0, "one": 21, "two": 2, "few": 3, "many": 5}


def patterns(language: Language) -> dict[str, ast.Pattern]:
    """Every text of a language by its id, attributes as `ask-phone.again`."""
    found: dict[str, ast.Pattern] = {}
    for path in sorted((TEXTS / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            if not isinstance(entry, ast.Message):
                continue
            parts = {entry.id.name: entry.value}
            parts |= {f"{entry.id.name}.{item.id.name}": item.value for item in entry.attributes}
            for text_id, value in parts.items():
                if value is not None:
                    assert text_id not in found, f"{path}: '{text_id}' is there twice"
                    found[text_id] = value
    return found


class Parts(Visitor):
    """The arguments, the plain words and the selectors of a pattern and of what it quotes."""

    def __init__(self, texts: Mapping[str, ast.Pattern]) -> None:
        self.texts = texts
        self.variables: set[str] = set()
        self.words: list[str] = []
        self.keys: dict[str, set[str]] = {}

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 - the library's hook
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:  # noqa: N802 - the library's hook
        self.visit(self.texts[node.id.name])

    def visit_TextElement(self, node: ast.TextElement) -> None:  # noqa: N802 - the library's hook
        self.words.append(node.value)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 - the library's hook
        if isinstance(node.selector, ast.VariableReference):
            keys = self.keys.setdefault(node.selector.id.name, set())
            keys.update(_key(variant) for variant in node.variants if not variant.default)
        self.generic_visit(node)


def _key(variant: ast.Variant) -> str:
    key = variant.key
    return key.value if isinstance(key, ast.NumberLiteral) else key.name


def parts(language: Language, text_id: str) -> Parts:
    seen = Parts(PATTERNS[language])
    seen.visit(PATTERNS[language][text_id])
    return seen


PATTERNS: dict[Language, dict[str, ast.Pattern]] = {name: patterns(name) for name in LANGUAGES}
WORDS: dict[Language, dict[str, str]] = {
    language: {text_id: " ".join(parts(language, text_id).words) for text_id in texts}
    for language, texts in PATTERNS.items()
}
BOTH = [(language, text_id) for language in LANGUAGES for text_id in PATTERNS[language]]


def wrong(language: Language, pattern: str) -> list[str]:
    """The texts of a language in whose words the pattern occurs."""
    return [text_id for text_id, words in WORDS[language].items() if re.search(pattern, words)]


def column(path: str, name: str) -> list[str]:
    with (ROOT / "data" / path).open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


# --- the two languages ---------------------------------------------------------------------------


def test_the_files_have_no_junk_and_no_language_lacks_a_text() -> None:
    assert CATALOGUE.problems() == []


def test_the_languages_have_the_same_texts_and_attributes() -> None:
    assert PATTERNS["uk"].keys() == PATTERNS["en"].keys()


@pytest.mark.parametrize("text_id", PATTERNS["uk"])
def test_a_text_reads_the_same_arguments_in_both_languages(text_id: str) -> None:
    read = [parts(language, text_id).variables for language in LANGUAGES]
    assert read[0] == read[1]


def test_the_languages_keep_their_texts_in_files_of_the_same_names() -> None:
    names = [{path.name for path in (TEXTS / language).iterdir()} for language in LANGUAGES]
    assert names[0] == names[1]


# --- tidy words ----------------------------------------------------------------------------------


def test_no_ukrainian_text_holds_a_letter_of_russian_only() -> None:
    assert wrong("uk", "[ыэъёЫЭЪЁ]") == []


def test_no_word_mixes_cyrillic_and_latin_letters() -> None:
    assert wrong("uk", "[A-Za-z][А-Яа-яІіЇїЄєҐґ]|[А-Яа-яІіЇїЄєҐґ][A-Za-z]") == []


def test_english_is_no_copy_of_the_ukrainian() -> None:
    # A language is offered by its own name.
    assert wrong("en", "[А-Яа-яІіЇїЄєҐґ]") == ["language_wanted-uk"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_and_apostrophes_are_not_straight(language: Language) -> None:
    assert wrong(language, "[\"'`]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dash_is_no_hyphen_and_no_short_dash(language: Language) -> None:
    assert wrong(language, r"(^|\s)[-–](\s|$)") == []


def test_ukrainian_quotes_are_angled() -> None:
    assert wrong("uk", "[“”„]") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_asked_anew_is_asked_in_other_words(language: Language) -> None:
    again = [text_id for text_id in PATTERNS[language] if text_id.endswith(".again")]
    assert again
    for text_id in again:
        base = text_id.removesuffix(".again")
        assert WORDS[language][text_id] != WORDS[language][base], text_id


# --- every text that something says is there -----------------------------------------------------


def test_flows_say_only_texts_that_exist() -> None:
    said = set(_said_in_flows())
    assert len(said) > 40
    assert sorted(found for found in said if not CATALOGUE.has(found[1])) == []


def _said_in_flows() -> Iterator[tuple[str, str]]:
    for name, flow in FLOWS.items():
        yield name, f"flow-{name}"
        if flow.get("menu"):
            yield name, f"menu-{name}"
        for step in flow["steps"]:
            for text_id in _said_in_step(name, step):
                yield name, text_id
        for slot in _collected(flow):
            for text_id in _said_of_slot(name, flow, slot):
                yield name, text_id


def _said_in_step(flow: str, step: Mapping[str, Any]) -> Iterator[str]:
    yield from filter(None, (step.get("utter"), step.get("confirm")))
    yield from (item["utter"] for item in step.get("rejections", ()))
    yield from (f"add-{slot}" for slot in step.get("offer", ()))
    for button in step.get("buttons", ()):
        yield f"menu-{button}" if button in FLOWS else f"button-{button}"
    if step.get("anonymous", "allowed") != "allowed":
        yield step["anonymous"]


def _collected(flow: Mapping[str, Any]) -> list[str]:
    offered = [slot for step in flow["steps"] for slot in step.get("offer", ())]
    return [step["collect"] for step in flow["steps"] if step.get("collect")] + offered


def _said_of_slot(name: str, flow: Mapping[str, Any], slot: str) -> Iterator[str]:
    spec = flow["slots"][slot]
    question = _question(name, slot)
    yield question
    yield f"{question}.again"
    yield f"slot-{slot}"
    yield from (f"{slot}-{value}" for value in spec.get("values", ()))
    for variant in VARIANTS.get(spec["kind"], ()):
        yield f"ask-{slot}{variant}"


def _question(flow: str, slot: str) -> str:
    own = f"{flow}-ask-{slot}"
    return own if CATALOGUE.has(own) else f"ask-{slot}"


def test_the_dialogue_says_only_texts_that_exist() -> None:
    said = {text_id for text_id in _said_in_code() if "*" not in text_id}
    assert len(said) > 20
    assert sorted(text_id for text_id in said if not CATALOGUE.has(text_id)) == []


def test_every_topic_of_news_has_its_name() -> None:
    assert [topic for topic in (*TOPICS, "all") if not CATALOGUE.has(f"topic-{topic}")] == []


def test_texts_whose_ids_the_dialogue_puts_together_are_known_to_these_tests() -> None:
    templates = {text_id for text_id in _said_in_code() if "*" in text_id}
    # The others come from the flows' own words, which are looked at above.
    assert templates == {
        "flow-*",
        "menu-*",
        "button-*",
        "slot-*",
        "add-*",
        "*-*",
        "*-option",
        "emergency-*",
        "handoff-*",
        "topic-*",
    }


def _said_in_code() -> Iterator[str]:
    """Text ids in the calls that say something; what is put in at run time reads as `*`."""
    for path in sorted((ROOT / "dialogs").rglob("*.py")):
        for node in python.walk(python.parse(path.read_text("utf-8"))):
            if isinstance(node, python.Call) and _called(node) in SAYING:
                said = [text_id for arg in node.args for text_id in _literals(arg)]
                yield from (text_id for text_id in said if text_id != LITERAL)


SAYING = {"Text", "Reject", "say", "offer_matters"}


def _called(call: python.Call) -> str:
    match call.func:
        case python.Name(id=name) | python.Attribute(attr=name):
            return name
    return ""


def _literals(node: python.expr) -> Iterator[str]:
    match node:
        case python.Constant(value=str(text)):
            yield text
        case python.IfExp(body=body, orelse=other):
            yield from _literals(body)
            yield from _literals(other)
        case python.JoinedStr(values=values):
            yield "".join(next(_literals(value), "*") for value in values)


def _every(prefix: str, names: Iterable[Any]) -> list[str]:
    return [f"{prefix}-{name}" for name in names]


@pytest.mark.parametrize(
    "text_id",
    [
        *_every("emergency", EMERGENCIES),
        *_every("handoff", get_args(get_type_hints(HandoffEnded)["how"])),
        *_every("status", Status),
        *_every("outcome", Outcome),
        *_every("service-code", column("city/routing.csv", "service_code")),
        *_every("reject", column("law/reject_reasons.csv", "code")),
        *_every("petition-reason", column("law/petition_refusals.csv", "code")),
        *_every("petition-status", PetitionStatus),
    ],
)
def test_every_code_of_the_city_has_its_words(text_id: str) -> None:
    assert CATALOGUE.has(text_id)


# --- said with arguments -------------------------------------------------------------------------

SAMPLES: dict[str, Any] = {
    "added": "там уже пробили колесо",
    "about": "Печерська РДА",
    "account": "1234567890",
    "address": "вул. Михайла Драгоманова, 15",
    "address_verified": "yes",
    "anonymous": "yes",
    "answer": "Насос замінено.",
    "apartment": "5",
    "appeal_kind": "Заява",
    "appeal_kind_id": "application",
    "against": "КП «Київтеплоенерго»",
    "body": "КП «Київтеплоенерго»",
    "by_place": "yes",
    "case_number": "KV-2026-000417",
    "case_count": 3,
    "case_status": "у роботі",
    "case_topic": "Ліфт",
    "cases": "KV-2026-000417 — Ліфт: у роботі",
    "chat_count": 2,
    "consent": "yes",
    "consented_at": "5 березня",
    "copy_url": "https://misto.example/my/token",
    "count": 5,
    "claim": "KV-2026-000417",
    "danger": "high",
    "date": "15 листопада",
    "description": "Немає гарячої води",
    "district": "Дарницький",
    "draft_count": 1,
    "due_at": "24 грудня",
    "due_basis": "law",
    "email": "olena@poshta.example",
    "entrance": "2",
    "files": 2,
    "file_count": 2,
    "handed": "yes",
    "first_response_hours": 4,
    "flow": "dispatcher_request",
    "kept_count": 1,
    "kept_years": 5,
    "likely_districts": "Дарницький",
    "name": "Шевченко Тарас Григорович",
    "near": "вул. Теремківська, 5",
    "official": "начальник відділу",
    "open_cases": "KV-2026-000417 — Ліфт: у роботі",
    "open_count": 1,
    "outage": "Планове відключення",
    "outcome": "полагоджено",
    "over_a_year": "yes",
    "overdue": "yes",
    "period": "жовтень 2026",
    "phone": "+380 44 123 45 67",
    "petition_count": 1,
    "photo_helps": "yes",
    "privacy_url": "https://misto.example/privacy",
    "promised_at": "до 8:30",
    "quality": 4,
    "rating_quality": 4,
    "rating_speed": 2,
    "registered_at": "24 листопада, 12:00",
    "signature_count": 2,
    "reported": 4,
    "reject_reason": "минув строк для скарги",
    "same": "KV-2026-000002",
    "same_own": "no",
    "same_since": "5 березня",
    "same_status": "у роботі",
    "same_topic": "Ліфт",
    "score": 5,
    "service_code": "Ліфт",
    "since": "22 листопада",
    "speed": 2,
    "today": "25 листопада",
    "until": "5 березня, 18:00",
    "urgent": "yes",
    "wanted": "перерахувати плату",
    "text": "Майстер буде о 15:20.",
    "resident": "Олено",
    "days_left": 7,
    "elsewhere": "city",
    "more": "more",
    "listed_there": "512, 130",
    "listed_more": 3,
    "ends_on": "24 грудня",
    "intents": 12,
    "mine": "intent",
    "minutes": 15,
    "missing": "99999",
    "number": "17",
    "petition_answer": "Проєкт замовлено.",
    "petition_reason": "розпалює ворожнечу",
    "petition_status": "збирає голоси",
    "petition_status_id": "collecting",
    "petition_text": "Просимо збудувати велодоріжку.",
    "petitions": "№ 17 «Велодоріжка на Харківському шосе»",
    "threshold": 6000,
    "title": "Велодоріжка на Харківському шосе",
    "title_length": 212,
    "title_short": "Велодоріжка на Харківському шосе",
    "verify_url": "https://misto.example/verify/token",
    "votes": 5990,
    "age": 40,
    "age_unit": "years",
    "amount": "16,164",
    "as_of": "3 грудня 2025",
    "benefit": "родина військового",
    "bill": "Холодна вода: 8 × 16,164 = 129,31 грн",
    "body_id": "cc1551",
    "cancelled": "told",
    "child_birth_date": "12 травня 2027",
    "child_name": "Коваль Марійка",
    "class_known": "1",
    "closes": "1 червня 2026",
    "cost": "129,31",
    "countable": "yes",
    "dates_of": "this",
    "dates_source": "rbc.ua",
    "doctor": "стоматолог",
    "doctor_specialty": "стоматолог",
    "documents": "заява",
    "documents_source": "rbc.ua",
    "from_institution": "№ 45",
    "holds_since": "1 січня 2022",
    "institution": "№ 512",
    "intake": "2030",
    "invitations_from": "1 квітня 2025",
    "link": "https://city.example",
    "not_yet_taken": "no",
    "opens": "1 квітня 2026",
    "price": "Холодна вода",
    "service": "Опалення",
    "source": "tsn.ua",
    "tariff_note": "Це видно з квитанції.",
    "tariffs": "Холодна вода — 16,164 грн за м³",
    "time": "зранку",
    "transfer": "transfer",
    "transfer_reason": "переїхали",
    "turned": "no",
    "unit": "м³",
    "unknown_institution": "999",
    "unknown_now": "999",
    "unlisted": "no",
    "unusual_age": "early",
    "used": "8 м³",
    "visit": "KV-2026-000417",
    "visit_day": "6 березня",
    "visit_doctor": "стоматолог",
    "volume": "8",
    "wished_in": "Оболонський",
    "wishes": "англійська мова",
    "referral": "є",
    "wished_district": "Оболонський",
    "added_files": 2,
    "channel": "telegram",
    "code": "K7QM-2X9P",
    "holder": "Іван Петренко",
    "holder_post": "голова",
    "hours": "24",
    "inbox_url": "https://city.example/inbox",
    "linked_count": 1,
    "other_channel": "чат у Telegram",
    "telegram_link": "https://t.me/misto?start=link_K7QM2X9P",
    "told_in": "viber",
    "viber_link": "viber://pa?chatURI=misto",
    "words": "і двері не зачиняються",
    "follows": "1. транспорт · Позняки, одразу",
    "follows_count": 2,
    "followed": "транспорт · Позняки",
    "news_count": 2,
    "news_items": "Міст закрито",
    "news_text": "На день.",
    "news_title": "Міст закрито",
    "paused": "30 листопада",
    "places": "Позняки",
    "rhythm_id": "daily",
    "subscription_count": 2,
    "told_at": "25 листопада, 09:00",
    "topics": "транспорт",
    "why": "транспорт · Позняки",
}


def renderings(language: Language, text_id: str) -> Iterator[str]:
    """Say a text in every way its selectors know."""
    seen = parts(language, text_id)
    names = sorted(seen.variables)
    values = [[SAMPLES[name], *map(_value, seen.keys.get(name, ()))] for name in names]
    for chosen in itertools.product(*values):
        given = dict(zip(names, chosen, strict=True))
        yield CATALOGUE.format(text_id, language, {k: v for k, v in given.items() if v != "none"})


def _value(key: str) -> Any:
    """An argument that chooses the variant; `none` is chosen by leaving the argument out."""
    return int(key) if key.isdecimal() else PLURALS.get(key, key)


@pytest.mark.parametrize(("language", "text_id"), BOTH)
def test_a_text_is_said_whole_with_what_is_known(language: Language, text_id: str) -> None:
    for said in renderings(language, text_id):
        assert said
        assert not re.search(r"\bnone\b|[{}]", said), said
        assert not re.search(r" [.,;:?!]|[,;] *$|\.\.|,\.|  ", said), said


@pytest.mark.parametrize(
    ("count", "uk", "en"),
    [
        (1, "Додано файл.", "File added."),
        (2, "Додано 2 файли.", "2 files added."),
        (5, "Додано 5 файлів.", "5 files added."),
        (11, "Додано 11 файлів.", "11 files added."),
        (21, "Додано 21 файл.", "21 files added."),
        (24, "Додано 24 файли.", "24 files added."),
    ],
)
def test_words_agree_with_their_numbers(count: int, uk: str, en: str) -> None:
    said = [CATALOGUE.format("files-kept", name, {"count": count}) for name in LANGUAGES]
    assert said == [uk, en]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (1, "протягом години"),
        (4, "протягом 4 годин"),
        (21, "протягом 21 години"),
        (24, "протягом доби"),
        (72, "протягом трьох діб"),
        (120, "протягом п’яти діб"),
    ],
)
def test_the_summary_tells_when_a_crew_is_heard_of(hours: int, words: str) -> None:
    said = CATALOGUE.format(
        "dispatcher_request-summary", "uk", {**SAMPLES, "first_response_hours": hours}
    )
    assert f"зазвичай відгукуються {words}." in said


def test_a_norm_is_not_told_as_law() -> None:
    law, norm = (
        CATALOGUE.format("case-filed", "uk", {**SAMPLES, "due_basis": basis})
        for basis in ("law", "norm")
    )
    assert "за законом — до 24 грудня" in law
    assert "зазвичай — до 24 грудня" in norm
    assert "за законом" not in norm


def test_an_answered_case_is_told_by_its_answer_and_no_longer_by_its_term() -> None:
    answered = CATALOGUE.format("case-status-one", "uk", SAMPLES)
    waiting = CATALOGUE.format("case-status-one", "uk", {**SAMPLES, "answer": None})
    assert "«Насос замінено.»" in answered
    assert "24 грудня" not in answered
    assert "24 грудня" in waiting


# --- danger --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EMERGENCIES)
def test_danger_is_answered_by_a_number_first(kind: str, language: Language) -> None:
    first = CATALOGUE.format(f"emergency-{kind}", language, {}).splitlines()[0]
    assert first.startswith("⚠️")
    assert f"**{NUMBER_OF.get(kind, '112')}**" in first


def test_no_number_is_told_that_the_city_has_not_confirmed() -> None:
    path = "city/emergency.csv"
    numbers, sources = column(path, "number"), column(path, "source")
    unsure = {number for number, source in zip(numbers, sources, strict=True) if source == "memory"}
    assert unsure
    for language in LANGUAGES:
        assert wrong(language, rf"\b({'|'.join(sorted(unsure))})\b") == []
