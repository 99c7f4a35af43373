"""Passwords: argon2id as OWASP's cheat sheet on password storage has it, and what a new one must be like."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dq.diagnostics import Text

LEAST: Final = 10
MOST: Final = 256


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """What is kept of a password: parameters, salt and digest in argon2's own form."""
    return _hasher().hash(password)


def verified(kept: str, password: str) -> bool:
    """Whether `password` is the one of which `kept` is what is kept."""
    try:
        return _hasher().verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed("a password that nobody has")


def verify_nobody(password: str) -> None:
    """Take as long as for somebody: names that exist must not be told by time."""
    verified(_nobody(), password)


def unfit(password: str, name: str) -> Text | None:
    """Why a new password cannot be taken, if so (NIST SP 800-63B: length, not composition, and not the name)."""
    if not LEAST <= len(password) <= MOST:
        return Text(f"密码要有 {LEAST} 到 {MOST} 个字符", f"a password has {LEAST} to {MOST} characters")
    if name and name.lower() in password.lower():
        return Text("密码里不能有用户名", "a password must not hold the name")
    if len(set(password)) < 4:  # noqa: PLR2004 - "aaaaaaaaaa" and the like
        return Text("密码里的不同字符太少", "the password has too few different characters")
    return None
