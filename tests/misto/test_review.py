"""Messages that were read wrongly become examples: masked, and only with consent."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.messages import Choice, Outgoing
from core.model import Person
from core.ports import UnitOfWork
from misto.app import City
from misto.review import Review, by_hand, by_program
from nlu.examples import load_training
from tests.contract.builders import NOW, OLENA, PETRO, heard
from tests.misto.city import new_city

UNSURE = "хай Степан Гуменюк прийде на Драгоманова 15, телефон 0671234567"


@pytest.fixture
def city(tmp_path: Path) -> City:
    city = new_city(tmp_path / ".")
    vars(city)["data"] = tmp_path / "data"
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    settings = city.settings
    nlu = settings.nlu.model_copy(update={"model_path": tmp_path / "var" / "model.npz"})
    object.__setattr__(city, "settings", settings.model_copy(update={"nlu": nlu}))
    return city


def tell(city: City, text: str, sure: float, button: str | None = None, ref=OLENA) -> None:  # type: ignore[no-untyped-def]  # a ChatRef
    """Let a resident say something, then press a button."""
    reading = dict(city.reader.read(text, NOW))
    first = {**reading["intent_ranking"][0], "confidence": sure}
    reading |= {"intent": first, "intent_ranking": [first, *reading["intent_ranking"][1:]]}

    def work(uow: UnitOfWork) -> None:
        conversation = uow.conversations.get(ref)
        conversation.id = conversation.id or uow.conversations.put(conversation, NOW)
        if ref == OLENA:
            known = conversation.person or Person()
            conversation.person = replace(known, consent_version="1", consented_at=NOW)
            uow.conversations.save_person(conversation)
        choices = (Choice("Заявка", "!take=1"),)
        uow.outbox.add(conversation.id, ref, Outgoing("Що саме?", choices=choices), NOW)
        for number, event in enumerate([heard(f"{text[:9]}", ref, text=text), _press(ref, button)]):
            if event is not None:
                row = uow.intake.take(event, done=False)
                assert row is not None
                uow.intake.finish(row, event, conversation.id)
                if number == 0:
                    uow.intake.keep_reading(row, reading)

    city.database.writer.submit(None, work).result()


def _press(ref, button: str | None):  # type: ignore[no-untyped-def]  # a ChatRef; an Incoming
    return heard(f"press{button}", ref, button=button) if button else None


def test_what_was_unsure_or_corrected_is_found_with_stand_ins(city: City) -> None:
    tell(city, UNSURE, 0.3)
    tell(city, "нема води у всьому будинку", 0.9, "1.service_code=heating")
    tell(city, "щось тут не так зовсім", 0.9, "!take=1")
    tell(city, "дякую вам дуже", 0.99)
    tell(city, "незрозуміле щось чуже", 0.2, ref=PETRO)
    found = Review(city).candidates()
    assert [one.reason for one in found] == ["unsure", "corrected", "clarified"]
    assert [one.hint for one in found] == [None, None, "Заявка"]
    assert found[1].labels[0].endswith("/heating")
    for secret in ("Гуменюк", "Драгоманова", "0671234567"):
        assert secret not in found[0].line


def test_a_program_judges_and_nothing_is_asked_twice(city: City) -> None:
    tell(city, UNSURE, 0.3)
    tell(city, "зовсім інше незрозуміле щось", 0.3)
    first, second = Review(city).candidates()
    answers = [
        {"id": first.id, "label": "dance"},
        {"id": first.id, "label": "dispatcher_request/elevator"},
        {"id": second.id, "skip": True},
        {"id": second.id, "skip": True},
        5,
    ]
    out = io.StringIO()
    source = io.StringIO("".join(json.dumps(answer) + "\n" for answer in answers) + "{\n")
    by_program(Review(city), source, out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["id"] for line in lines[:2]] == [first.id, second.id]
    ended = [line.get("done", "error") for line in lines[2:]]
    assert ended == ["error", first.id, second.id, "error", "error", "error"]
    (example,) = load_training(city.data / "nlu")
    assert (example.intent, example.service_code) == ("dispatcher_request", "elevator")
    assert Review(city).candidates() == []


def test_a_person_judges_by_single_keys(city: City) -> None:
    tell(city, "одне незрозуміле щось", 0.3)
    tell(city, "друге зовсім незрозуміле", 0.3)
    tell(city, "третє дивне слово тут", 0.3)
    first = Review(city).candidates()[0]
    out = io.StringIO()
    by_hand(Review(city), io.StringIO("x\ny\no\nthank\ns\n"), out)
    examples = load_training(city.data / "nlu")
    assert examples[0].intent == first.labels[0].partition("/")[0]
    assert examples[1].intent == "thank"
    assert len(examples) == 2
    assert "nothing is left to review" in out.getvalue()
