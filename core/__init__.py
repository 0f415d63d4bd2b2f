"""The city's rules: residents, cases and their clock, and the ports that the outside fills."""
