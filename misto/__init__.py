"""The program: command line, settings and wiring of every part."""

__version__ = "0.1.0"
