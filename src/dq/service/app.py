"""The service put together: routes, rights, limits, answers to what goes wrong, workers."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError, SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.staticfiles import StaticFiles

from dq import __version__
from dq.application.checkpoints import begin_configuration
from dq.diagnostics import Text
from dq.service import audit
from dq.service.accounts import users
from dq.service.accounts.roles import Role
from dq.service.api import (
    accounts,
    checkpoints,
    comments,
    corrections,
    documents,
    exports,
    findings,
    jobs,
    operation,
    reports,
    rule_versions,
    rules,
    runs,
    waivers,
)
from dq.service.configuration import ServiceConfiguration
from dq.service.database import connect, migrate, transaction
from dq.service.database.busy import is_busy
from dq.service.database.changes import Changes
from dq.service.figures import Figures, Measured
from dq.service.heads import Heads
from dq.service.jobs.indexing import queue_missing
from dq.service.jobs.ingesting import remove_orphans
from dq.service.jobs.kinds import HANDLERS
from dq.service.jobs.waiving import try_again
from dq.service.jobs.worker import Workers
from dq.service.layout import DataFolder
from dq.service.pages.every import PAGES
from dq.service.pages.places import here, is_ours
from dq.service.pages.rendering import REPORT_STATIC, STATIC
from dq.service.problems import PROBLEM_RESPONSES, Problem, busy, malformed, not_found
from dq.service.processes.common import Common
from dq.service.rules.published import begin as begin_rules
from dq.service.schedule import Schedule
from dq.service.security.access import gates, refuse_unguarded, slow_places
from dq.service.security.headers import CONTENT_POLICY, SecurityHeaders
from dq.service.security.limits import RequestLimits, SignInLimit
from dq.service.security.origin import is_foreign
from dq.service.security.places import Places
from dq.service.security.remembering import Remembered
from dq.service.security.tallies import Counted
from dq.service.telling import problem_response

_log = logging.getLogger(__name__)
_BUSY_SECONDS: Final = 5
"""After which it is worth to ask again a database that had no time."""
_API: Final[tuple[APIRouter, ...]] = (
    operation.router,
    accounts.router,
    rules.router,
    rule_versions.router,
    documents.router,
    reports.router,
    corrections.router,
    checkpoints.router,
    jobs.router,
    runs.router,
    findings.router,
    comments.router,
    waivers.router,
    exports.router,
)


def create_app(configuration: ServiceConfiguration, common: Common | None = None) -> FastAPI:
    """The service, ready to be served; its folders and database are made or brought up to date by the first process.

    Parameters: `configuration` where its data is and what it takes; `common` of its processes, none where this is all.
    Raises: `OSError` where its folder cannot be made, SQLAlchemy's errors where the database cannot be reached,
    `RuntimeError` where a route names no permission.
    Example: `TestClient(create_app(ServiceConfiguration(data=tmp_path))).get("/api/v1/health").json()` → `{"status":
    "ok"}`.
    """
    app = FastAPI(
        title="dq",
        version=__version__,
        summary="Checks of published accounts",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        separate_input_output_schemas=False,
        routes=_routes(),
    )
    common = common or Common()
    _prepare(app, configuration, common)
    app.mount("/static/report", StaticFiles(directory=REPORT_STATIC), name="report-static")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refuse_unguarded(app)
    _answer_problems(app)
    # The last one added sees a request first.
    app.add_middleware(RequestLimits, configuration=configuration, sessions=app.state.sessions, common=common)
    app.add_middleware(SecurityHeaders, encrypted=configuration.encrypted)
    app.add_middleware(Measured, figures=app.state.figures)
    app.add_middleware(Heads)
    return app


@lru_cache(maxsize=1)
def _routes() -> list[BaseRoute]:
    """Those of the pages and of the API, one for all services of a process: to work them out is most of a start."""
    together = APIRouter()
    # Tried in this order: pages first, for which somebody waits.
    for router in PAGES:
        together.include_router(router)
    for router in _API:
        together.include_router(router, prefix="/api/v1", responses=PROBLEM_RESPONSES)
    return together.routes


def _prepare(app: FastAPI, configuration: ServiceConfiguration, common: Common) -> None:
    folder = DataFolder(configuration.data)
    engine = connect(configuration.database)
    if common.is_first:
        folder.make()
        begin_rules(folder.rules)
        begin_configuration(folder.checkpoints, folder.waivers)
        migrate(engine)
    sessions = sessionmaker(engine, expire_on_commit=False)
    app.state.configuration = configuration
    app.state.common = common
    app.state.folder = folder
    app.state.engine = engine
    app.state.sessions = sessions
    app.state.gates = gates(engine)
    app.state.slow = slow_places(common)
    app.state.changes = Changes(engine)
    app.state.remembered = Remembered(app.state.changes)
    app.state.figures = Figures()
    app.state.sign_in_limit = SignInLimit(configuration.sign_ins_per_minute, common)
    app.state.streams = Places(configuration.streams_per_user, common.tally(Counted.STREAMS))
    app.state.setup_code = common.setup_code
    app.state.workers = Workers(folder, sessions, configuration, HANDLERS, alone=configuration.database_url is None)
    if common.is_first:
        remove_orphans(sessions, folder.uploads)
        queue_missing(sessions, folder.archive)
        try_again(sessions)
        _first_admin(sessions, configuration)


def _first_admin(sessions: sessionmaker[Session], configuration: ServiceConfiguration) -> None:
    """Make the account "admin" where there is none and the environment gives its password."""
    if configuration.admin_password is None or not configuration.admin_password.get_secret_value():
        return
    with transaction(sessions, writes=True) as session:
        if users.nobody_yet(session):
            user = users.make(session, "admin", configuration.admin_password.get_secret_value(), Role.ADMIN)
            audit.record(session, user.name, "user.made", user.id, role=user.role)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    schedule = Schedule(app.state.folder.checkpoints, app.state.sessions)
    if app.state.common.is_first:
        app.state.workers.start()
        schedule.start()
    try:
        yield
    finally:
        schedule.stop()
        app.state.workers.stop()
        app.state.changes.close()
        app.state.engine.dispose()


def _answer_problems(app: FastAPI) -> None:
    async def told(request: Request, problem: Exception) -> Response:
        if isinstance(problem, Problem):
            wants_page = not request.url.path.startswith("/api/") and request.method == "GET"
            if problem.status is HTTPStatus.UNAUTHORIZED and wants_page:
                back = here(request.scope)
                asked = f"?{urlencode({'back': back})}" if is_ours(back) else ""
                return RedirectResponse(f"/sign-in{asked}", HTTPStatus.SEE_OTHER)
            return problem_response(problem, request.scope, await _typed(request, problem))
        if isinstance(problem, SQLAlchemyError) and is_busy(problem):
            return problem_response(busy(_BUSY_SECONDS), request.scope)
        if isinstance(problem, DataError):
            return problem_response(malformed([{"msg": "a text that cannot be stored"}]), request.scope)
        if isinstance(problem, RequestValidationError):
            return problem_response(malformed(problem.errors()), request.scope)
        if isinstance(problem, HTTPException):
            return problem_response(_from_framework(problem), request.scope)
        _log.error("a request failed", exc_info=problem)
        return problem_response(_FAILED, request.scope)

    handled: tuple[Any, ...] = (Problem, RequestValidationError, HTTPException, SQLAlchemyError, Exception)
    for kind in handled:
        app.add_exception_handler(kind, told)


_TYPED: Final = ("text", "tests", "reason")
"""Fields in which people write more than a line."""


async def _typed(request: Request, problem: Problem) -> list[str]:
    """What somebody wrote in a form of ours that was not taken because they are signed out."""
    headers = request.headers
    if problem.status is not HTTPStatus.UNAUTHORIZED or request.method != "POST" or is_foreign(headers):
        return []
    form = await request.form()  # read already, before it was asked who sends it
    texts = [each for name in _TYPED if isinstance(each := form.get(name), str)]
    return [each.replace("\r\n", "\n") for each in texts if each.strip()]


_FAILED: Final = Problem(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "failed",
    Text("服务内部出错", "the service failed"),
    Text("这是我们的错，已记入日志；请告诉管理员", "this is our fault and in the log: tell an administrator"),
    # The framework answers this one outside of the middleware that sets the headers.
    headers={"Content-Security-Policy": CONTENT_POLICY, "Cache-Control": "no-store"},
)


def _from_framework(problem: HTTPException) -> Problem:
    """What the framework refuses on its own: no such route, a method that a route does not know, a broken body."""
    if problem.status_code == HTTPStatus.NOT_FOUND:
        return not_found()
    status = HTTPStatus(problem.status_code)
    title = Text(f"请求不能照办（{status.phrase}）", f"the request cannot be met ({status.phrase})")
    return Problem(status, status.name.lower().replace("_", "-"), title, headers=problem.headers)
