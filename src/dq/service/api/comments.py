"""What people say of a fault; it stays with the fault over all runs."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from dq.service import audit
from dq.service.accounts.roles import Permission
from dq.service.api.answering import COMMENT, UNCHANGED, OnlyOnce, TaggedRoute
from dq.service.api.sent import Sent
from dq.service.database.models import Comment
from dq.service.findings.queries import comments, finding
from dq.service.problems import not_found
from dq.service.security.access import CurrentUser, Database, allowed

router = APIRouter(tags=["findings"], route_class=TaggedRoute, responses=UNCHANGED)
Fingerprint = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


class CommentWish(Sent):
    """What somebody wants to say."""

    text: Annotated[str, COMMENT]


class CommentAnswer(BaseModel):
    """What somebody said, and when."""

    id: str
    user: str
    text: str
    created: datetime


class CommentsAnswer(BaseModel):
    """Comments, the oldest first."""

    items: list[CommentAnswer]


def comment_answer(row: Comment) -> CommentAnswer:
    """A comment as the API tells it."""
    return CommentAnswer(id=row.id, user=row.user_name, text=row.text, created=row.created)


@router.get("/findings/{fingerprint}/comments", dependencies=[allowed(Permission.READ)])
def list_comments(fingerprint: Fingerprint, database: Database) -> CommentsAnswer:
    """What was said of a fault."""
    return CommentsAnswer(items=[comment_answer(each) for each in comments(database, fingerprint)])


@router.post(
    "/findings/{fingerprint}/comments",
    status_code=HTTPStatus.CREATED,
    dependencies=[allowed(Permission.COMMENT)],
    response_model=CommentAnswer,
)
def add_comment(
    fingerprint: Fingerprint, wish: CommentWish, database: Database, user: CurrentUser, once: OnlyOnce
) -> Response:
    """Say something of a fault that some run told of."""
    return once.answer(
        wish.model_dump_json(),
        HTTPStatus.CREATED,
        lambda: comment_answer(say(database, user.name, fingerprint, wish.text)),
    )


def say(database: Session, user_name: str, fingerprint: str, text: str) -> Comment:
    """Keep what somebody says of a fault. Raises: `Problem` 404 where no run told of it."""
    if finding(database, fingerprint) is None:
        raise not_found()
    row = Comment(fingerprint=fingerprint, user_name=user_name, text=text)
    database.add(row)
    database.flush()
    audit.record(database, user_name, "comment.made", row.id, fingerprint=fingerprint)
    return row
