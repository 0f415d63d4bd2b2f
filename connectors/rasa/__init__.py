"""A Rasa server that reads messages instead of our own model."""
