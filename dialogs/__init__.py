"""The dialogue engine: flows, slots, repair patterns, texts. Pure: no clock, no I/O in a step."""
