"""The one place where rights are enforced: every route names what it needs, and a service with one that does not
refuses to start.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable, Iterator
from enum import Enum
from typing import Annotated, Any, Final, TypeVar

from anyio import CancelScope
from fastapi import Depends, FastAPI, Request
from fastapi.concurrency import contextmanager_in_threadpool, run_in_threadpool
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from starlette.datastructures import FormData

from dq.service.accounts.credentials import Proof, Visitor, hold_administrators, proof_of, visitor_of
from dq.service.accounts.roles import Permission
from dq.service.database.connecting import looking_first, transaction
from dq.service.problems import busy, forged, not_allowed, sign_in_needed
from dq.service.processes.common import Common
from dq.service.security.clients import client_of
from dq.service.security.lane import Lane
from dq.service.security.parameters import refuse_unknown_parameters
from dq.service.security.remembering import Remembered
from dq.service.security.turns import LineFullError, Turns

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_READERS: Final = 4
_QUICK_SQLITE: Final = 1
_WRITERS: Final = 4
_SLOW: Final = 4
_TRIALS: Final = 2
CHECKERS: Final = 2
"""How many texts are looked at together, each in a process of its own."""
_BUSY_SECONDS: Final = 10
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
CSRF_HEADER: Final = "x-csrf-token"
CSRF_FIELD: Final = "csrf"
Endpoint = TypeVar("Endpoint", bound=Callable[..., object])


class Slow(Enum):
    """What slow work waits for; how many requests may stand in line for it, of all processes: none stands for long."""

    HASHING = 64
    """A password's hash: hundredths of a second."""
    DISK = 16
    """The bytes of an upload."""
    ARCHIVE = 8
    """The archive's lock, which a night may hold for a minute: who signs in does not stand in this line."""
    LOOKING = 32
    """The checker of rules, in processes of its own: seconds for the longest text that it takes."""
    TRIAL = 6
    """Rules that run in a process of their own: up to a minute, with much memory."""


_WAITING_FOR: Final[dict[Callable[..., object], Slow]] = {}


def waits_for(what: Slow) -> Callable[[Endpoint], Endpoint]:
    """Marks a route with `Apart` whose slow work is not hashing."""

    def mark(endpoint: Endpoint) -> Endpoint:
        _WAITING_FOR[endpoint] = what
        return endpoint

    return mark


def slow_places(common: Common) -> dict[Slow, Turns]:
    """How many requests may do slow work at once, of each kind, and wait for it: the share of this process."""
    apart = {Slow.TRIAL: _TRIALS, Slow.LOOKING: CHECKERS}
    return {what: Turns(common.share(apart.get(what, _SLOW)), common.share(what.value)) for what in Slow}


def gates(engine: Engine) -> dict[bool, Lane]:
    """How many requests may write (True), and read, at once; together they leave connections for the workers.

    SQLite has one writer. Who waits for it waits at the gate, in the event loop, and not in one of the few threads:
    with all of those waiting nobody could go on, the writer least of all.
    """
    if engine.dialect.name == "sqlite":
        return {True: Lane(1, 1), False: Lane(_QUICK_SQLITE, _READERS)}
    return {True: Lane(_WRITERS, _WRITERS), False: Lane(_READERS, _READERS)}


async def _transaction(request: Request) -> AsyncIterator[Session]:
    state = request.app.state
    writes = request.method not in _SAFE
    if writes:
        held = contextmanager_in_threadpool(transaction(sessions_of(request), writes=True))
        async with state.gates[True].place(), held as session:
            yield session
        return
    async with state.gates[False].place():
        session = state.sessions()  # begins its transaction where it is first used: in the thread of the route
        try:
            yield session
        finally:
            await _let_go(session)


async def _let_go(session: Session) -> None:
    """End a transaction that only read; SQLite asks nobody for that, so it takes no thread."""
    if session.get_bind().dialect.name == "sqlite":
        session.close()
    else:
        with CancelScope(shield=True):
            await run_in_threadpool(session.close)


# Of scope "function": what is acknowledged is kept, so the transaction ends before the answer is sent.
Database = Annotated[Session, Depends(_transaction, scope="function")]
"""One transaction a request, kept when the route returns; the log of what was done belongs to it."""


def sessions_of(request: Request) -> sessionmaker[Session]:
    """Makes sessions whose writing transactions look first whether who sends the request still may: it has waited.

    Raises (those transactions): `Problem` 401 where the session or token has ended since the guard let it through, 403
    where a right that it had then is gone.
    """
    sessions: sessionmaker[Session] = request.app.state.sessions
    needed: Permission | None = request.state.needed
    if needed is None:
        return sessions

    def look(session: Session) -> None:
        if Permission.ADMINISTER in request.state.visitor.rights:  # they may change rows of one another
            hold_administrators(session)
        look_again(request, session, held=True)

    return looking_first(sessions, look)


def still_allowed(request: Request) -> None:
    """As `look_again`, in a transaction of its own: for work that writes elsewhere than to the database."""
    with transaction(request.app.state.sessions, writes=False) as session:
        look_again(request, session)


def look_again(request: Request, session: Session, *, held: bool = False) -> None:
    """Look up once more who sends a request that the guard let through. Parameters: `held` as for `visitor_of`.

    Raises: `Problem` as `sessions_of` tells.
    """
    before: Visitor = request.state.visitor
    proof = proof_of(request)
    visitor = None if proof is None else visitor_of(proof, session, held=held)
    if visitor is None:
        raise sign_in_needed()
    for lost in sorted(before.rights - visitor.rights):
        raise not_allowed(lost.value)


async def _apart(request: Request) -> AsyncIterator[sessionmaker[Session]]:
    what = _WAITING_FOR.get(request.scope["endpoint"], Slow.HASHING)
    turns: Turns = request.app.state.slow[what]
    visitor: Visitor | None = request.state.visitor
    address = "" if request.client is None else client_of(request.client.host)
    try:
        async with turns.place(address if visitor is None else visitor.id):
            yield sessions_of(request)
    except LineFullError:
        raise busy(_BUSY_SECONDS) from None


Apart = Annotated[sessionmaker[Session], Depends(_apart, scope="function")]
"""For routes whose work is slow, in the place of `Database`: makes the short transactions that such a route asks with
before its work and writes with after it, holding again against the database what it found then. While it works it holds
none. It has one of few places of its kind (`waits_for`), for which it waits in the event loop, in a short line: work
that waits for a lock takes no threads from others. Raises: `Problem` 503 where the line is full.
"""


async def _sent_word(request: Request) -> str:
    """The word against forged requests, from the header or from a form's field."""
    word = request.headers.get(CSRF_HEADER)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if word is None and request.method not in _SAFE and kind in _FORMS:
        form: FormData = await request.form()
        field = form.get(CSRF_FIELD)
        word = field if isinstance(field, str) else None
    return word or ""


class Guard:
    """Lets a request through whose sender has `permission`; None lets everybody through.

    Raises: `Problem` 401 without a valid session or token, 403 without the permission or where a request that changes
    something came with a session's cookie but without the word that its pages know; 422 for an unknown parameter.
    """

    def __init__(self, permission: Permission | None) -> None:
        self.permission = permission

    async def __call__(self, request: Request) -> Visitor | None:
        """Let the request through or refuse it: its body is read first, so that nobody writes who is still sending."""
        word = await _sent_word(request)
        visitor = await _recognised(request)
        request.state.visitor, request.state.needed = visitor, self.permission
        if visitor is not None and visitor.csrf is not None and request.method not in _SAFE:
            _sent_from_here(visitor.csrf, word)
        if self.permission is None:  # whoever asks whether the service is well may put what they like behind it
            return visitor
        if visitor is None:
            raise sign_in_needed()
        if self.permission not in visitor.rights:
            raise not_allowed(self.permission.value)
        refuse_unknown_parameters(request)
        return visitor


async def _recognised(request: Request) -> Visitor | None:
    """Who sends a request, as the database has it at this moment."""
    proof = proof_of(request)
    if proof is None:
        return None
    remembered: Remembered = request.app.state.remembered
    state = remembered.state()
    visitor = remembered.recall(proof.digest, state)
    if visitor is None:
        async with request.app.state.gates[False].place():
            visitor = await run_in_threadpool(_look_up, proof, request.app.state.sessions)
        if visitor is not None:
            remembered.keep(proof.digest, visitor, state)
    return visitor


def _look_up(proof: Proof, sessions: sessionmaker[Session]) -> Visitor | None:
    with transaction(sessions, writes=False) as session:
        return visitor_of(proof, session)


def _sent_from_here(csrf: str, word: str) -> None:
    if not hmac.compare_digest(csrf.encode(), word.encode()):
        raise forged()


def allowed(permission: Permission) -> Any:  # noqa: ANN401 - FastAPI's own type for what stands in `dependencies`
    """What a route's `dependencies` name: only who has `permission` gets through."""
    return Depends(Guard(permission))


def public() -> Any:  # noqa: ANN401 - as for `allowed`
    """What a route's `dependencies` name where everybody may come: signing in, health, the pages' own files."""
    return Depends(Guard(None))


async def _here(request: Request) -> Visitor:
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise sign_in_needed()
    return visitor


CurrentUser = Annotated[Visitor, Depends(_here)]
"""Who sends the request; the route's guard has let them through."""


def needed_permission(route: RouteContext) -> Permission | None:
    """The permission that a route needs, None for everybody. Raises: `RuntimeError` where it names not exactly one."""
    dependant = route.dependant
    guards = [] if dependant is None else [each.call for each in dependant.dependencies if isinstance(each.call, Guard)]
    if len(guards) != 1:
        raise RuntimeError(f"{route.methods} {route.path} names {len(guards)} guards, not one")
    return guards[0].permission


def every_route(app: FastAPI) -> Iterator[RouteContext]:
    """The routes of the service in the order they are tried, those of its routers, too."""
    # `app.routes` has a router that was included as one entry, not its routes.
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute):
            yield route


def refuse_unguarded(app: FastAPI) -> None:
    """Raises: `RuntimeError` where a route is open by omission: the service must not start."""
    for route in every_route(app):
        needed_permission(route)
