"""What misto measures of itself, as Prometheus text at /metrics.

Rule: one object a process, made by whoever wires it; labels are codes of the program, never what a
resident or a request brings along, so that the number of series stays small.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from misto import __version__

CHANNELS = ("telegram", "viber", "webchat", "mail", "terminal")
OTHER = "other"

_TURN_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
_READ_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1)


class Metrics:
    """The measures and the registry that holds them. Safe to call from any thread."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._info = self._gauge("misto_info", "The running version; always 1", "version")
        self._info.labels(__version__).set(1)
        self._make_turns()
        self._make_sending()
        self._make_rest()

    def _make_turns(self) -> None:
        self._turns = self._counter(
            "misto_turns", "Events of residents by what became of them", "channel", "outcome"
        )
        self._turn_s = self._histogram(
            "misto_turn_seconds", "From an event in line to its committed turn", _TURN_BUCKETS_S
        )
        self._read_s = self._histogram(
            "misto_reader_seconds", "Reading one text, without waiting", _READ_BUCKETS_S
        )
        self._commits = self._gauge("misto_writer_commits", "Commits since the start")
        self._jobs = self._gauge("misto_writer_jobs", "Pieces of work in those commits")
        self._intake = self._gauge("misto_intake_waiting", "Events stored whose turn has not run")

    def _make_sending(self) -> None:
        self._depth = self._gauge("misto_outbox_depth", "Messages not sent yet", "channel")
        self._oldest_s = self._gauge(
            "misto_outbox_oldest_seconds", "Age of the oldest message not sent yet", "channel"
        )
        self._attempts = self._counter(
            "misto_outbox_attempts", "Attempts to send, by result", "channel", "result"
        )
        self._throttled = self._counter(
            "misto_throttled", "Times that a channel asked to wait (429)", "channel"
        )
        for channel in CHANNELS:
            self._throttled.labels(channel)

    def _make_rest(self) -> None:
        self._dead = self._counter(
            "misto_dead_letters", "Given up, to be looked at by staff, by where", "where"
        )
        self._lag_s = self._gauge(
            "misto_scheduler_lag_seconds", "How late the scheduler came to its last work"
        )
        self._sse = self._gauge("misto_sse_clients", "Open live pages", "page")
        self._ignored = self._counter(
            "misto_events_unknown", "Events of a kind that misto does not know", "channel"
        )
        self._telegram_pending = self._gauge(
            "misto_telegram_pending_updates", "Updates that wait at Telegram"
        )
        self._telegram_error = self._gauge(
            "misto_telegram_last_error_timestamp_seconds",
            "When Telegram last failed to call the webhook; 0: never",
        )

    # --- turns -----------------------------------------------------------------------------------

    def turn(self, channel: str, outcome: str, seconds: float, events: int = 1) -> None:
        """Count a turn of so many events. `outcome`: a code such as `ok`, `repeated`, `failed`.

        `seconds`: from the first event in line to the commit; 0 when it was not measured.
        """
        self._turns.labels(_known(channel), outcome).inc(events)
        if seconds > 0:
            self._turn_s.observe(seconds)

    def read(self, seconds: float) -> None:
        """Note how long reading a text took."""
        self._read_s.observe(seconds)

    def writer(self, commits: int, jobs: int) -> None:
        """Set how many commits there were since the start, and pieces of work in them."""
        self._commits.set(commits)
        self._jobs.set(jobs)

    def intake_waiting(self, count: int) -> None:
        """Set how many stored events wait for their turn."""
        self._intake.set(count)

    # --- sending ---------------------------------------------------------------------------------

    def outbox(self, waiting: Mapping[str, tuple[int, float]]) -> None:
        """Set the unsent messages by channel: how many, and the age of the oldest in seconds.

        A channel that is not named has none.
        """
        for channel in (*CHANNELS, *(name for name in waiting if name not in CHANNELS)):
            depth, oldest_s = waiting.get(channel, (0, 0.0))
            self._depth.labels(_known(channel)).set(depth)
            self._oldest_s.labels(_known(channel)).set(oldest_s)

    def attempt(self, channel: str, result: str) -> None:
        """Count an attempt to send; `result`: a code such as `sent`, `retry`, `dead`, `unknown`."""
        self._attempts.labels(_known(channel), result).inc()

    def throttled(self, channel: str) -> None:
        """Count that a channel asked to wait."""
        self._throttled.labels(_known(channel)).inc()

    def dead_letter(self, where: str) -> None:
        """Count what was given up; `where`: `intake`, `outbox` or `delivery`."""
        self._dead.labels(where).inc()

    # --- the rest --------------------------------------------------------------------------------

    def scheduler_lag(self, seconds: float) -> None:
        """Set how late the scheduler came to its last work."""
        self._lag_s.set(seconds)

    def sse(self, page: str) -> AbstractContextManager[object]:
        """Count a live page (`webchat`, `inbox`) as open while the block runs."""
        return self._sse.labels(page).track_inprogress()

    def unknown_event(self, channel: str) -> None:
        """Count an event of a kind that is not known."""
        self._ignored.labels(_known(channel)).inc()

    def telegram(self, pending: int, last_error_at: datetime | None) -> None:
        """Set what Telegram tells of its queue to us. `last_error_at`: aware, None for never."""
        self._telegram_pending.set(pending)
        self._telegram_error.set(last_error_at.timestamp() if last_error_at else 0)

    def text(self) -> bytes:
        """Return all of it for /metrics; the response's type is `content_type`."""
        return generate_latest(self._registry)

    # --- making ----------------------------------------------------------------------------------

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(name, what, labels, registry=self._registry)

    def _gauge(self, name: str, what: str, *labels: str) -> Gauge:
        return Gauge(name, what, labels, registry=self._registry)

    def _histogram(self, name: str, what: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, what, buckets=buckets, registry=self._registry)


def _known(channel: str) -> str:
    return channel if channel in CHANNELS else OTHER
