"""Requests whose work is slow: it is done in no transaction, and what came of it is kept in a short one."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import Delete, Update, delete, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from dq.diagnostics import Text
from dq.service.api.answering import KEY_KEPT, KeyHeader, being_answered, reused
from dq.service.database.columns import now
from dq.service.database.connecting import transaction
from dq.service.database.models import IdempotencyKey
from dq.service.problems import Problem
from dq.service.security.access import Apart, CurrentUser

_log = logging.getLogger(__name__)
_AT_WORK: Final = int(HTTPStatus.PROCESSING)
"""The status of a request that is being answered; no other key has it, those of the schedule least of all."""
_GIVEN_UP: Final = timedelta(minutes=10)
"""Work takes no longer: a request that has been at it for so long died with its service."""
Done = TypeVar("Done")


class OnceApart:
    """As `Once`, for work that is slow: the key is taken before the work, and given back where that fails.

    Parameters: `sessions` look in their writing transactions whether the user still may, `unasked` do not: for what is
    to be said of work that was done; `key` of the header, empty where there is none; `subject` method and path of the
    request.
    """

    def __init__(
        self,
        sessions: sessionmaker[Session],
        unasked: sessionmaker[Session],
        user_id: str,
        key: str,
        subject: str,
    ) -> None:
        self._sessions = sessions
        self._unasked = unasked
        self._place = (user_id, key)
        self._subject = subject

    def answer(
        self,
        asked: str,
        status: HTTPStatus,
        work: Callable[[], Done],
        keep: Callable[[Session, Done], BaseModel],
        undo: Callable[[Done], None] | None = None,
    ) -> Response:
        """What `keep` answers, which it keeps in a short transaction once `work` is done.

        Parameters: `asked` the content of the request, by which another one with the same key is known; `undo` takes
        back what was done where it cannot be kept. Work without one looks itself whether the user still may: what it
        did is kept whoever they are by then.
        Raises: `Problem` 401 and 403 where the user no longer may, 409 while the first one is at work, 422 where the
        key was used for another request, 503 where what was done could neither be kept nor taken back, each time that
        it is sent again, too.
        """
        before = self._take(hashlib.sha256(f"{self._subject}\n{asked}".encode()).hexdigest())
        if before is not None:
            return before
        try:
            done = work()
        except BaseException:
            self._give_back()
            raise
        return JSONResponse(self._kept(status, done, keep, undo), status)

    def _kept(
        self,
        status: HTTPStatus,
        done: Done,
        keep: Callable[[Session, Done], BaseModel],
        undo: Callable[[Done], None] | None,
    ) -> dict[str, Any]:
        try:
            with transaction(self._unasked if undo is None else self._sessions, writes=True) as session:
                body = keep(session, done).model_dump(mode="json")
                row = session.get(IdempotencyKey, self._place)
                if row is not None:
                    row.status, row.body = int(status), body
        except BaseException as failure:
            if undo is not None:
                try:
                    undo(done)
                finally:
                    self._give_back()
                raise
            self._stay_unrecorded()
            if isinstance(failure, SQLAlchemyError):
                _log.exception("what was done could not be kept")
                raise _not_recorded() from failure
            raise
        return body

    def _take(self, digest: str) -> Response | None:
        """Take the key, or what was answered to it."""
        user_id, key = self._place
        if not key:
            return None
        with transaction(self._sessions, writes=True) as session:
            dead = (IdempotencyKey.status == _AT_WORK) & (IdempotencyKey.created < now() - _GIVEN_UP)
            session.execute(delete(IdempotencyKey).where(dead | (IdempotencyKey.created < now() - KEY_KEPT)))
            row = session.get(IdempotencyKey, self._place)
            if row is None:
                session.add(IdempotencyKey(user_id=user_id, key=key, request=digest, status=_AT_WORK, body={}))
                try:
                    session.flush()
                except IntegrityError:  # on PostgreSQL another took it just now
                    raise being_answered() from None
                return None
            if row.request != digest:
                raise reused()
            if row.status == _AT_WORK:
                raise being_answered()
            if row.status == HTTPStatus.SERVICE_UNAVAILABLE:
                raise _not_recorded()
            return JSONResponse(row.body, row.status)

    def _give_back(self) -> None:
        self._settle(delete(IdempotencyKey))

    def _stay_unrecorded(self) -> None:
        """Keep the key of work that was done, so that it is not done again."""
        self._settle(update(IdempotencyKey).values(status=int(HTTPStatus.SERVICE_UNAVAILABLE)))

    def _settle(self, change: Delete | Update) -> None:
        user_id, key = self._place
        if not key:
            return
        ours = (IdempotencyKey.user_id == user_id) & (IdempotencyKey.key == key) & (IdempotencyKey.status == _AT_WORK)
        try:
            with transaction(self._unasked, writes=True) as session:
                session.execute(change.where(ours))
        except SQLAlchemyError:
            _log.exception("a key could not be settled; it is given up after a while")


def _not_recorded() -> Problem:
    return Problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        "not-recorded",
        Text("已经做了，但没能记入日志", "it was done, but could not be recorded"),
        Text("请先看它的结果，不要重做", "look at what came of it before doing it again"),
    )


def _once_apart(
    request: Request,
    sessions: Apart,
    user: CurrentUser,
    idempotency_key: KeyHeader = "",
) -> OnceApart:
    subject = f"{request.method} {request.url.path}"
    return OnceApart(sessions, request.app.state.sessions, user.id, idempotency_key, subject)


OnlyOnceApart = Annotated[OnceApart, Depends(_once_apart)]
"""For routes that change something by slow work."""
