"""How much one network address may do in a minute."""

from bots.webchat.limits import MOST_ADDRESSES, Addresses

HERE, THERE = "91.198.36.14", "91.198.36.15"


def test_a_minutes_worth_may_come_at_once_and_then_one_by_one() -> None:
    addresses = Addresses(3)
    assert [addresses.wait_s(HERE, 0.0) for _ in range(5)] == [0, 0, 0, 20, 20]
    assert addresses.wait_s(HERE, 19.0) == 1
    assert [addresses.wait_s(HERE, 20.0) for _ in range(2)] == [0, 20]


def test_who_waits_as_told_may_and_a_quiet_minute_gives_all_back() -> None:
    addresses = Addresses(7)
    now = 0.0
    for _ in range(30):
        now += addresses.wait_s(HERE, now)
        assert addresses.wait_s(HERE, now) in (0, 9)
    assert [addresses.wait_s(HERE, now + 60) for _ in range(8)] == [0] * 7 + [9]


def test_each_address_has_its_own_and_an_ipv6_network_has_one() -> None:
    addresses = Addresses(1)
    assert [addresses.wait_s(each, 0.0) for each in (HERE, THERE)] == [0, 0]
    assert addresses.wait_s("2a01:4f8::1", 0.0) == 0
    assert addresses.wait_s("2a01:4f8::ffff:2", 0.0) > 0
    assert addresses.wait_s("2a01:4f8:0:1::1", 0.0) == 0
    assert addresses.wait_s(f"::ffff:{HERE}", 0.0) > 0


def test_a_private_address_stands_for_everybody_unless_a_proxy_names_visitors() -> None:
    for private in ("127.0.0.1", "10.1.2.3", "172.17.0.1", "192.168.1.9", "::1", "fd00::1"):
        assert [Addresses(1).wait_s(private, 0.0) for _ in range(3)] == [0, 0, 0]
        known = Addresses(1, private_too=True)
        assert [known.wait_s(private, 0.0) > 0 for _ in range(2)] == [False, True]


def test_what_is_no_address_has_no_limit() -> None:
    addresses = Addresses(1)
    for nobody in (None, "", "unix:", "x" * 1000):
        assert [addresses.wait_s(nobody, 0.0) for _ in range(2)] == [0, 0]


def test_memory_is_bounded() -> None:
    addresses = Addresses(1)
    for number in range(MOST_ADDRESSES + 10):
        addresses.wait_s(f"8.{number >> 16}.{number >> 8 & 255}.{number & 255}", 0.0)
    assert len(addresses._paid_at) == MOST_ADDRESSES
