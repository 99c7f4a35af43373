"""The four roles and what each may do: the only table of rights there is."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """Something that a role may be allowed to do; the scopes of tokens have these names, too."""

    READ = "read"
    COMMENT = "comment"
    UPLOAD = "upload"
    CORRECT = "correct"
    RUN = "run"
    PROPOSE = "propose"
    APPROVE = "approve"
    ADMINISTER = "administer"


class Role(StrEnum):
    """What somebody is here for; each role may do what the ones before it may."""

    VIEWER = "viewer"
    AUDITOR = "auditor"
    APPROVER = "approver"
    ADMIN = "admin"


_VIEWER: Final = frozenset({Permission.READ})
_AUDITOR: Final = _VIEWER | {
    Permission.COMMENT,
    Permission.UPLOAD,
    Permission.CORRECT,
    Permission.RUN,
    Permission.PROPOSE,
}
_APPROVER: Final = _AUDITOR | {Permission.APPROVE}
RIGHTS: Final[dict[Role, frozenset[Permission]]] = {
    Role.VIEWER: _VIEWER,
    Role.AUDITOR: _AUDITOR,
    Role.APPROVER: _APPROVER,
    Role.ADMIN: _APPROVER | {Permission.ADMINISTER},
}
