"""The wrong layout and Latin letters are repaired; English is left alone."""

import pytest

from nlu.normalise import scan
from nlu.repair import Repairer


@pytest.mark.parametrize(
    ("sent", "read", "script"),
    [
        ("ghbdsn", "привіт", "layout"),
        ("ghbdtn", "привет", "layout"),
        ("ghbdsn? z [jxe gjlfnb crfhue", "привіт? я хочу подати скаргу", "layout"),
        ("ufhzxj] djlb yf Lhfujvfyjdf 15", "гарячої води на Драгоманова 15", "layout"),
        ("руддщ", "hello", "layout"),
        ("net goryachey vody na Kreschatike", "нет горячей воды на Крещатике", "translit"),
        ("Khochu pohovoryty z liudynoiu", "Хочу поговорити з людиною", "translit"),
        ("zayavka na lift", "заявка на ліфт", "translit"),
        ("spasibo", "спасибо", "translit"),
        ("hello", "hello", "en"),
        ("no hot water at Khreshchatyk 15", "no hot water at Khreshchatyk 15", "en"),
        ("The elevator is stuck", "The elevator is stuck", "en"),
        ("wi-fi", "wi-fi", None),
        ("ira_m@example.net", "ira_m@example.net", None),
        ("KV-2026-000417", "KV-2026-000417", None),
        ("ліфт стоїть", "ліфт стоїть", None),
        ("🔥🔥", "🔥🔥", None),
    ],
)
def test_the_likeliest_reading_wins(
    repairer: Repairer, sent: str, read: str, script: str | None
) -> None:
    repaired = repairer(scan(sent))
    assert (repaired.clean.text, repaired.script) == (read, script)


def test_a_respelled_letter_knows_its_latin_ones(repairer: Repairer) -> None:
    sent = "na Khreshchatyku 15"
    clean = repairer(scan(sent)).clean
    start = clean.text.index("щ")
    assert sent[slice(*clean.span(start, start + 1))] == "shch"


def test_a_name_in_an_english_message_is_read_in_cyrillic(repairer: Repairer) -> None:
    clean = repairer.with_names(scan("water at Khreshchatyk, Podil"), {"хрещатик"}.__contains__)
    assert clean.text == "water at Хрещатик, Podil"


def test_how_a_word_is_spelled_does_not_depend_on_what_was_read_before(
    repairer: Repairer,
) -> None:
    crowd = " ".join(f"shchyogzhny{chr(97 + place % 26)}" for place in range(300))
    before = repairer(scan("nemae vody")).clean.text
    repairer(scan(crowd))
    assert repairer(scan("nemae vody")).clean.text == before
