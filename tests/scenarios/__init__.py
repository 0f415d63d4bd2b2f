"""Conversations as YAML files a city clerk can read, and the runner that plays them."""
