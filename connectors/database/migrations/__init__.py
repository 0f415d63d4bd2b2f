"""The schema's history, one file a revision; `connectors.database.migrate` runs it."""
