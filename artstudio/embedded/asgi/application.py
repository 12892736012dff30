"""The ASGI application: reads a request, has a thread answer it, sends the answer."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Any

from artstudio.embedded.asgi.answers import Answer, Send, StreamSender, Wsgi, ask, send_whole
from artstudio.embedded.asgi.bodies import (
    BodyLimits,
    BodyReader,
    ClientLeft,
    Receive,
    no_body,
)
from artstudio.embedded.asgi.environ import BadHeaders, environ_of
from artstudio.embedded.asgi.problems import (
    BAD_HEADERS,
    FAILED,
    OVERLOADED,
    Refused,
    problem_parts,
)
from rmos_runs.http.client_left import CLIENT_LEFT

logger = logging.getLogger(__name__)
#: What balancers ask has threads of its own, so that it is answered whatever else goes on.
_HEALTH = frozenset({"/healthz", "/readyz"})
_HEALTH_THREADS = 4
# Whoever waits so long for a thread has most likely given up.
_MAX_QUEUE_S = 30.0


class AsgiApplication:
    """Serves a WSGI application to clients of any speed."""

    def __init__(
        self,
        application: Wsgi,
        *,
        threads: int,
        limits: BodyLimits,
        may_be_large: Callable[[dict[str, Any]], bool],
        max_downloads: int = 64,
        part_timeout_s: float = 15.0,
    ) -> None:
        """Take the application, and `may_be_large`: whether a caller may send a large body."""
        self._application = application
        self._may_be_large = may_be_large
        self._bodies = BodyReader(limits)
        self._streams = StreamSender(most=max_downloads, part_timeout_s=part_timeout_s)
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._health = ThreadPoolExecutor(_HEALTH_THREADS, thread_name_prefix="health")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            await self._serve(environ_of(scope), receive, send)
        except ClientLeft:
            return
        except BadHeaders:
            await send_whole(send, *problem_parts(BAD_HEADERS))
        except Refused as refused:
            logger.warning("request_refused %s", refused.problem.code)
            await send_whole(send, *problem_parts(refused.problem))

    async def _serve(self, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        if environ["PATH_INFO"].rstrip("/") in _HEALTH:
            environ["wsgi.input"] = no_body()
            await self._answer(self._health, environ, send)
        elif not _has_body(environ):
            environ["wsgi.input"] = no_body()
            await self._answer_watching(environ, receive, send)
        elif await self._is_too_large(environ):
            # Nothing of it is read: the application refuses it by its length, or its sender.
            environ["wsgi.input"] = no_body()
            await self._answer(self._threads, environ, send)
        else:
            with self._bodies.place() as place:
                await place.read(receive, lambda: self._asks_rightly(environ))
                environ["wsgi.input"] = place.file
                environ["CONTENT_LENGTH"] = str(place.size)
                await self._answer_watching(environ, receive, send)

    async def _is_too_large(self, environ: dict[str, Any]) -> bool:
        length = _length(environ)
        if length <= self._bodies.limits.large:
            return False
        return length > self._bodies.limits.largest or not await self._asks_rightly(environ)

    async def _asks_rightly(self, environ: dict[str, Any]) -> bool:
        known: bool = await _in_thread(self._threads, self._may_be_large, dict(environ))
        return known

    async def _answer_watching(self, environ: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer, and let the application know when the client is no longer there."""
        left = environ[CLIENT_LEFT] = threading.Event()
        watcher = asyncio.ensure_future(_set_when_left(receive, left))
        try:
            await self._answer(self._threads, environ, send)
        finally:
            watcher.cancel()

    async def _answer(self, threads: Executor, environ: dict[str, Any], send: Send) -> None:
        queued = time.monotonic()

        def work() -> Answer:
            if time.monotonic() - queued > _MAX_QUEUE_S:
                raise Refused(OVERLOADED)
            if _is_pointless(environ):
                raise ClientLeft
            return ask(self._application, environ)

        try:
            answer = await _in_thread(threads, work)
        except (Refused, ClientLeft):
            raise
        except Exception as error:
            logger.exception("request_failed")
            raise Refused(FAILED) from error
        if answer.parts is None:
            await send_whole(send, answer.status, answer.headers, answer.body)
        else:
            await self._streams.send(send, answer)


async def _in_thread(threads: Executor, work: Callable[..., Any], *arguments: Any) -> Any:
    return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


async def _set_when_left(receive: Receive, left: threading.Event) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    left.set()


def _is_pointless(environ: dict[str, Any]) -> bool:
    """Tell whether nobody is there any more for an answer that changes nothing."""
    left = environ.get(CLIENT_LEFT)
    return environ["REQUEST_METHOD"] in {"GET", "HEAD"} and left is not None and left.is_set()


def _has_body(environ: dict[str, Any]) -> bool:
    return "HTTP_TRANSFER_ENCODING" in environ or environ.get("CONTENT_LENGTH", "0") != "0"


def _length(environ: dict[str, Any]) -> int:
    text = environ.get("CONTENT_LENGTH", "")
    return int(text) if text.isascii() and text.isdigit() else 0
