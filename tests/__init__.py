"""Tests: they mirror the code's folders and read as sentences."""
