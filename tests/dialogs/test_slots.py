"""Kinds of slots, one by one: what they hear, what they take for an answer, how they ask."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conversation import Text
from core.messages import Contact, Location
from core.reading import Entity, Reading
from dialogs.flow import SlotSpec
from dialogs.kinds.base import WHOLE_LIST, Question, Reject, Scene, Words
from dialogs.slots import KINDS, kind_of
from tests.dialogs.builders import entity, house, street

DISTRICTS = {"Дарницький": "darnytskyi", "Печерський": "pecherskyi", "Оболонський": "obolonskyi"}
LESNAYA = Entity(
    "street",
    "вулиця Лісова",
    candidates=({"value": "вулиця Лісова"}, {"value": "провулок Лісовий"}),
)
CALM = ("out_of_scope", 0.4)


def spec(kind: str, **options: Any) -> SlotSpec:
    return SlotSpec("slot", kind, options=options)


def words(
    text: str,
    *entities: Entity,
    intent: tuple[str, float] = CALM,
    code: str | None = None,
    **facts: Any,
) -> Words:
    reading = Reading(
        text,
        ranking=(intent,),
        entities=entities,
        service_code=code,
        service_code_confidence=facts.pop("sure", 0.9 if code else 0.0),
        **facts,
    )
    return Words(text, reading, reading)


def hear(slot: SlotSpec, said: Words, old: Any = None) -> Any:
    return kind_of(slot).hear(slot, old, said)


def answer(slot: SlotSpec, said: Words, old: Any = None) -> Any:
    return kind_of(slot).answer(slot, old, said)


def question(slot: SlotSpec, value: Any = None, **scene: Any) -> Question:
    return kind_of(slot).question(
        slot, value, Scene(scene.pop("slots", {}), scene.pop("known", {}), **scene)
    )


def complete(
    slot: SlotSpec, value: Any, slots: Mapping[str, Any] | None = None, asked: int = 0
) -> bool:
    return kind_of(slot).complete(slot, value, Scene(slots or {}, {}, asked))


# --- what every kind promises --------------------------------------------------------------------


@pytest.mark.parametrize("name", KINDS)
def test_nothing_is_heard_in_words_that_hold_nothing(name: str) -> None:
    slot = spec(name, codes=DISTRICTS, values=["a"])
    assert hear(slot, words("…")) is None


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"choice", "language", "district", "address"}))
def test_a_kind_without_buttons_takes_no_pressed_value(name: str) -> None:
    slot = spec(name)
    assert kind_of(slot).press(slot, None, "anything") is None


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"phone"}))
def test_a_shared_phone_is_for_phones_only(name: str) -> None:
    slot = spec(name)
    assert kind_of(slot).contacted(slot, None, Contact("+380671234567")) is None


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"address"}))
def test_a_shared_place_is_for_addresses_only(name: str) -> None:
    slot = spec(name)
    assert kind_of(slot).located(slot, None, Location(50.4, 30.5)) is None


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"value", "choice", "language", "district"}))
@pytest.mark.parametrize("said", ["так", "ні", "дякую"])
def test_a_bare_yes_no_or_thanks_is_no_value(name: str, said: str) -> None:
    intent = {"так": "affirm", "ні": "deny", "дякую": "thank"}[said]
    assert answer(spec(name, raw=True), words(said, intent=(intent, 0.97))) is None


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=60), st.text(max_size=20))
def test_no_kind_fails_on_any_text_or_button(name: str, text: str, value: str) -> None:
    slot = spec(name, codes=DISTRICTS, values=["a", "b"], raw=True, digits=True)
    answer(slot, words(text))
    kind_of(slot).press(slot, None, value)


# --- stories -------------------------------------------------------------------------------------


def test_a_story_is_never_heard_in_passing() -> None:
    assert hear(spec("story"), words("третій день не працює ліфт")) is None


def test_the_first_message_is_the_story_when_it_is_long_enough() -> None:
    story = KINDS["story"]
    slot = spec("story", first=20)
    assert story.first(slot, words("хочу поскаржитися")) is None
    said = "третій день не працює ліфт"
    assert story.first(slot, words(said)) == said


def test_what_is_added_to_a_story_follows_it_once() -> None:
    slot = spec("story")
    assert answer(slot, words("і не їде"), "ліфт стоїть") == "ліфт стоїть\nі не їде"
    assert answer(slot, words("ліфт стоїть"), "ліфт стоїть") == "ліфт стоїть"


def test_a_story_too_short_is_asked_again() -> None:
    assert answer(spec("story", min=20), words("погано")) == Reject("text-too-short")


def test_a_story_is_cut_at_its_limit() -> None:
    assert answer(spec("story", max=10), words("а" * 50)) == "а" * 10
    assert len(answer(spec("story"), words("а" * 5000))) == 4000


def test_a_story_is_complete_once_it_is_understood_or_was_asked_for() -> None:
    slot = spec("story", needs="code")
    assert not complete(slot, None)
    assert not complete(slot, "щось зламалося")
    assert complete(slot, "щось зламалося", {"code": "elevator"})
    assert complete(slot, "щось зламалося", asked=1)


def test_a_longer_story_is_the_same_story() -> None:
    story = KINDS["story"]
    assert story.alike("ліфт стоїть", "ліфт стоїть\nі не їде")
    assert not story.alike("ліфт стоїть", "не горить ліхтар")
    assert not story.alike(None, "не горить ліхтар")


def test_a_story_not_understood_is_asked_about_anew() -> None:
    assert question(spec("story")).variant == ""
    assert question(spec("story"), "щось зламалося").variant == "-more"


# --- entities, numbers, names --------------------------------------------------------------------


def test_an_entity_goes_by_the_name_of_its_slot_or_its_option() -> None:
    assert (
        hear(SlotSpec("since", "entity"), words("з учора", entity("since", "2026-11-23")))
        == "2026-11-23"
    )
    slot = spec("entity", entity="entrance")
    assert hear(slot, words("другий під'їзд", entity("entrance", "2"))) == "2"


@pytest.mark.parametrize(
    ("said", "found"), [("2", "2"), ("під'їзд 2", "2"), ("мабуть 2-й", "2"), ("другий", None)]
)
def test_a_bare_number_answers_once_it_was_asked_for(said: str, found: str | None) -> None:
    assert answer(spec("entity", digits=True), words(said)) == found


def test_a_number_in_a_longer_message_is_no_answer() -> None:
    assert answer(spec("entity", digits=True), words("тут уже 5 днів ніхто не був")) is None


def test_a_short_text_answers_where_any_will_do() -> None:
    slot = spec("entity", raw=True, max=20)
    assert answer(slot, words("Дарницькій РДА")) == "Дарницькій РДА"
    assert answer(slot, words("х" * 21)) is None


def test_a_value_of_the_city_is_never_heard() -> None:
    slot = SlotSpec("body", "value")
    assert hear(slot, words("kmda", entity("body", "kmda"))) is None
    assert answer(slot, words("kmda", entity("body", "kmda"))) is None


def test_a_phone_is_heard_and_asked_for_by_the_messengers_button() -> None:
    slot = SlotSpec("phone", "phone")
    assert hear(slot, words("067", entity("phone", "+380671234567"))) == "+380671234567"
    assert question(slot).request == "contact"


@pytest.mark.parametrize(
    ("said", "found"), [("06712", Reject("not-a-phone")), ("потім", None), ("12", None)]
)
def test_what_is_no_phone(said: str, found: object) -> None:
    assert answer(SlotSpec("phone", "phone"), words(said)) == found


@pytest.mark.parametrize(
    ("shared", "kept"),
    [
        ("+380671234567", "+380671234567"),
        ("380671234567", "+380671234567"),
        ("067 123-45-67", "+380671234567"),
        ("+49 30 123456", "+4930123456"),
        ("", Reject("not-a-phone")),
        ("abc", Reject("not-a-phone")),
        ("9" * 40, Reject("not-a-phone")),
        ("٠٦٧١٢٣٤٥٦٧", Reject("not-a-phone")),
    ],
)
def test_a_shared_phone_is_kept_in_one_form(shared: str, kept: object) -> None:
    slot = SlotSpec("phone", "phone")
    assert kind_of(slot).contacted(slot, None, Contact(shared)) == kept


def test_somebody_elses_card_is_refused() -> None:
    slot = SlotSpec("phone", "phone")
    found = kind_of(slot).contacted(slot, None, Contact("+380671234567", own=False))
    assert found == Reject("not-own-contact")


@pytest.mark.parametrize(
    ("said", "entities", "found"),
    [
        ("Коваль Олена Іванівна", (), "Коваль Олена Іванівна"),
        ("коваль  олена, хрещатик 5", (), "коваль олена"),
        ("мене звати Коваль Олена", (entity("person", "Коваль Олена"),), "Коваль Олена"),
        ("Гулак-Артемовська О. П.", (), "Гулак-Артемовська О. П."),
        ("Олена", (), Reject("name-too-short")),
        ("Хрещатик 5", (), Reject("not-a-name")),
        ("Коваль <b>Олена</b>", (), Reject("not-a-name")),
        ("один два три чотири п’ять шість", (), Reject("not-a-name")),
        (",", (), Reject("not-a-name")),
        ("а навіщо вам?", (), None),
    ],
)
def test_a_name_is_what_the_law_wants(
    said: str, entities: tuple[Entity, ...], found: object
) -> None:
    assert answer(spec("name", words=2), words(said, *entities)) == found


def test_a_name_is_not_taken_out_of_a_story() -> None:
    assert hear(spec("name"), words("сусід Петро шумить", entity("person", "Петро"))) is None


# --- choices -------------------------------------------------------------------------------------

SCOPE = spec(
    "choice",
    values=["outside", "inside"],
    hints={"outside": ["весь будин"], "inside": ["у мене в квартир"]},
    answers={"outside": ["всі"], "inside": ["лише"]},
)


def test_a_choice_is_heard_by_its_hints() -> None:
    assert hear(SCOPE, words("нема світла, весь будинок сидить")) == "outside"
    assert hear(SCOPE, words("лише світла нема")) is None
    assert hear(SCOPE, words("весь будинок чи у мене в квартирі")) is None


def test_asked_for_a_choice_fewer_words_will_do() -> None:
    assert answer(SCOPE, words("лише в нас")) == "inside"
    assert answer(SCOPE, words("всі сусіди")) == "outside"
    assert answer(SCOPE, words("не зрозуміло")) is None


def test_a_choice_takes_its_own_values_only() -> None:
    assert kind_of(SCOPE).press(SCOPE, None, "inside") == "inside"
    assert kind_of(SCOPE).press(SCOPE, None, "elsewhere") is None
    assert [value for _, value in question(SCOPE).buttons] == ["outside", "inside"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("English please", "en"),
        ("українською", "uk"),
        ("по-русски", "ru"),
        ("мовою оригіналу", None),
    ],
)
def test_a_language_is_known_by_its_name(said: str, code: str | None) -> None:
    assert hear(spec("language", values=["uk", "en"]), words(said)) == code


def test_a_code_is_what_the_reader_is_sure_of() -> None:
    slot = SlotSpec("service_code", "service_code")
    assert hear(slot, words("ліфт", code="elevator")) == "elevator"
    assert hear(slot, words("ліфт", code="elevator", sure=0.3)) is None


def test_a_code_once_known_is_changed_by_a_correction_only() -> None:
    slot = SlotSpec("service_code", "service_code")
    assert hear(slot, words("двері", code="entrance"), "elevator") is None
    assert (
        hear(slot, words("не ліфт, а двері", code="entrance", correction=True), "elevator")
        == "entrance"
    )


# --- districts -----------------------------------------------------------------------------------

DISTRICT = spec("district", codes=DISTRICTS)


def test_a_district_is_heard_by_its_name() -> None:
    assert hear(DISTRICT, words("у Дарницькому", entity("district", "Дарницький"))) == "darnytskyi"
    assert hear(DISTRICT, words("у Ніякому", entity("district", "Ніякий"))) is None


def test_the_one_likely_district_is_asked_to_be_confirmed() -> None:
    asked = question(DISTRICT, slots={"likely_districts": ["pecherskyi"]})
    assert asked.variant == "-one"
    assert [value for _, value in asked.buttons] == ["pecherskyi", "other"]
    assert (asked.yes, asked.no) == ("pecherskyi", "other")


def test_of_several_likely_districts_none_is_taken_for_granted() -> None:
    asked = question(DISTRICT, slots={"likely_districts": ["pecherskyi", "darnytskyi", "nowhere"]})
    assert [value for _, value in asked.buttons] == ["pecherskyi", "darnytskyi", "other"]
    assert (asked.yes, asked.no) == (None, "other")


def test_all_districts_are_shown_when_none_is_likely_or_the_list_is_wanted() -> None:
    assert len(question(DISTRICT).buttons) == len(DISTRICTS)
    asked = question(DISTRICT, slots={"likely_districts": ["pecherskyi"]}, whole_list=True)
    assert (asked.variant, len(asked.buttons), asked.yes) == ("-all", len(DISTRICTS), None)


def test_a_district_takes_known_codes_and_the_wish_for_the_list() -> None:
    press = kind_of(DISTRICT).press
    assert press(DISTRICT, None, "obolonskyi") == "obolonskyi"
    assert press(DISTRICT, None, "other") is WHOLE_LIST
    assert press(DISTRICT, None, "mordor") is None


# --- addresses -----------------------------------------------------------------------------------

ADDRESS = spec("address", loose="outdoors")
DRAHOMANOVA = {
    "street": "вулиця Михайла Драгоманова",
    "verified": True,
    "as_typed": "Драгоманова",
    "house": "15",
}


def test_an_address_is_heard_with_street_and_house() -> None:
    assert hear(ADDRESS, words("на Драгоманова 15", street(), house("15"))) == DRAHOMANOVA


def test_a_street_the_list_lacks_is_kept_and_marked() -> None:
    found = hear(
        ADDRESS, words("на Казковій 3", Entity("street", "Казкова", text="Казковій"), house("3"))
    )
    assert found == {"street": "Казкова", "verified": False, "as_typed": "Казковій", "house": "3"}


def test_a_house_alone_is_heard_once_the_street_is_known() -> None:
    said = words("біля 17-го", house("17"))
    assert hear(ADDRESS, said) is None
    assert hear(ADDRESS, said, DRAHOMANOVA) == {**DRAHOMANOVA, "house": "17"}


def test_a_street_taken_back_keeps_the_house_another_place_does_not() -> None:
    other = street("вулиця Хрещатик", text="Хрещатик")
    taken_back = hear(
        ADDRESS, words("не Драгоманова, а Хрещатик", other, correction=True), DRAHOMANOVA
    )
    assert (taken_back["street"], taken_back["house"]) == ("вулиця Хрещатик", "15")
    assert "house" not in hear(ADDRESS, words("Хрещатик", other), DRAHOMANOVA)


def test_of_several_houses_the_last_is_meant() -> None:
    assert (
        answer(ADDRESS, words("12. ой ні, 14", house("12"), house("14")), DRAHOMANOVA)["house"]
        == "14"
    )


def test_each_place_of_a_message_keeps_its_own_house() -> None:
    first, second = street(start=3), street("вулиця Хрещатик", start=24)
    houses = (Entity("house", "5", start=14), Entity("house", "22", start=34))
    said = words(
        "на Драгоманова 5 і ще на Хрещатику 22 те саме", first, houses[0], second, houses[1]
    )
    assert (hear(ADDRESS, said)["street"], hear(ADDRESS, said)["house"]) == (first.value, "5")


def test_a_house_may_stand_before_its_street() -> None:
    said = words("31 Khreshchatyk", Entity("house", "31"), street("вулиця Хрещатик", start=3))
    assert hear(ADDRESS, said)["house"] == "31"


def test_what_tells_of_the_fault_is_no_place() -> None:
    said = words("холодної", intent=("dispatcher_request", 0.9), code="cold_water")
    assert answer(ADDRESS, said) is None


def test_asked_for_the_house_a_bare_number_is_one() -> None:
    assert answer(ADDRESS, words("17-а"), {"street": "вулиця Хрещатик"})["house"] == "17-А"


@pytest.mark.parametrize(
    ("said", "kept_street", "kept_house"),
    [
        ("Зоряна Мрія 7", "Зоряна Мрія", "7"),
        ("на новій набережній", "на новій набережній", None),
        ("на саперному полі, 14/2", "на саперному полі", "14/2"),
    ],
)
def test_asked_where_a_place_in_words_is_kept_as_typed(
    said: str, kept_street: str, kept_house: str | None
) -> None:
    assert answer(ADDRESS, words(said)) == {
        "street": kept_street,
        "house": kept_house,
        "verified": False,
        "as_typed": said,
    }


@pytest.mark.parametrize(
    "said",
    [
        "а де це?",
        "15",
        "ой",
        "біля 8",
        "буд. 8",
        "я вже вам сто разів писала де саме це все відбувається",
        "!!!",
    ],
)
def test_what_is_no_place_in_words(said: str) -> None:
    assert answer(ADDRESS, words(said)) is None


def test_a_clear_wish_of_another_kind_is_no_place() -> None:
    assert answer(ADDRESS, words("скільки коштує вода", intent=("tariff_consult", 0.9))) is None


def test_a_street_of_several_is_chosen_from_a_list() -> None:
    value = hear(ADDRESS, words("на Лісовій", LESNAYA))
    assert value["candidates"] == ["вулиця Лісова", "провулок Лісовий"]
    assert not complete(ADDRESS, value)
    asked = question(ADDRESS, value)
    assert asked.variant == "-which"
    assert asked.buttons[1] == (Text("literal", {"text": "провулок Лісовий"}), "1")
    chosen = kind_of(ADDRESS).press(ADDRESS, value, "1")
    assert (chosen["street"], chosen["verified"], "candidates" in chosen) == (
        "провулок Лісовий",
        True,
        False,
    )


@pytest.mark.parametrize("value", ["9", "²", "-1", "x", ""])
def test_a_choice_that_was_not_offered_is_none(value: str) -> None:
    old = {"street": "?", "candidates": ["вулиця Лісова", "провулок Лісовий"]}
    assert kind_of(ADDRESS).press(ADDRESS, old, value) is None
    assert kind_of(ADDRESS).press(ADDRESS, None, value) is None


def test_a_point_is_an_address_where_one_will_do() -> None:
    found = kind_of(ADDRESS).located(
        ADDRESS, {"street": "?", "candidates": ["?"]}, Location(50.4, 30.5)
    )
    assert found == {"street": "?", "lat": 50.4, "long": 30.5}
    assert complete(ADDRESS, found)
    home = spec("address", point=False)
    assert kind_of(home).located(home, None, Location(50.4, 30.5)) == Reject("point-is-no-address")


def test_an_address_is_complete_with_a_house_or_without_one_on_purpose() -> None:
    assert complete(ADDRESS, DRAHOMANOVA)
    assert not complete(ADDRESS, {"street": "вулиця Хрещатик"})
    assert not complete(ADDRESS, None)
    pressed = kind_of(ADDRESS).press(ADDRESS, {"street": "вулиця Хрещатик"}, "nohouse")
    assert complete(ADDRESS, pressed)
    assert kind_of(ADDRESS).press(ADDRESS, None, "nohouse") is None


def test_a_house_told_after_all_is_no_longer_left_out() -> None:
    old = {"street": "вулиця Хрещатик", "no_house": True}
    assert "no_house" not in hear(ADDRESS, words("5", house("5")), old)


def test_the_same_street_is_the_same_place() -> None:
    address = KINDS["address"]
    assert address.alike(DRAHOMANOVA, {**DRAHOMANOVA, "house": "17"})
    assert not address.alike(DRAHOMANOVA, {"street": "вулиця Хрещатик"})
    assert not address.alike(None, DRAHOMANOVA)


def test_the_question_is_about_what_is_missing() -> None:
    assert (question(ADDRESS).variant, question(ADDRESS).request) == ("", "location")
    assert question(ADDRESS, {"house": "15"}).variant == "-street"
    assert question(ADDRESS, {"street": "вулиця Хрещатик"}) == Question("-house")


def test_no_house_number_is_offered_outdoors_and_when_it_was_asked_in_vain() -> None:
    offered = question(ADDRESS, {"street": "?"}, slots={"outdoors": True})
    assert (offered.buttons, offered.no) == (((Text("no-house-number"), "nohouse"),), "nohouse")
    assert question(ADDRESS, {"street": "?"}, asked=2).no == "nohouse"


def test_a_known_address_is_one_yes_away() -> None:
    asked = question(ADDRESS, known={"address": DRAHOMANOVA})
    assert asked.buttons == ((Text("known-address", {"address": DRAHOMANOVA}), "known"),)
    assert asked.yes == "known"
    assert kind_of(ADDRESS).press(ADDRESS, None, "known") == {"known": True}
