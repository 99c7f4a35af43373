"""Publishing: the rules' own tests run first, and what passed them is what is published."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

from dq.application.drafts.apart import Bounds, prove_apart
from dq.diagnostics import Text, refusal
from dq.service.accounts.credentials import Visitor
from dq.service.configuration import ServiceConfiguration
from dq.service.database.connecting import transaction
from dq.service.database.models import RuleVersion
from dq.service.problems import Problem, refused
from dq.service.rules import versions
from dq.service.rules.published import memory, state

FolderState = tuple[tuple[str, int, int], ...]
"""As `state` gives it."""


def bounds_of(configuration: ServiceConfiguration) -> Bounds:
    """What running what somebody proposes may take."""
    return Bounds(configuration.trial_seconds, configuration.trial_megabytes * 1024 * 1024)


@dataclass(frozen=True, slots=True)
class Publishing:
    """A version on its way into force: `test` first, which takes seconds and holds no transaction, then `keep`.

    Parameters: `folder` of the published rules; `version` its id; `approving` whether the user approves it by this.
    """

    folder: Path
    version: str
    user: Visitor
    approving: bool

    def test(self, sessions: sessionmaker[Session], language: str, bounds: Bounds) -> FolderState:
        """Run its tests. Returns: the state of the published rules that it was tested with.

        Parameters: `language` of what is told of failures.
        Raises: `Problem` 404, 409 where it is not to be published, 422 with what speaks against it, 503 where the disk
        refuses.
        """
        with transaction(sessions, writes=False) as session:
            found = versions.find(session, self.version)
            versions.expect_publishable(found, self.user, approving=self.approving)
            draft = versions.whole_draft(session, found, self.folder)
        tested = state(self.folder)
        try:
            failing = prove_apart(draft, memory(), language, bounds)
        except OSError as failure:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "not-tested",
                Text("规则的测试暂时运行不了", "the tests of the rules cannot be run now"),
                refusal(failure),
            ) from failure
        if any(not each.code.startswith("DQ-T") for each in failing):
            raise refused(failing)
        if failing:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "tests-fail",
                Text("规则的测试没有通过，没有发布", "tests of the rules fail: nothing was published"),
                Text("请提出人改正规则或测试后再提", "its author mends the rules or their tests and proposes anew"),
                diagnostics=failing,
            )
        return tested

    def keep(self, session: Session, tested: FolderState) -> RuleVersion:
        """Publish it, in a transaction that writes. Parameters: `tested` what `test` gave.

        Raises: `Problem` 404, 409 where it is not to be published or the rules are others by now, 503 where the disk
        refuses.
        """
        found = versions.to_decide(session, self.version)
        if self.approving and found.state == versions.PROPOSED:
            versions.approve(session, found, self.user)
        versions.make_public(session, found, self.folder, self.user, lambda: state(self.folder) == tested)
        return found
