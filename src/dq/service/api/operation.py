"""Whether the service lives, whether it can work, and its figures for a monitor."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from sqlalchemy import func, select, text

from dq.service.accounts.roles import Permission
from dq.service.database.models import Job
from dq.service.security.access import Database, allowed, public

router = APIRouter(tags=["operation"])


class Health(BaseModel):
    """Said by a service that lives."""

    status: str = "ok"


@router.get("/health", dependencies=[public()])
def health() -> Health:
    """Whether the process answers."""
    return Health()


@router.get("/ready", dependencies=[public()])
def ready(request: Request, database: Database, response: Response) -> Health:
    """Whether database and archive can be reached; 503 where not."""
    database.execute(text("SELECT 1"))
    if not request.app.state.folder.archive.is_dir():
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        return Health(status="no archive")
    return Health()


@router.get("/metrics", dependencies=[allowed(Permission.READ)], response_class=Response)
def metrics(request: Request, database: Database) -> Response:
    """Requests by route and status, and jobs by state, as Prometheus reads them."""
    jobs = {each.state: each[1] for each in database.execute(select(Job.state, func.count()).group_by(Job.state))}
    return Response(request.app.state.figures.told(jobs), media_type=CONTENT_TYPE_LATEST)
