"""Failures that a command explains: their message says what happened and what to do."""

from connectors.database.refused import DatabaseRefused
from core.refusals import Refusal
from core.tables import DataError
from dialogs.loader import FlowErrors
from misto.settings import SettingsError
from nlu.examples import DataError as ExamplesError
from nlu.gazetteer import GazetteerError
from nlu.model import ModelError


class Failed(Exception):
    """A command could not do its work; the message says why and what to do."""


EXPLAINED = (
    Failed,
    SettingsError,
    DataError,
    FlowErrors,
    DatabaseRefused,
    ModelError,
    ExamplesError,
    GazetteerError,
    Refusal,
    LookupError,
)


def message_of(failure: BaseException) -> str:
    """Return what to tell: a LookupError quotes its key, the others speak for themselves."""
    if isinstance(failure, LookupError) and failure.args:
        return str(failure.args[0])
    return str(failure)
