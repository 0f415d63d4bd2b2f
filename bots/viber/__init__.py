"""Viber: one bot, by its REST Bot API and a webhook."""
