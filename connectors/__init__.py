"""Everything else outside: the database, mail and, later, other systems."""
