"""Tests of the staff inbox."""
