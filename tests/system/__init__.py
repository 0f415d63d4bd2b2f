"""Tests of the real program: processes, faults, the browser."""
