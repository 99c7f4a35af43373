"""What all routes of the API answer alike: tags of what was told, pages of lists, requests that are sent twice."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Coroutine
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import Depends, Header, Query, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, StringConstraints
from sqlalchemy import Select, and_, delete, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dq.diagnostics import Text
from dq.service.database.columns import now
from dq.service.database.models import Document, IdempotencyKey, Job, Waiver
from dq.service.problems import Problem, conflict
from dq.service.security.access import CurrentUser, Database

KEY_KEPT: Final = timedelta(days=1)
"""How long what was answered to a key is known."""
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")
_MOST: Final = 200

PLAIN: Final = "^[^\\x00]*$"
"""The pattern of texts that databases take: PostgreSQL holds none with NUL."""
REASON: Final = StringConstraints(strip_whitespace=True, min_length=1, max_length=1000, pattern=PLAIN)
COMMENT: Final = StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=PLAIN)
"""Of what people write for others to read: blanks alone say nothing."""
UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {
    304: {"description": "As the tag in If-None-Match says, it is what you have"}
}
"""What every route of `TaggedRoute` may answer besides."""
Limit = Annotated[int, Query(ge=1, le=_MOST, description="Entries of a page")]
Cursor = Annotated[str, Query(max_length=2000, description="`next` of the page before; empty for the first page")]


class TaggedRoute(APIRoute):
    """A route whose answers to GET have an ETag, and are not sent again to who has them already."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler with the tag around it."""
        handle = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await handle(request)
            if request.method != "GET" or response.status_code != HTTPStatus.OK or not _is_json(response):
                return response
            tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
            # To be kept by the reader's own browser only, and asked for anew each time.
            headers = {
                "ETag": tag,
                "Cache-Control": "private, no-cache",
                "Vary": "Cookie, Authorization, Accept-Language",
            }
            if tag in _tags(request.headers.get("if-none-match", "")):
                return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
            response.headers.update(headers)
            return response

        return tagged


def _is_json(response: Response) -> bool:
    """True for an answer that is whole in memory: neither a file nor a stream."""
    return hasattr(response, "body") and response.headers.get("content-type", "").startswith("application/json")


def _tags(header: str) -> list[str]:
    return [each.strip().removeprefix("W/") for each in header.split(",")]


Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """A part of a list. `next` is the cursor of the part after it, null at the end."""

    items: list[Item]
    next: str | None = None


Row = TypeVar("Row", Job, Document, Waiver)


def newest_first(
    database: Session, model: type[Row], wanted: Select[Row], cursor: str, limit: int
) -> tuple[list[Row], str | None]:
    """A part of a list of rows, the newest first, and the cursor of the next part.

    Parameters: `wanted` selects rows of `model`, filtered. Raises: `Problem` 422 for a cursor that names no row.
    """
    place = place_of(cursor, str)
    if place is not None:
        last = database.get(model, place[0])
        if last is None:
            raise _bad_cursor()
        older = or_(model.created < last.created, and_(model.created == last.created, model.id < last.id))
        wanted = wanted.where(older)
    rows = list(database.scalars(wanted.order_by(model.created.desc(), model.id.desc()).limit(limit + 1)))
    return rows[:limit], cursor_of(rows[limit - 1].id) if len(rows) > limit else None


def cursor_of(*key: str | int) -> str:
    """A place in a list, opaque to clients. Example: `place_of(cursor_of("b", 3), str, int)` → `["b", 3]`."""
    return base64.urlsafe_b64encode(json.dumps(key, ensure_ascii=False).encode()).decode().rstrip("=")


def place_of(cursor: str, *kinds: type) -> list[Any] | None:
    """The place that `cursor_of` gave; None for an empty cursor. Raises: `Problem` 422 for any other text."""
    if not cursor:
        return None
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        key = None
    fits = isinstance(key, list) and len(key) == len(kinds) and all(map(_is, key, kinds))
    if not fits:
        raise _bad_cursor()
    return list(key)


def _bad_cursor() -> Problem:
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "bad-cursor",
        Text("这不是本列表给出的 cursor", "this is no cursor of this list"),
        Text("请从第一页重新取", "begin with the first page again"),
    )


def _is(value: object, kind: type) -> bool:
    # Whole numbers beyond these no database compares with its columns.
    if type(value) is not kind:
        return False
    return abs(value) < 2**63 if isinstance(value, int) else not _UNSTORABLE.search(str(value))


class Once:
    """Sees to it that a request with an Idempotency-Key has its effect once, however often it is sent.

    Parameters: `key` of the header, empty where there is none; `subject` method and path of the request.
    """

    def __init__(self, database: Database, user_id: str, key: str, subject: str) -> None:
        self._database = database
        self._user_id = user_id
        self._key = key
        self._subject = subject

    def answer(self, asked: str, status: HTTPStatus, make: Callable[[], BaseModel]) -> Response:
        """What `make` answers, kept with its effect in one transaction; what it answered then to the same request.

        Parameters: `asked` the content of the request, by which another one with the same key is known.
        Raises: `Problem` 409 while the first one is at work, 422 where the key was used for another request.
        """
        if not self._key:
            return JSONResponse(make().model_dump(mode="json"), status)
        digest = hashlib.sha256(f"{self._subject}\n{asked}".encode()).hexdigest()
        kept = self._database.get(IdempotencyKey, (self._user_id, self._key))
        if kept is not None and kept.created < now() - KEY_KEPT:
            self._database.delete(kept)
            self._database.flush()
            kept = None
        if kept is None:
            return self._first(digest, status, make)
        if kept.request != digest:
            raise reused()
        return JSONResponse(kept.body, kept.status)

    def _first(self, digest: str, status: HTTPStatus, make: Callable[[], BaseModel]) -> Response:
        self._database.execute(delete(IdempotencyKey).where(IdempotencyKey.created < now() - KEY_KEPT))
        row = IdempotencyKey(user_id=self._user_id, key=self._key, request=digest, status=int(status), body={})
        self._database.add(row)
        try:
            self._database.flush()
        except IntegrityError:  # the same request is being answered just now (PostgreSQL; SQLite has one writer)
            raise being_answered() from None
        row.body = make().model_dump(mode="json")
        return JSONResponse(row.body, status)


def being_answered() -> Problem:
    """The same request came before and is not answered yet."""
    return conflict(
        Text("同一请求正在处理", "this request is being answered"), Text("请稍后重试", "try again in a moment")
    )


def reused() -> Problem:
    """The key of another request."""
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "idempotency-key-reused",
        Text("这个 Idempotency-Key 已用于另一个请求", "this Idempotency-Key was used for another request"),
        Text("每个请求用一个新的 key", "use a new key for each request"),
    )


KeyHeader = Annotated[
    str, Header(max_length=128, description="A request that is sent again with the same key has no second effect")
]
"""The header of routes that change something."""


def _once(
    request: Request,
    database: Database,
    user: CurrentUser,
    idempotency_key: KeyHeader = "",
) -> Once:
    return Once(database, user.id, idempotency_key, f"{request.method} {request.url.path}")


OnlyOnce = Annotated[Once, Depends(_once)]
"""For routes that change something."""
