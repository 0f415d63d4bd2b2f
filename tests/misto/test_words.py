"""words: being written."""
