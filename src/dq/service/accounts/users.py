"""Accounts: making, finding, checking the password."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from dq.diagnostics import Text
from dq.service.accounts.passwords import hashed, unfit, verified, verify_nobody
from dq.service.accounts.roles import Role
from dq.service.database.models import User
from dq.service.problems import Problem, conflict

_RESERVED: Final = frozenset({"schedule", "dq"})
"""Names under which the service itself acts."""
_NAME: Final = re.compile(r"[\w.@-]{2,64}")


def find(session: Session, name: str) -> User | None:
    """The account called `name`, active or not."""
    return session.scalar(select(User).where(User.name == name))


def nobody_yet(session: Session) -> bool:
    """Whether there is no account at all: the service starts for the first time."""
    return session.scalar(select(User.id).limit(1)) is None


def opens(user: User | None, password: str) -> bool:
    """Whether a password opens an account; it takes as long where there is none. In no transaction: it is slow."""
    if user is None:
        verify_nobody(password)
        return False
    return verified(user.password, password) and user.active


def unchanged(session: Session, user: User | None) -> User | None:
    """The account as it is now, if it can still be entered with the password that opened it a moment ago."""
    row = None if user is None else session.get(User, user.id)
    if row is None or user is None or not row.active or row.password != user.password:
        return None
    return row


def prepared(name: str, password: str) -> str:
    """What is kept of a password for the account `name`. In no transaction: it is slow.

    Raises: `Problem` where it cannot be taken.
    """
    reason = unfit(password, name)
    if reason is not None:
        raise _unfit(reason)
    return hashed(password)


def make(session: Session, name: str, password: str, role: Role, display: str = "") -> User:
    """Make an account. Raises: `Problem` where the name or the password cannot be taken, or the name is taken."""
    return add(session, name, prepared(name, password), role, display)


def add(session: Session, name: str, kept: str, role: Role, display: str = "") -> User:
    """Make an account. Parameters: `kept` as `prepared` gave it. Raises: `Problem` where the name cannot be taken."""
    if _NAME.fullmatch(name) is None:
        raise _unfit(Text("用户名要有 2 到 64 个字母、数字或 . _ - @", "a name has 2 to 64 letters, digits or . _ - @"))
    taken = {*_RESERVED, *map(_seen, session.scalars(select(User.name)))}
    if _seen(name) in taken:
        raise conflict(Text("已有同名的用户", "there is a user of this name"))
    user = User(name=name, password=kept, role=role.value, display=display or name)
    session.add(user)
    session.flush()
    return user


def _seen(name: str) -> str:
    """What people take a name for, such as in the log: capitals and wide letters make no other of it."""
    return unicodedata.normalize("NFKC", name).casefold()


def _unfit(reason: Text) -> Problem:
    from http import HTTPStatus

    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "unfit", reason)
