"""Versions of rule files over HTTP: propose, approve, reject, withdraw, publish."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Literal, Self

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from dq.application.drafts.draft import tests_of
from dq.service.accounts.roles import Permission
from dq.service.api.apart import OnlyOnceApart
from dq.service.api.rules import MOST_OF_NAME, DraftSent, RuleText
from dq.service.api.sent import Sent
from dq.service.database.models import RuleVersion
from dq.service.rules import versions
from dq.service.rules.publishing import Publishing, bounds_of
from dq.service.security.access import Apart, CurrentUser, Database, Slow, allowed, waits_for
from dq.service.telling import language_of

router = APIRouter(tags=["rules"])


class TestsSent(Sent):
    """The text of the file of tests beside a rule file. `made_from` as of the rules."""

    text: RuleText
    made_from: Annotated[str, Field(max_length=64)]


class ProposalSent(DraftSent):
    """A text to be proposed. `made_from` the state of the published text that it changes, empty for a new file; `tests`
    where its tests change with it: both are decided and published as one.
    """

    made_from: Annotated[str, Field(max_length=64)]
    tests: TestsSent | None = None
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class VersionTold(BaseModel):
    """A version of a rule file; `text` only where one version is asked for. `part_of` the version that it goes with: it
    is decided and published with that one.
    """

    id: str
    name: str
    state: str
    author: str
    reason: str
    approver: str
    created: datetime
    settled: datetime | None
    digest: str
    base: str | None
    part_of: str | None
    text: str | None = None

    @classmethod
    def of(cls, version: RuleVersion, *, whole: bool = False) -> Self:
        """The version as the API tells it. Parameters: `whole` with its text."""
        return cls(
            id=version.id,
            name=version.path,
            state=version.state,
            author=version.author,
            reason=version.reason,
            approver=version.approver,
            created=version.created,
            settled=version.settled,
            digest=version.digest,
            base=version.base,
            part_of=version.part_of,
            text=version.text if whole else None,
        )


@router.get("/rule-versions", dependencies=[allowed(Permission.READ)])
def list_versions(
    database: Database,
    name: Annotated[str | None, Query(max_length=MOST_OF_NAME)] = None,
    state: Annotated[Literal["proposed", "approved", "published", "rejected", "withdrawn"] | None, Query()] = None,
    before: Annotated[str, Query(pattern="^([0-9a-f]{16})?$", description="Only those behind this one")] = "",
) -> list[VersionTold]:
    """Versions of rule files, the newest first, 200 at most."""
    return [VersionTold.of(each) for each in versions.listed(database, path=name, state=state, before=before)]


@router.post(
    "/rule-versions",
    dependencies=[allowed(Permission.PROPOSE)],
    status_code=HTTPStatus.CREATED,
    response_model=VersionTold,
)
@waits_for(Slow.LOOKING)
def propose_version(request: Request, user: CurrentUser, sent: ProposalSent, once: OnlyOnceApart) -> Response:
    """Propose a text of a rule file, with its tests or without; somebody else approves it."""
    tests = None if sent.tests is None else sent.tests.text
    draft = versions.draft_of(request.app.state.folder.rules, sent.name, sent.text, tests)
    made_from = {sent.name: sent.made_from, tests_of(sent.name): "" if sent.tests is None else sent.tests.made_from}
    proposal = versions.Proposal(draft, made_from, sent.reason, user)
    return once.answer(
        sent.model_dump_json(),
        HTTPStatus.CREATED,
        proposal.over,
        lambda database, _done: VersionTold.of(proposal.keep(database), whole=True),
        undo=lambda _done: None,
    )


@router.get("/rule-versions/{version}", dependencies=[allowed(Permission.READ)])
def one_version(database: Database, version: str) -> VersionTold:
    """One version with its text."""
    return VersionTold.of(versions.find(database, version), whole=True)


@router.post("/rule-versions/{version}/approve", dependencies=[allowed(Permission.APPROVE)])
def approve_version(database: Database, user: CurrentUser, version: str) -> VersionTold:
    """Approve what somebody else proposed."""
    found = versions.to_decide(database, version)
    versions.approve(database, found, user)
    return VersionTold.of(found)


@router.post("/rule-versions/{version}/reject", dependencies=[allowed(Permission.APPROVE)])
def reject_version(request: Request, database: Database, user: CurrentUser, version: str) -> VersionTold:
    """Reject what is not published yet."""
    found = versions.to_decide(database, version)
    versions.reject(database, found, request.app.state.folder.rules, user)
    return VersionTold.of(found)


@router.post("/rule-versions/{version}/withdraw", dependencies=[allowed(Permission.PROPOSE)])
def withdraw_version(request: Request, database: Database, user: CurrentUser, version: str) -> VersionTold:
    """Withdraw what one proposed while it is not published."""
    found = versions.to_decide(database, version)
    versions.withdraw(database, found, request.app.state.folder.rules, user)
    return VersionTold.of(found)


@router.post("/rule-versions/{version}/publish", dependencies=[allowed(Permission.APPROVE)], response_model=VersionTold)
@waits_for(Slow.TRIAL)
def publish_version(
    request: Request, user: CurrentUser, version: str, sessions: Apart, once: OnlyOnceApart
) -> Response:
    """Publish an approved version whose tests pass, as `dq test` runs them: from now on checks use it."""
    bounds, language = bounds_of(request.app.state.configuration), language_of(request.scope)
    publishing = Publishing(request.app.state.folder.rules, version, user, approving=False)
    return once.answer(
        version,
        HTTPStatus.OK,
        lambda: publishing.test(sessions, language, bounds),
        lambda database, tested: VersionTold.of(publishing.keep(database, tested)),
        undo=lambda _tested: None,
    )
