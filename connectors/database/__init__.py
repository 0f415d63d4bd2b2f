"""The city's memory: tables, migrations, repositories, one writer and the readers beside it.

Start at `database.open_database`; a turn's work goes through `writer.Writer`, looking through
`reads.Reads`, and both hand out the `unit_of_work.SqlUnitOfWork` of `core.ports`.
"""
