"""Who is chatting, and where a request comes from."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.webchat.session import (
    COOKIE,
    LANGUAGE_COOKIE,
    chat_of,
    is_same_origin,
    language_of,
    new_token,
    token_in,
)


def test_a_token_opens_one_chat_whose_name_does_not_tell_the_token() -> None:
    token = new_token()
    chat = chat_of(token)
    assert (chat.channel, chat.bot) == ("webchat", "web")
    assert chat.chat == hashlib.sha256(token.encode()).hexdigest()
    assert chat_of(new_token()) != chat


@given(st.sampled_from(["", "a=1; ", "misto_chats=x; ", "xmisto_chat=y;"]))
def test_the_token_is_found_among_other_cookies(before: str) -> None:
    token = new_token()
    assert token_in(f"{before}{COOKIE}={token}; b=2") == token


@pytest.mark.parametrize(
    "cookies",
    [
        "",
        f"{COOKIE}=",
        f"{COOKIE}=short",
        f"{COOKIE}={'a' * 44}",
        f"{COOKIE}={'ї' * 43}",
        f"x{COOKIE}={'a' * 43}",
        f"{COOKIE}={'a' * 42}'",
    ],
)
def test_what_was_not_made_here_is_no_token(cookies: str) -> None:
    assert token_in(cookies) is None


@given(st.text(max_size=300))
def test_no_cookie_header_breaks_the_reading(cookies: str) -> None:
    assert token_in(cookies) is None or COOKIE in cookies


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://city.example"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "https://city.example"}, True),
        ({"Origin": "http://127.0.0.1:8080"}, True),
        ({"Origin": "https://city.example.evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": ""}, False),
        ({}, True),
    ],
)
def test_only_our_own_page_changes_something(headers: dict[str, str], same: bool) -> None:
    assert is_same_origin(headers, "127.0.0.1:8080", "city.example") is same


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "uk"),
        ("uk-UA,uk;q=0.9,en-US;q=0.8,en;q=0.7", "uk"),
        ("en-US,en;q=0.9", "en"),
        ("en-GB,en;q=0.9,uk;q=0.8", "en"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8", "uk"),
        ("de,en;q=0.5", "en"),
        ("pl", "uk"),
        ("*", "uk"),
        ("en;q=x", "uk"),
        ("en;q=0", "uk"),
    ],
)
def test_the_page_speaks_ukrainian_unless_english_is_preferred(
    accepted: str, language: str
) -> None:
    assert language_of("", accepted) == language


def test_a_chosen_language_beats_the_browser() -> None:
    assert language_of(f"a=b; {LANGUAGE_COOKIE}=en", "uk") == "en"
    assert language_of(f"{LANGUAGE_COOKIE}=uk", "en") == "uk"
    assert language_of(f"{LANGUAGE_COOKIE}=fr", "en") == "en"


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_headers_give_one_of_the_two_languages(cookies: str, accepted: str) -> None:
    assert language_of(cookies, accepted) in ("uk", "en")
