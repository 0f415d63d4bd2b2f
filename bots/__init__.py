"""Channels to residents, one folder each: two translators and their wiring."""
