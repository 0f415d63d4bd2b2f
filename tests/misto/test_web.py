"""web: being written."""
