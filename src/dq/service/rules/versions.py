"""Versions of rule files: proposed by one person, approved by another, published whole."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from typing import Final

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from dq.application.drafts.draft import LONGEST, Draft, is_name, tests_of
from dq.application.drafts.publishing import Publication, Published, publish, state_of, text_of
from dq.diagnostics import Diagnostic, Text
from dq.service import audit
from dq.service.accounts.credentials import Visitor
from dq.service.database.columns import now
from dq.service.database.models import RuleVersion
from dq.service.problems import Problem, conflict, not_found, refused
from dq.service.rules.checking import look_at

PROPOSED: Final = "proposed"
APPROVED: Final = "approved"
PUBLISHED: Final = "published"
REJECTED: Final = "rejected"
WITHDRAWN: Final = "withdrawn"
OPEN: Final = (PROPOSED, APPROVED)
"""States that end with a publication, a rejection or a withdrawal."""
STATES: Final = (PROPOSED, APPROVED, PUBLISHED, REJECTED, WITHDRAWN)

_MOST: Final = 200
_FOUND: Final = "dq"
"""The author of texts that nobody proposed: they came with the program, or somebody put them there by hand."""


def draft_of(folder: Path, name: str, text: str, tests: str | None = None) -> Draft:
    """The draft that a client sends. Raises: `Problem` 422 for a name that is no rule file's or too long a text.

    Parameters: `tests` the text of the file of its tests, where they change with it.
    """
    if not (is_name(name) and (tests is None or is_name(tests_of(name)))):
        raise _unfit(
            Text("规则文件名不合要求", "this is no name of a rule file"),
            Text("用字母、数字、- 和 _，以 .dq 结尾，如 bureau/own.dq", "letters, digits, - and _, ending in .dq"),
        )
    if max(len(text), len(tests or "")) > LONGEST:
        raise _unfit(Text(f"规则文件超过 {LONGEST} 个字符", f"a rule file has at most {LONGEST} characters"))
    text, tests = text.replace("\r\n", "\n"), None if tests is None else tests.replace("\r\n", "\n")
    if tests is not None and Draft(folder, name, text).is_tests:
        raise _unfit(Text("测试文件没有自己的测试", "a file of tests has no tests of its own"))
    return Draft(folder, name, text, tests)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Texts that are to be proposed: looked `over` first, which takes a while and holds no transaction, then kept.

    Parameters: `made_from` by file name the state (`state_of`) of the published text that was edited; `reason` why it
    changes.
    """

    draft: Draft
    made_from: Mapping[str, str]
    reason: str
    user: Visitor

    def over(self) -> None:
        """Raises: `Problem` 409 where an edited text is no longer the published one, 422 for a text with errors,
        without change or without a reason.
        """
        if not self.reason.strip():
            raise _unfit(Text("请写明理由", "give a reason"))
        if not self._changed(self._edited()):
            raise _unfit(Text("内容没有变化", "the text is as it was"))
        wrong = [_named(each, self.draft) for each in look_at(self.draft).errors]
        if wrong:
            raise refused(wrong)

    def keep(self, session: Session) -> RuleVersion:
        """Keep it, in a transaction that writes. Raises: `Problem` 409 where it was published meanwhile."""
        before = self._edited()
        first: RuleVersion | None = None
        for name, text in self._changed(before).items():
            current = before[name]
            version = RuleVersion(
                path=name,
                text=text,
                digest=state_of(text),
                base=None if current is None else _version_of(session, name, current).id,
                part_of=None if first is None else first.id,
                reason=self.reason.strip(),
                author=self.user.name,
            )
            session.add(version)
            session.flush()
            audit.record(session, self.user.name, "rule.proposed", version.id, path=name, reason=version.reason)
            first = first or version
        if first is None:
            raise _overtaken()
        return first

    def _edited(self) -> dict[str, str | None]:
        """The published texts that the draft changes. Raises: `Problem` 409 where one is another by now."""
        current = {name: text_of(self.draft.folder, name) for name in self.draft.files}
        if any(state_of(text) != self.made_from[name] for name, text in current.items()):
            raise _overtaken()
        return current

    def _changed(self, before: Mapping[str, str | None]) -> dict[str, str]:
        return {name: text for name, text in self.draft.files.items() if text != before[name]}


def _named(said: Diagnostic, draft: Draft) -> Diagnostic:
    """A diagnostic that tells its file, where that is not the one that was edited."""
    path = Path(said.span.file)
    if path == draft.path:
        return said
    name = path.relative_to(draft.folder).as_posix() if path.is_relative_to(draft.folder) else path.name
    return replace(said, headline=Text(f"{name}：{said.headline.zh}", f"{name}: {said.headline.en}"))


def find(session: Session, version: str) -> RuleVersion:
    """A version by its id. Raises: `Problem` 404."""
    found = session.get(RuleVersion, version)
    if found is None:
        raise not_found()
    return found


def to_decide(session: Session, version: str) -> RuleVersion:
    """A version by its id, which nobody else decides until this transaction ends.

    Raises: `Problem` 404, 409 for a part, which is decided with the version that it goes with.
    """
    found = session.get(RuleVersion, version, with_for_update=True)
    if found is None:
        raise not_found()
    _refuse_part(found)
    return found


def with_parts(session: Session, version: RuleVersion) -> list[RuleVersion]:
    """A version and those that go with it."""
    parts = select(RuleVersion).where(RuleVersion.part_of == version.id).order_by(RuleVersion.path)
    return [version, *session.scalars(parts)]


def texts(session: Session, version: RuleVersion, *, before: bool) -> dict[str, str]:
    """The texts of a version and its parts by file; `before` those that they changed, empty for a new file."""
    return {each.path: _before(session, each) if before else each.text for each in with_parts(session, version)}


def _before(session: Session, version: RuleVersion) -> str:
    return "" if version.base is None else find(session, version.base).text


def whole_draft(session: Session, version: RuleVersion, folder: Path) -> Draft:
    """The draft that a version with its parts is of."""
    tests = {each.path: each.text for each in with_parts(session, version)}.get(tests_of(version.path))
    return draft_of(folder, version.path, version.text, tests)


def listed(
    session: Session, *, path: str | None = None, state: str | None = None, before: str = "", most: int = 200
) -> Sequence[RuleVersion]:
    """Versions, the newest first; parts of others only where a file is asked for.

    Parameters: `path` of one file, `state` of one state only; `before` the id of the last one that is known: those
    behind it. Raises: `Problem` 404 for no such version.
    """
    wanted = select(RuleVersion).order_by(RuleVersion.created.desc(), RuleVersion.id.desc()).limit(most)
    if before:
        last = find(session, before)
        wanted = wanted.where(tuple_(RuleVersion.created, RuleVersion.id) < (last.created, last.id))
    wanted = wanted.where(RuleVersion.part_of.is_(None) if path is None else RuleVersion.path == path)
    if state is not None:
        wanted = wanted.where(RuleVersion.state == state)
    return session.scalars(wanted).all()


def approve(session: Session, version: RuleVersion, user: Visitor) -> None:
    """Approve a proposal of somebody else. Raises: `Problem` 409 for one's own or where it is settled."""
    _expect(version, PROPOSED)
    _refuse_own(version, user)
    for each in with_parts(session, version):
        each.state, each.approver, each.settled = APPROVED, user.name, now()
    audit.record(session, user.name, "rule.approved", version.id, path=version.path)


def expect_publishable(version: RuleVersion, user: Visitor, *, approving: bool) -> None:
    """Raises: `Problem` 409 where this user may not publish the version now, or it is part of another.

    Parameters: `approving` whether publishing approves it, too.
    """
    _refuse_part(version)
    if approving and version.state == PROPOSED:
        _refuse_own(version, user)
    else:
        _expect(version, APPROVED)


def reject(session: Session, version: RuleVersion, folder: Path, user: Visitor) -> None:
    """Reject what is not published yet, approved or not. Raises: `Problem` 409 where it is settled or written."""
    _expect_open(session, version, folder)
    for each in with_parts(session, version):
        each.state, each.approver, each.settled = REJECTED, user.name, now()
    audit.record(session, user.name, "rule.rejected", version.id, path=version.path)


def withdraw(session: Session, version: RuleVersion, folder: Path, user: Visitor) -> None:
    """Withdraw what one proposed while it is not published.

    Raises: `Problem` 404 for another's, 409 where it is settled or written.
    """
    if version.author != user.name:
        raise not_found()
    _expect_open(session, version, folder)
    for each in with_parts(session, version):
        each.state, each.settled = WITHDRAWN, now()
    audit.record(session, user.name, "rule.withdrawn", version.id, path=version.path)


def make_public(session: Session, version: RuleVersion, folder: Path, user: Visitor, still: Callable[[], bool]) -> None:
    """Publish an approved version that passed its tests. Parameters: `still` whether the rules are those it was tested
    with. Raises: `Problem` 409 where it is not approved, they are not, its base is not published any more, or another
    publication of its files was not finished, 503 where the disk refuses.

    Done twice it does nothing: a service that ended between the file and the database goes on here.
    """
    _expect(version, APPROVED)
    parts = with_parts(session, version)
    if not all(is_written(each, folder) for each in parts):
        _refuse_unfinished(session, parts, folder)
        bases = {each.path: "" if each.base is None else find(session, each.base).digest for each in parts}
        _expect_written(publish(whole_draft(session, version, folder), bases, still))
    for each in parts:
        each.state = PUBLISHED
        audit.record(session, user.name, "rule.published", each.id, path=each.path, digest=each.digest)


def _expect_written(done: Published) -> None:
    match done.publication:
        case Publication.DONE:
            pass
        case Publication.OVERTAKEN:
            raise _overtaken()
        case Publication.OUTDATED:
            raise conflict(
                Text("测试时别的规则刚被改过", "other rules were changed while the tests ran"),
                Text("请再试一次", "try again"),
            )
        case Publication.BUSY | Publication.FAILED:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "not-written",
                Text("规则文件暂时写不了", "the rule file cannot be written now"),
                diagnostics=done.diagnostics,
            )


def is_written(version: RuleVersion, folder: Path) -> bool:
    """Whether the text is the published one, whatever the database says of it."""
    return state_of(text_of(folder, version.path)) == version.digest


def differences(session: Session, version: RuleVersion) -> list[tuple[str, str]]:
    """The lines in which a version differs from its base: pairs of a sign ("+", "-", "@", " ") and a text."""
    lines = difflib.unified_diff(_before(session, version).splitlines(), version.text.splitlines(), lineterm="", n=3)
    return [(line[0] if line[0] in "+-@" else " ", line if line[0] == "@" else line[1:]) for line in list(lines)[2:]]


def _version_of(session: Session, path: str, text: str) -> RuleVersion:
    """The version whose text is published now; made where nobody proposed it."""
    digest = state_of(text)
    known = select(RuleVersion).where(RuleVersion.path == path, RuleVersion.digest == digest)
    found = session.scalar(known.where(RuleVersion.state == PUBLISHED).limit(1))
    if found is None:
        found = RuleVersion(path=path, text=text, digest=digest, reason="", state=PUBLISHED, author=_FOUND)
        session.add(found)
        session.flush()
    return found


def _expect(version: RuleVersion, state: str) -> None:
    if version.state != state:
        raise _settled(version)


def _expect_open(session: Session, version: RuleVersion, folder: Path) -> None:
    """Raises: `Problem` 409 where the version is published, rejected or withdrawn, or its text is in force already.

    The last is what a service leaves that ended while it published; the same text may be in force by another version.
    """
    if version.state not in OPEN:
        raise _settled(version)
    if any(_is_in_force_by(session, each, folder) for each in with_parts(session, version)):
        raise conflict(
            Text(
                "这份文本已在使用，只是发布没有做完", "this text is in force already: its publication was not finished"
            ),
            Text("请先完成发布，再提出改回去的修改", "finish publishing it, then propose to change it back"),
        )


def _refuse_unfinished(session: Session, parts: Sequence[RuleVersion], folder: Path) -> None:
    """Raises: `Problem` 409 where the service ended while it published another change of these files.

    That one, whose base would be gone, could be neither finished nor given up.
    """
    ours = {each.id for each in parts}
    paths = {each.path for each in parts}
    pending = select(RuleVersion).where(RuleVersion.state.in_(OPEN), RuleVersion.part_of.is_(None))
    for version in session.scalars(pending.order_by(RuleVersion.created, RuleVersion.id)):
        others = [] if version.id in ours else with_parts(session, version)
        if paths.isdisjoint(each.path for each in others):
            continue
        if any(_is_in_force_by(session, each, folder) for each in others):
            raise conflict(
                Text("另一项修改的发布没有做完", "the publication of another change was not finished"),
                Text(f"请先完成发布 {version.id}", f"finish publishing {version.id} first"),
            )


def _is_in_force_by(session: Session, version: RuleVersion, folder: Path) -> bool:
    """Whether the text is in force and no other version put it there."""
    same = select(RuleVersion.id).where(
        RuleVersion.path == version.path, RuleVersion.digest == version.digest, RuleVersion.state == PUBLISHED
    )
    return is_written(version, folder) and session.scalar(same.limit(1)) is None


def _refuse_part(version: RuleVersion) -> None:
    if version.part_of is not None:
        raise conflict(
            Text("它和规则文件是同一项修改，一并处理", "it is part of a change: it is decided with that"),
            Text(f"请处理 {version.part_of}", f"decide {version.part_of}"),
        )


def _refuse_own(version: RuleVersion, user: Visitor) -> None:
    if version.author == user.name:
        raise conflict(
            Text("自己提出的修改要由另一人批准", "what one proposes is approved by another person"),
            Text("请找另一位有批准权限的人", "ask somebody else who may approve"),
        )


def _settled(version: RuleVersion) -> Problem:
    return conflict(Text("这项修改不在待处理的状态", f"this change is {version.state}"))


def _overtaken() -> Problem:
    return conflict(
        Text("这个文件刚被改过", "this file was changed meanwhile"),
        Text("请打开现在的内容，把修改再做一次", "open the text as it is now and make the change again"),
    )


def _unfit(title: Text, cause: Text | None = None) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unfit", title, cause)
