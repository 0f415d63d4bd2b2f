"""The mail to bodies, against real servers on loopback."""
