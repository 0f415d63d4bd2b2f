"""Why a database is not opened."""


class DatabaseRefused(Exception):
    """The database cannot be used as asked. The message says what happened and what to do."""
