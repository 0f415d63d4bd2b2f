"""The web chat: a page for residents and its events."""
