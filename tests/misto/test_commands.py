"""commands: being written."""
