"""What misto measures, read back from the text that Prometheus gets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from misto.metrics import CHANNELS, Metrics


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """Return a sample's value, None when there is no such series."""
    for family in text_string_to_metric_families(metrics.text().decode()):
        for sample in family.samples:
            if sample.name == name and sample.labels == labels:
                return sample.value
    return None


def series(metrics: Metrics) -> int:
    families = text_string_to_metric_families(metrics.text().decode())
    return sum(len(family.samples) for family in families)


def test_a_turn_is_counted_by_channel_and_outcome_and_timed(metrics: Metrics) -> None:
    metrics.turn("telegram", "ok", 0.02, events=3)
    metrics.turn("telegram", "failed", 0.0)
    assert value(metrics, "misto_turns_total", channel="telegram", outcome="ok") == 3
    assert value(metrics, "misto_turns_total", channel="telegram", outcome="failed") == 1
    assert value(metrics, "misto_turn_seconds_count") == 1
    assert value(metrics, "misto_turn_seconds_sum") == 0.02
    assert value(metrics, "misto_turn_seconds_bucket", le="0.01") == 0
    assert value(metrics, "misto_turn_seconds_bucket", le="0.025") == 1


def test_reading_and_commits_are_measured(metrics: Metrics) -> None:
    metrics.read(0.004)
    metrics.writer(3, 5)
    assert value(metrics, "misto_reader_seconds_sum") == 0.004
    assert value(metrics, "misto_writer_commits") == 3
    assert value(metrics, "misto_writer_jobs") == 5


def test_a_channel_whose_messages_are_sent_goes_back_to_zero(metrics: Metrics) -> None:
    metrics.outbox({"telegram": (12, 3.5)})
    assert value(metrics, "misto_outbox_depth", channel="telegram") == 12
    assert value(metrics, "misto_outbox_oldest_seconds", channel="telegram") == 3.5
    metrics.outbox({})
    assert value(metrics, "misto_outbox_depth", channel="telegram") == 0
    assert value(metrics, "misto_outbox_oldest_seconds", channel="telegram") == 0


def test_sending_is_counted(metrics: Metrics) -> None:
    metrics.attempt("telegram", "sent")
    metrics.attempt("telegram", "sent")
    metrics.throttled("telegram")
    metrics.dead_letter("outbox")
    assert value(metrics, "misto_outbox_attempts_total", channel="telegram", result="sent") == 2
    assert value(metrics, "misto_throttled_total", channel="telegram") == 1
    assert value(metrics, "misto_throttled_total", channel="viber") == 0
    assert value(metrics, "misto_dead_letters_total", where="outbox") == 1


def test_states_are_set(metrics: Metrics) -> None:
    metrics.intake_waiting(7)
    metrics.scheduler_lag(1.5)
    assert value(metrics, "misto_intake_waiting") == 7
    assert value(metrics, "misto_scheduler_lag_seconds") == 1.5


def test_telegram_errors_have_their_moment_and_none_is_zero(metrics: Metrics) -> None:
    metrics.telegram(4, datetime(2026, 11, 24, tzinfo=UTC))
    name = "misto_telegram_last_error_timestamp_seconds"
    assert value(metrics, "misto_telegram_pending_updates") == 4
    assert value(metrics, name) == datetime(2026, 11, 24, tzinfo=UTC).timestamp()
    metrics.telegram(0, None)
    assert value(metrics, name) == 0


def test_a_live_page_counts_while_it_is_open_also_when_it_breaks(metrics: Metrics) -> None:
    with metrics.sse("inbox"), metrics.sse("inbox"):
        assert value(metrics, "misto_sse_clients", page="inbox") == 2
    with pytest.raises(ConnectionResetError), metrics.sse("inbox"):
        raise ConnectionResetError
    assert value(metrics, "misto_sse_clients", page="inbox") == 0


def test_names_from_outside_make_no_new_series(metrics: Metrics) -> None:
    """A program may name any channel in `chat --json`; the memory of the server is not its."""
    metrics.turn("other", "ok", 0.01)
    metrics.outbox({"other": (1, 1.0)})
    before = series(metrics)
    for number in range(100):
        metrics.turn(f"channel{number}", "ok", 0.01)
        metrics.outbox({f"channel{number}": (1, 1.0)})
    assert series(metrics) == before
    assert value(metrics, "misto_turns_total", channel="other", outcome="ok") == 101


def test_two_objects_share_nothing() -> None:
    first, second = Metrics(), Metrics()
    first.writer(1, 1)
    assert value(second, "misto_writer_commits") == 0


def test_threads_lose_no_count(metrics: Metrics) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: metrics.attempt("mail", "sent"), range(2000)))
    assert value(metrics, "misto_outbox_attempts_total", channel="mail", result="sent") == 2000


def test_the_text_is_what_prometheus_reads(metrics: Metrics) -> None:
    assert metrics.content_type.startswith("text/plain; version=")
    assert value(metrics, "process_resident_memory_bytes")
    assert set(CHANNELS) == {"telegram", "viber", "webchat", "mail", "terminal"}
