"""Reads by a Rasa server. Our own reader reads too, and alone whenever the server does not."""

import json
import logging
import time
import urllib.request
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote

from connectors.rasa.answer import NotRasa, laid_over
from core.ports import Reader

log = logging.getLogger(__name__)

TIME_LIMIT_S = 2.0
LET_ALONE_S = 15.0
LARGEST_ANSWER = 1024 * 1024


class RasaReader:
    """`core.ports.Reader`: intents of a Rasa server over our own reading. For one thread.

    `trouble` says why the server does not read now, None while it does. After a failure it is let
    alone for a while, so that residents do not wait for it with every message.
    """

    def __init__(
        self, own: Reader, url: str, token: str = "", *, let_alone_s: float = LET_ALONE_S
    ) -> None:
        self._own = own
        query = f"?token={quote(token, safe='')}" if token else ""
        self._url = f"{url.rstrip('/')}/model/parse{query}"
        self._let_alone_s = let_alone_s
        self._not_before = 0.0
        self.trouble: str | None = None
        # A city's own server is asked directly, whatever proxies the environment names.
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def read(self, text: str, now: datetime) -> Mapping[str, Any]:
        """Return the reading; never raises because of the server."""
        own = self._own.read(text, now)
        if not text.strip() or time.monotonic() < self._not_before:
            return own
        try:
            reading = laid_over(own, self._ask(text))
        except (OSError, ValueError, RecursionError) as error:
            self._failed(error)
            return own
        if self.trouble is not None:
            log.info("the Rasa server reads again")
            self.trouble = None
        return reading

    def _ask(self, text: str) -> Any:
        """Errors: OSError (no answer, a refusal), ValueError (no JSON)."""
        # A lone surrogate is no text elsewhere; positions stay as they are.
        clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        request = urllib.request.Request(  # noqa: S310 - the settings take only http and https
            self._url,
            json.dumps({"text": clean}).encode(),
            {"Content-Type": "application/json"},
        )
        ends_at, body = time.monotonic() + TIME_LIMIT_S, b""
        with self._open(request, timeout=TIME_LIMIT_S) as answer:
            while part := answer.read1(LARGEST_ANSWER):
                body += part
                if len(body) > LARGEST_ANSWER:
                    raise NotRasa("the answer is too large")
                if time.monotonic() > ends_at:
                    raise TimeoutError
        return json.loads(body)

    def _failed(self, error: Exception) -> None:
        # The kind alone: an error's words may quote the message or the token.
        reason = str(error) if isinstance(error, NotRasa) else type(error).__name__
        if self.trouble is None:
            log.warning("the Rasa server does not read (%s); our own model does", reason)
        self.trouble = reason
        self._not_before = time.monotonic() + self._let_alone_s
