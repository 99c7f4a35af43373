"""Sessions of browsers and tokens of programs: secrets that only their bearer has, digests that we keep."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.orm import Session
from starlette.requests import HTTPConnection

from dq.service.accounts.roles import RIGHTS, Permission, Role
from dq.service.database.columns import now
from dq.service.database.models import SignIn, Token, User

COOKIE: Final = "dq_session"
TOKEN_PREFIX: Final = "dqt_"  # noqa: S105 - what tokens begin with is no secret
_OWNER: Final = (User.id.label("user_id"), User.name, User.display, User.language, User.role, User.active)
_SIGNED_IN: Final = (
    select(SignIn.id, SignIn.csrf, SignIn.expires, *_OWNER)
    .join(User, User.id == SignIn.user_id)
    .where(SignIn.id == bindparam("id"))
)
_BEARING: Final = (
    select(Token.scopes, Token.revoked, Token.expires, *_OWNER)
    .join(User, User.id == Token.user_id)
    .where(Token.digest == bindparam("digest"))
)
_HELD: Final = {
    # Not against rows that name the account: those are written meanwhile as before. The account first: who changes
    # one has its row before those of its sessions and tokens, and two who hold one each would wait for ever.
    _SIGNED_IN: _SIGNED_IN.with_for_update(of=[User, SignIn], key_share=True),
    _BEARING: _BEARING.with_for_update(of=[User, Token], key_share=True),
}
"""The same, with the rows held until the transaction ends, where a database holds rows; SQLite has one writer only."""

_ADMINISTRATORS: Final = (
    select(User.id).where(User.role == Role.ADMIN.value).order_by(User.id).with_for_update(key_share=True)
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request and what this request may do.

    Parameters: `id`, `name`, `display`, `language` of the account; `rights` of the role, of a token no more than its
    scopes; `expires` when the session or the token does; `csrf` the word that forms of a session must send back, none
    for a token; `sign_in` the session's id.
    """

    id: str
    name: str
    display: str
    language: str
    role: Role
    rights: frozenset[Permission]
    expires: datetime
    csrf: str | None = None
    sign_in: str | None = None


def digest(secret: str) -> str:
    """What is kept of a secret of 256 random bits: these need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def open_session(session: Session, user: User, hours: int) -> tuple[str, str]:
    """Sign a browser in. Returns: the cookie's value, of which a digest is kept, and the word of its forms."""
    secret, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
    moment = now()
    session.execute(delete(SignIn).where(SignIn.expires < moment))
    session.add(SignIn(id=digest(secret), user_id=user.id, csrf=csrf, expires=moment + timedelta(hours=hours)))
    return secret, csrf


def close_session(session: Session, sign_in: str) -> None:
    """Sign a browser out. Parameters: `sign_in` the id of its session."""
    session.execute(delete(SignIn).where(SignIn.id == sign_in))


def close_all_sessions(session: Session, user: User) -> None:
    """Sign every browser of an account out, as when its password or role changes."""
    session.execute(delete(SignIn).where(SignIn.user_id == user.id))


def revoke_tokens(session: Session, user: User) -> None:
    """Revoke every token of an account, as when its password changes: who knew the old one may have made some."""
    session.execute(update(Token).where(Token.user_id == user.id, Token.revoked.is_(None)).values(revoked=now()))


def hold_administrators(session: Session) -> None:
    """Hold the rows of all administrators until the transaction ends, which has held no account yet.

    Two who demote each other at once must not both be let. Each holds them in the same order, the own row among them:
    one who held that first would wait for the other, and the other for it.
    """
    session.execute(_ADMINISTRATORS).all()


def visitor_of_cookie(session: Session, cookie: str, *, held: bool = False) -> Visitor | None:
    """Who is signed in with this cookie, if anybody is. Parameters: `held` as for `visitor_of`."""
    row = session.execute(_HELD[_SIGNED_IN] if held else _SIGNED_IN, {"id": digest(cookie)}).first()
    if row is None or row.expires <= now() or not row.active:
        return None
    return _visitor(row, RIGHTS[Role(row.role)], csrf=row.csrf, sign_in=row.id)


def issue_token(
    session: Session, user: User, name: str, scopes: Iterable[Permission], expires: datetime
) -> tuple[Token, str]:
    """Make a token. Returns: its row, and the token itself, which is told this once and kept nowhere."""
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    row = Token(user_id=user.id, name=name, digest=digest(secret), scopes=sorted(scopes), expires=expires)
    session.add(row)
    session.flush()
    return row, secret


def visitor_of_token(session: Session, secret: str, *, held: bool = False) -> Visitor | None:
    """Who sends this token, if it is valid: never more rights than its owner's role has today.

    Parameters: `held` as for `visitor_of`.
    """
    row = session.execute(_HELD[_BEARING] if held else _BEARING, {"digest": digest(secret)}).first()
    if row is None or row.revoked is not None or row.expires <= now() or not row.active:
        return None
    scopes = frozenset(scope for scope in Permission if scope.value in row.scopes)
    return _visitor(row, RIGHTS[Role(row.role)] & scopes)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a request sends to show who sends it. Parameters: `secret` of a cookie, or of a token where `bearer`."""

    secret: str
    bearer: bool

    @property
    def digest(self) -> str:
        """What may be remembered of it."""
        return f"{'token' if self.bearer else 'cookie'} {digest(self.secret)}"


def proof_of(connection: HTTPConnection) -> Proof | None:
    """What a request shows: its token or, without one, its cookie; None for neither."""
    kind, _, secret = connection.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return Proof(secret.strip(), bearer=True)
    cookie = connection.cookies.get(COOKIE)
    return None if cookie is None else Proof(cookie, bearer=False)


def visitor_of(proof: Proof, session: Session, *, held: bool = False) -> Visitor | None:
    """Who sends a request; None for nobody that we know.

    Parameters: `held` so that nobody takes the account, its rights, the session or the token away until the transaction
    ends, which must be one that writes.
    """
    if proof.bearer:
        return visitor_of_token(session, proof.secret, held=held)
    return visitor_of_cookie(session, proof.secret, held=held)


def _visitor(
    row: Row[*tuple[Any, ...]], rights: frozenset[Permission], csrf: str | None = None, sign_in: str | None = None
) -> Visitor:
    return Visitor(
        id=row.user_id,
        name=row.name,
        display=row.display,
        language=row.language,
        role=Role(row.role),
        rights=rights,
        expires=row.expires,
        csrf=csrf,
        sign_in=sign_in,
    )
