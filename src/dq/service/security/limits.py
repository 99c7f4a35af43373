"""How much of a stranger's request is taken: bytes, seconds, requests a minute."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from python_multipart.multipart import parse_options_header
from sqlalchemy.orm import Session, sessionmaker
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dq.service.accounts.credentials import proof_of, visitor_of
from dq.service.configuration import ServiceConfiguration
from dq.service.database.connecting import transaction
from dq.service.problems import Problem, malformed, too_large, too_many, too_slow
from dq.service.processes.common import Common
from dq.service.security.clients import client_of
from dq.service.security.rates import Rate
from dq.service.security.tallies import Counted
from dq.service.telling import problem_response

_ADDRESSES: Final = 5
_DIGITS: Final = 18
_CHARSETS: Final = frozenset({b"utf-8", b"utf8", b"us-ascii"})
_UPLOADS: Final = "/api/v1/documents"
_UPLOAD_PAGE: Final = "/documents"


class RequestLimits:
    """Middleware that refuses what is too large, too slow or too frequent, before a route sees it.

    Parameters: `app` what answers; `configuration` the limits; `sessions` by which it knows who may upload, none for
    nobody; `common` of the processes that count requests together. Clients are told apart as `client_of` tells them.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        configuration: ServiceConfiguration,
        sessions: sessionmaker[Session] | None = None,
        common: Common | None = None,
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._configuration = configuration
        tally = (common or Common()).tally(Counted.REQUESTS)
        self._rate = Rate(configuration.requests_per_minute, tally=tally)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = client_of((scope.get("client") or ("",))[0])
        if not self._rate.count(client):
            await self._refuse(too_many(60), scope, receive, send)
            return
        limit = await self._limit(scope)
        headers = Headers(scope=scope)
        length = headers.get("content-length", "0").lstrip("0") or "0"
        if not length.isdecimal() or len(length) > _DIGITS or int(length) > limit:
            await self._refuse(too_large(limit), scope, receive, send)
            return
        if not _is_utf8(headers.get("content-type", "")):
            said = {"type": "encoding", "loc": ["Content-Type"], "msg": "texts are taken in UTF-8 only"}
            await self._refuse(malformed([said]), scope, receive, send)
            return
        await self._bounded(limit, scope, receive, send)

    async def _limit(self, scope: Scope) -> int:
        """As much as an upload may have for whom we know: a stranger's would fill the disk before it is refused."""
        path = scope["path"].rstrip("/")
        uploads = scope["method"] == "POST" and path in (_UPLOADS, _UPLOAD_PAGE)
        if uploads and await run_in_threadpool(self._knows, HTTPConnection(scope)):
            return self._configuration.upload_limit
        return self._configuration.body_limit

    def _knows(self, connection: HTTPConnection) -> bool:
        proof = proof_of(connection)
        if self._sessions is None or proof is None:
            return False
        with transaction(self._sessions, writes=False) as session:
            return visitor_of(proof, session) is not None

    async def _bounded(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        deadline = time.monotonic() + self._configuration.body_seconds
        taken, whole, answered = 0, False, False

        async def receive_bounded() -> Message:
            nonlocal taken, whole
            if whole:
                return await receive()
            try:
                message = await asyncio.wait_for(receive(), deadline - time.monotonic())
            except TimeoutError:
                raise too_slow(self._configuration.body_seconds) from None
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > limit:
                raise too_large(limit)
            return message

        async def send_noted(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        try:
            await self._app(scope, receive_bounded, send_noted)
        except ClientDisconnect:
            return  # nobody is left to be told anything
        except Problem as problem:
            if answered:
                raise
            await self._refuse(problem, scope, receive, send)

    async def _refuse(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        await problem_response(problem, scope)(scope, receive, send)


def _is_utf8(content_type: str) -> bool:
    """Whether texts of a body are to be read as UTF-8.

    A form may name any codec of Python's, and would be read by it in the event loop: a megabyte of punycode takes half
    a minute.
    """
    _, parameters = parse_options_header(content_type)
    return parameters.get(b"charset", b"utf-8").lower() in _CHARSETS


class SignInLimit:
    """How often one address, and one name, may try to sign in.

    Parameters: `per_minute` tries of each; `common` of the processes that count them together.
    """

    def __init__(self, per_minute: int, common: Common | None = None) -> None:
        common = common or Common()
        self._addresses = Rate(per_minute, tally=common.tally(Counted.SIGN_INS_BY_ADDRESS))
        self._names = Rate(per_minute * _ADDRESSES, tally=common.tally(Counted.SIGN_INS_BY_NAME))

    def count(self, address: str, name: str) -> None:
        """Count a try. Raises: `Problem` 429 where there were too many.

        A name has room for tries from several addresses, or anybody could keep its owner out.
        """
        if not self._addresses.count(client_of(address)):
            raise too_many(60)
        if not self._names.count(name.lower()):
            raise too_many(60)
