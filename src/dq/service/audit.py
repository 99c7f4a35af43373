"""The log of who did what. Entries are added in the transaction of what they tell of: both are kept or neither."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from dq.service.database.models import AuditEntry

_LONGEST: Final = 256


def record(
    session: Session, user_name: str, action: str, subject: str = "", address: str = "", **detail: object
) -> None:
    """Add an entry. Parameters: `action` as "noun.verb"; `subject` the id acted on; `detail` more, but no secrets."""
    session.add(
        AuditEntry(user_name=user_name, action=action, subject=subject[:_LONGEST], detail=detail, address=address[:64])
    )
