"""A Rasa server over real HTTP: it reads, it fails, it comes back."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from connectors.rasa import reader as module
from connectors.rasa.reader import RasaReader
from tests.connectors.rasa.test_answer import own, rasa

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


class Own:
    """Our reader, as far as it matters here."""

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        return own(text=text, entities=[])


class Server(ThreadingHTTPServer):
    """Answers as it is told and keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.status, self.body, self.delay_s = 200, json.dumps(rasa()).encode(), 0.0
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append((self.path, json.loads(self.rfile.read(length))))
        self.send_response(self.server.status)
        self.end_headers()
        for place in range(len(self.server.body)):
            if self.server.delay_s:
                time.sleep(self.server.delay_s)
            try:
                self.wfile.write(self.server.body[place : place + 1])
            except OSError:
                return

    def log_message(self, *args: Any) -> None:
        """Keep the tests' output clean."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_server_is_asked_as_rasa_documents_it(server: Server) -> None:
    reading = RasaReader(Own(), f"{server.url}/", "tok-1").read("немає води", NOW)
    assert server.asked == [("/model/parse?token=tok-1", {"text": "немає води"})]
    assert reading["intent"]["name"] == "dispatcher_request"


def test_a_lone_surrogate_reaches_the_server_as_a_sign(server: Server) -> None:
    RasaReader(Own(), server.url).read("а\ud800б\ud800", NOW)
    assert server.asked[0][1] == {"text": "а\ufffdб\ufffd"}


def test_nothing_is_asked_about_no_words(server: Server) -> None:
    assert RasaReader(Own(), server.url).read(" \n", NOW)["intent"]["name"] == "greet"
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b"{}"),
        (401, b"{}"),
        (200, b"no JSON"),
        (200, b"[" * 100_000),
        (200, b"\xff"),
        (200, b"{}"),
        (200, b'{"intent": {"name": "greet", "confidence": 2}}'),
        (302, b""),
    ],
)
def test_our_reader_goes_on_when_the_server_answers_wrongly(
    server: Server, status: int, body: bytes
) -> None:
    server.status, server.body = status, body
    reader = RasaReader(Own(), server.url)
    assert reader.read("немає води", NOW)["intent"]["name"] == "greet"
    assert reader.trouble


def test_an_answer_without_an_end_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIME_LIMIT_S", 0.3)
    server.delay_s = 0.05
    began = time.monotonic()
    reader = RasaReader(Own(), server.url)
    assert reader.read("немає води", NOW)["intent"]["name"] == "greet"
    assert time.monotonic() - began < 3
    assert reader.trouble == "TimeoutError"


def test_an_answer_without_measure_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_ANSWER", 50)
    reader = RasaReader(Own(), server.url)
    reader.read("немає води", NOW)
    assert reader.trouble == "the answer is too large"


def test_a_server_in_trouble_is_let_alone_and_then_reads_again(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    reader = RasaReader(Own(), server.url, let_alone_s=3600)
    server.status = 500
    for _ in range(3):
        reader.read("моя таємниця", NOW)
    assert len(server.asked) == 1
    assert len(caplog.records) == 1
    assert "таємниця" not in caplog.text
    again = RasaReader(Own(), server.url, let_alone_s=0)
    again.read("немає води", NOW)
    server.status = 200
    assert again.read("немає води", NOW)["intent"]["name"] == "dispatcher_request"
    assert again.trouble is None


def test_a_server_that_is_not_there_costs_nothing_but_a_warning() -> None:
    reader = RasaReader(Own(), "http://127.0.0.1:9")
    assert reader.read("немає води", NOW)["intent"]["name"] == "greet"
    assert reader.trouble is not None
