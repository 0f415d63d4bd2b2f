"""The dialogue engine: flows, slots, repair patterns, responses. Pure: no clock, no I/O in a step."""
