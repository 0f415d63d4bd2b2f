"""Sentence vectors: what a message says in any words. Without them characters alone read."""
