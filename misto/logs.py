"""The logs: one JSON object a line on standard error, or lines for people on a terminal.

Rule: every line, of whatever library, passes `Mask` on its way out. A turn's lines carry its ids by
`about`, never its words.
"""

import logging
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from misto.masking import Mask

Level = Literal["debug", "info", "warning", "error"]
Style = Literal["auto", "json", "console"]

OURS = ("bots", "connectors", "core", "dialogs", "inbox", "misto", "nlu")
# Each of these writes a line for every update, job or statement, or on every start.
_TALKATIVE = ("aiogram", "alembic", "apscheduler", "asyncio", "sqlalchemy")

_log = logging.getLogger(__name__)


def configure(
    level: Level = "info",
    style: Style = "auto",
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send all logs to a stream (standard error) in one form, without personal data and `secrets`.

    `auto` is `console` on a terminal and `json` elsewhere. Libraries tell no more than `info`: in
    their details stand requests and their content. What nobody catches is logged too, not printed.
    """
    handler = _Handler(stream or sys.stderr)
    handler.setFormatter(_formatter(Mask(secrets), _renderer(style, handler.stream)))
    root = logging.getLogger()
    root.handlers = [handler]
    _set_levels(root, logging.getLevelNamesMapping()[level.upper()])
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread


def about(
    *,
    event_id: str | None = None,
    conversation_id: int | None = None,
    case: str | None = None,
    outbox_ids: Sequence[int] = (),
) -> AbstractContextManager[None]:
    """Put ids on every line written inside; those not given stay as they are around it."""
    ids = {
        "event_id": event_id,
        "conversation_id": conversation_id,
        "case": case,
        "outbox_ids": list(outbox_ids) or None,
    }
    given = {key: value for key, value in ids.items() if value is not None}
    return structlog.contextvars.bound_contextvars(**given)


_SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
)


def _set_levels(root: logging.Logger, level: int) -> None:
    root.setLevel(max(level, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # Its lines are paths and addresses of visitors; what matters of a request is in the metrics.
    logging.getLogger("aiohttp.access").disabled = True


def _renderer(style: Style, stream: TextIO) -> Processor:
    if style == "console" or (style == "auto" and stream.isatty()):
        return structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    return structlog.processors.JSONRenderer()


def _formatter(mask: Mask, renderer: Processor) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_SHARED, structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _Masking(mask),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
    )


class _Masking:
    """The step after which nothing is added to a line but the moment."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask

    def __call__(self, logger: WrappedLogger, method: str, line: EventDict) -> EventDict:
        raised = _raised(line.pop("exc_info", None))
        line.pop("stack_info", None)
        shown = self._mask.line(line)
        if raised is not None:
            shown["exception"] = self._mask.exception(raised)
        return shown


def _raised(exc_info: object) -> BaseException | None:
    """Return the error of whatever was given as exc_info: itself, a triple, or just true."""
    if isinstance(exc_info, BaseException):
        return exc_info
    found = exc_info if isinstance(exc_info, tuple) else sys.exc_info() if exc_info else ()
    return next((item for item in found if isinstance(item, BaseException)), None)


class _Handler(logging.StreamHandler[TextIO]):
    """Writes lines; of a line that cannot be made it tells the origin, never the content."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        place = f"{record.pathname}:{record.lineno}"
        line = f'{{"event": "a log line could not be written", "place": "{place}"}}\n'
        try:
            self.stream.write(line)
        except (OSError, ValueError):
            return  # standard error is closed: there is nobody left to tell


def _uncaught(
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,  # noqa: ARG001 - Python prescribes it
) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        _log.critical("the program ends by an error that nobody caught", exc_info=error)


def _uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        _log.critical("a thread ends by an error that nobody caught", exc_info=args.exc_value)
