"""Publishing: the rules' own tests run first, and what passed them is what is published."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from dq.diagnostics import Text
from dq.service.accounts.credentials import Visitor
from dq.service.database.connecting import transaction
from dq.service.database.models import RuleVersion
from dq.service.problems import Problem, conflict
from dq.service.rules import versions
from dq.service.rules.published import memory, state


def publish_tested(
    sessions: sessionmaker[Session], folder: Path, version: str, user: Visitor, language: str, *, approving: bool
) -> RuleVersion:
    """Publish a version whose tests pass; they run in no transaction, for they take seconds.

    Parameters: `folder` of the published rules; `approving` whether the user approves it by this; `language` of what
    is told of failures.
    Raises: `Problem` 404, 409 where it is not to be published or the rules changed while the tests ran, 422 with what
    fails, 503 where the disk refuses.
    """
    # With all that runs tests, for which a service that only starts has no use.
    from dq.application.drafts.proving import prove

    with transaction(sessions, writes=False) as session:
        found = versions.find(session, version)
        versions.expect_publishable(found, user, approving=approving)
        draft = versions.draft_of(folder, found.path, found.text)
    tested = state(folder)
    try:
        failing = prove(draft, memory(), language)
    except OSError as failure:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "not-tested",
            Text("规则的测试暂时运行不了", "the tests of the rules cannot be run now"),
            Text(failure.strerror or "", failure.strerror or ""),
        ) from failure
    if failing:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "tests-fail",
            Text("规则的测试没有通过，没有发布", "tests of the rules fail: nothing was published"),
            Text("请提出人改正规则或测试后再提", "its author mends the rules or their tests and proposes anew"),
            diagnostics=failing,
        )
    with transaction(sessions, writes=True) as session:
        found = versions.to_decide(session, version)
        if approving and found.state == versions.PROPOSED:
            versions.approve(session, found, user)
        if state(folder) != tested and not versions.is_written(found, folder):
            raise conflict(
                Text("测试时别的规则刚被改过", "other rules were changed while the tests ran"),
                Text("请再试一次", "try again"),
            )
        versions.make_public(session, found, folder, user)
        return found
