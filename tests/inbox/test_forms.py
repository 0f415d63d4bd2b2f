"""What is taken from a form, and that no path of the outside leads anywhere."""

from hypothesis import given
from hypothesis import strategies as st

from inbox.access import own_path
from inbox.forms import Form, clean, new_key


@given(st.text())
def test_clean_text_has_no_control_or_half_characters_and_stays_clean(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned
    assert not any(ord(c) < 32 and c not in "\n\t" for c in cleaned)


def test_clean_text_keeps_its_words() -> None:
    assert clean("а\r\nб\rв\tг 🙂 е\u0301") == "а\nб\nв\tг 🙂 е\u0301"


def test_a_field_that_was_not_sent_is_empty() -> None:
    form = Form({"a": (" x ", "y")})
    assert (form.text("a"), form.secret("a"), form.all("a")) == ("x", " x ", (" x ", "y"))
    assert (form.text("b"), form.secret("b"), form.all("b")) == ("", "", ())


def test_keys_are_never_the_same() -> None:
    assert len({new_key() for _ in range(100)}) == 100


@given(st.text())
def test_a_path_from_outside_stays_in_the_inbox(path: str) -> None:
    for given_path in (path, f"/inbox/{path}"):
        own = own_path(given_path)
        assert own.startswith("/inbox/")
        assert "//" not in own
        assert "\\" not in own
