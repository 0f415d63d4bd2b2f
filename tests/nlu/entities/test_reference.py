"""Numbers of cases, petitions and institutions."""

import pytest

from tests.nlu.conftest import Entities


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KV-2026-000417", [("case_number", "KV-2026-000417")]),
        ("кв-2026-000417", [("case_number", "KV-2026-000417")]),
        ("КV 2026 417", [("case_number", "KV-2026-000417")]),
        ("kb-2026-000417", [("case_number", "KV-2026-000417")]),
        ("заявка 000710", [("case_number", "KV-2026-000710")]),
        ("номер 417", []),
        ("петиція № 17 ще відкрита", [("petition_number", "17")]),
        ("підпишу петицію 15021/2", [("petition_number", "15021/2")]),
        (
            "підписати петиції 11, 19 і 23",
            [("petition_number", "11"), ("petition_number", "19"), ("petition_number", "23")],
        ),
        ("петиція на 6000 голосів", []),
        ("садок №123", [("institution_number", "123")]),
        ("57 школа", [("institution_number", "57")]),
        ("з садка 120 у 346", [("institution_number", "120"), ("institution_number", "346")]),
        (
            "зі школи 57 і віддати в 78",
            [("institution_number", "57"), ("institution_number", "78")],
        ),
        ("у дитсадку 489 діти в куртках", [("institution_number", "489")]),
        ("поліклініка 1 на Подолі", [("institution_number", "1"), ("neighbourhood", "Поділ")]),
        ("школа, 5 клас", []),
        ("чи є місця для дитини у № 591", [("institution_number", "591")]),
        ("доньку з 27-ї хочу забрати в іншу школу", [("institution_number", "27")]),
        ("перевести в другой садик", []),
        ("особовий 77120345, за що борг", [("account_number", "77120345")]),
    ],
)
def test_references(entities: Entities, text: str, expected: list[tuple[str, str]]) -> None:
    assert entities(text) == expected
