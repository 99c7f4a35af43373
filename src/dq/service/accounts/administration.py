"""What administrators do with accounts, and what everybody does with their own; each act is in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, sessionmaker

from dq.diagnostics import Text
from dq.service import audit
from dq.service.accounts import users
from dq.service.accounts.credentials import Visitor, close_all_sessions, issue_token, revoke_tokens
from dq.service.accounts.roles import Permission, Role
from dq.service.database.columns import now
from dq.service.database.connecting import transaction
from dq.service.database.models import AuditEntry, Token, User
from dq.service.problems import Problem, conflict, not_allowed, not_found

LONGEST_DAYS: Final = 366


def everybody(session: Session) -> Sequence[User]:
    """All accounts by name, inactive ones, too."""
    return session.scalars(select(User).order_by(User.name)).all()


def make_user(sessions: sessionmaker[Session], by: Visitor, name: str, password: str, role: Role, display: str) -> User:
    """Make an account. Parameters: `by` the administrator. Raises: `Problem` where name or password cannot be taken."""
    _in_person(by)
    kept = users.prepared(name, password)
    with transaction(sessions, writes=True) as session:
        user = users.add(session, name, kept, role, display)
        audit.record(session, by.name, "user.made", user.id, name=name, role=role.value)
        return user


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed of an account; None stays as it is."""

    role: Role | None = None
    active: bool | None = None
    display: str | None = None
    password: str | None = None


def tag_of(user: User) -> str:
    """What tells one state of an account from another.

    Example: `change_user(sessions, by, user.id, Change(active=False), tag_of(user))`.
    """
    state = (user.name, user.display, user.role, user.active, user.password)
    return hashlib.sha256(repr(state).encode()).hexdigest()[:32]


def change_user(sessions: sessionmaker[Session], by: Visitor, user_id: str, change: Change, seen: str = "") -> User:
    """Change an account; its browsers are signed out where its rights or its password change.

    Parameters: `sessions` of a request that needs `Permission.ADMINISTER`: those hold all administrators first; `seen`
    the state (`tag_of`) that the change was made from, empty for whichever it has.
    Raises: `Problem` 404 for nobody, 409 where no active administrator would be left, 412 where it was changed since it
    was seen, 422 for a password not to take.
    """
    if change.role is not None or change.password is not None:
        _in_person(by)
    with transaction(sessions, writes=False) as session:
        name = found(session, user_id).name
    kept = None if change.password is None else users.prepared(name, change.password)
    with transaction(sessions, writes=True) as session:
        user = found(session, user_id)
        if seen not in ("", tag_of(user)):
            raise _changed_meanwhile()
        given = {"role": change.role and change.role.value, "active": change.active, "display": change.display}
        changed: dict[str, Any] = {
            key: value for key, value in given.items() if value is not None and value != getattr(user, key)
        }
        for key, value in changed.items():
            setattr(user, key, value)
        if kept is not None:
            user.password, changed["password"] = kept, "changed"
            revoke_tokens(session, user)
        session.flush()
        _keep_an_administrator(session)
        if changed.keys() - {"display"}:
            close_all_sessions(session, user)
        if changed:
            audit.record(session, by.name, "user.changed", user.id, name=user.name, **changed)
        return user


def _changed_meanwhile() -> Problem:
    return Problem(
        HTTPStatus.PRECONDITION_FAILED,
        "changed-meanwhile",
        Text("别人刚改过这个用户，没有保存", "somebody else has just changed this account: nothing was saved"),
        Text("请看它现在的样子，再改一次", "look at it as it is now, and make the change again"),
    )


def found(session: Session, user_id: str) -> User:
    """An account by its id. Raises: `Problem` 404."""
    user = session.get(User, user_id)
    if user is None:
        raise not_found()
    return user


def _in_person(by: Visitor) -> None:
    """Refuse tokens: one that makes accounts or gives passwords would outlive its own revocation."""
    if by.sign_in is None:
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "not-allowed",
            Text("令牌不能做这件事", "a token does not allow this"),
            Text("请在浏览器里登录后再做", "do it signed in, in a browser"),
        )


def _keep_an_administrator(session: Session) -> None:
    admins = select(func.count()).select_from(User).where(User.role == Role.ADMIN.value, User.active)
    if not session.scalar(admins):
        raise conflict(
            Text("至少要有一个可用的管理员", "there must be an active administrator"),
            Text("先让别人当管理员", "make somebody else an administrator first"),
        )


def change_own_password(sessions: sessionmaker[Session], visitor: Visitor, old: str, new: str) -> None:
    """Change one's own password; every browser is signed out. Raises: `Problem` where the old one is wrong."""
    _in_person(visitor)
    wrong = conflict(Text("原密码不对", "the old password is wrong"))
    with transaction(sessions, writes=False) as session:
        before = session.get(User, visitor.id)
    if not users.opens(before, old):
        raise wrong
    kept = users.prepared(visitor.name, new)
    with transaction(sessions, writes=True) as session:
        user = users.unchanged(session, before)
        if user is None:
            raise wrong
        user.password = kept
        revoke_tokens(session, user)
        close_all_sessions(session, user)
        audit.record(session, visitor.name, "user.changed", user.id, name=user.name, password="changed")  # noqa: S106


def tokens_of(session: Session, visitor: Visitor) -> Sequence[Row[Token, str]]:
    """One's own tokens with the name of their owner, the newest first; an administrator sees everybody's."""
    tokens = select(Token, User.name).join(User, User.id == Token.user_id).order_by(Token.created.desc(), Token.id)
    if Permission.ADMINISTER not in visitor.rights:
        tokens = tokens.where(Token.user_id == visitor.id)
    return session.execute(tokens).all()


def make_token(
    session: Session, visitor: Visitor, name: str, scopes: Collection[Permission], days: int
) -> tuple[Token, str]:
    """Make a token for oneself. Returns: its row, and the token, told this once.

    Raises: `Problem` 403 where a scope is no right of one's own, or where a token asks for another: it would outlive
    its own revocation.
    """
    user = session.get(User, visitor.id)
    _in_person(visitor)
    if user is None:
        raise not_found()
    for scope in scopes:
        if scope not in visitor.rights:
            raise not_allowed(scope.value)
    token, secret = issue_token(session, user, name, scopes, now() + timedelta(days=days))
    audit.record(session, visitor.name, "token.made", token.id, name=name, scopes=token.scopes, days=days)
    return token, secret


def revoke_token(session: Session, visitor: Visitor, token_id: str) -> None:
    """Revoke a token of one's own; an administrator revokes anybody's.

    Raises: `Problem` 404 for any other, 403 for a token that does not administer: who found one that may only read
    would end the others of its owner.
    """
    if Permission.ADMINISTER not in visitor.rights:
        _in_person(visitor)
    token = session.get(Token, token_id)
    if token is None or (token.user_id != visitor.id and Permission.ADMINISTER not in visitor.rights):
        raise not_found()
    token.revoked = token.revoked or now()
    audit.record(session, visitor.name, "token.revoked", token.id)


def log(session: Session, before: int | None, limit: int) -> Sequence[AuditEntry]:
    """Entries of the log, the newest first. Parameters: `before` only those with a lower id; `limit` how many."""
    entries = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if before is not None:
        entries = entries.where(AuditEntry.id < before)
    return session.scalars(entries).all()
