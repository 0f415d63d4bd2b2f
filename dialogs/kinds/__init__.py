"""Kinds of slots: how each recognises a value, when it is complete, and how it is asked."""
