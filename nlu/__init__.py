"""Text in, reading out. Knows language and the city's names, no dialogue, no channel."""
