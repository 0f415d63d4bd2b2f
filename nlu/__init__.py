"""Text in, reading out. Knows language and the city's names; knows no dialogue, database or channel."""
