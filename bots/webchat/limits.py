"""How much may come from one network address, so that nobody fills the city with empty chats.

Rule: memory only and bounded. What a single chat may do is the core's to say.
"""

import math
from collections import OrderedDict
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

MINUTE_S = 60.0
MOST_ADDRESSES = 50_000
# A home or an office has a whole network of this size in IPv6.
_HOME_BYTES = 8
_PRIVATE = [
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]


class Addresses:
    """Lets each address do so much a minute: at once, or spread (the generic cell rate algorithm).

    `private_too`: also those of private networks. Where no proxy names its visitors, such a one is
    the proxy itself or a machine of the city, and stands for everybody.
    """

    def __init__(self, per_minute: int, *, private_too: bool = False) -> None:
        self._period_s = MINUTE_S / per_minute
        self._private_too = private_too
        # When each address will have paid for all it did; in the order of the last deed.
        self._paid_at: OrderedDict[str, float] = OrderedDict()

    def wait_s(self, address: str | None, now_s: float) -> int:
        """Note a deed and return 0, or without noting it the whole seconds until it may be."""
        key = self._key(address)
        if key is None:
            return 0
        paid_at = max(self._paid_at.get(key, now_s), now_s)
        over_s = paid_at + self._period_s - now_s - MINUTE_S
        # A billionth is what adding many periods may be off by.
        if over_s > 1e-6:
            return math.ceil(over_s)
        self._paid_at[key] = paid_at + self._period_s
        self._paid_at.move_to_end(key)
        if len(self._paid_at) > MOST_ADDRESSES:
            self._paid_at.popitem(last=False)
        return 0

    def _key(self, address: str | None) -> str | None:
        try:
            found = ip_address(address or "")
        except ValueError:
            return None
        if isinstance(found, IPv6Address):
            found = found.ipv4_mapped or found
        return None if self._is_everybody(found) else _network_of(found)

    def _is_everybody(self, address: IPv4Address | IPv6Address) -> bool:
        return not self._private_too and any(address in network for network in _PRIVATE)


def _network_of(address: IPv4Address | IPv6Address) -> str:
    return address.packed[:_HOME_BYTES].hex()
