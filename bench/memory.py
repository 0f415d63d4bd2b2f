"""What a long run costs in memory: resident size before and after many turns of many chats."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.city import empty_city
from bench.rehearsal import Player
from bench.residents import one_round
from core.messages import ChatRef

_CHATS = 250


def run(smoke: bool) -> Mapping[str, Any]:
    """Return MiB of this process before and after the turns."""
    wanted = 400 if smoke else 10_000
    with empty_city() as city:
        players = [Player(city, ChatRef("webchat", "web", f"m{n}")) for n in range(_CHATS)]
        _ = city.reader
        turns, start = 0, _resident_mib()
        while turns < wanted:
            for player in players:
                for step in one_round(with_text=True)[:8]:
                    player.run(player.entry(step))
                    turns += 1
                if turns >= wanted:
                    break
        return {"rss_mib_start": start, "rss_mib_after": _resident_mib(), "turns": turns}


def _resident_mib() -> int:
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024
