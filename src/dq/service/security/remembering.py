"""Who was let in a moment ago, so that not every request of a page asks the database who sends it."""

from __future__ import annotations

from typing import Final

from dq.service.accounts.credentials import Visitor
from dq.service.database.changes import Changes
from dq.service.database.columns import now

_MOST: Final = 1000


class Remembered:
    """Visitors by what they sent, forgotten all at once as soon as anything is written to the database.

    So what takes effect at once still does: signing out, revoking a token, closing an account, another role. Where
    the database cannot tell that it was written to (PostgreSQL), nobody is remembered.

    Parameters: `changes` of the database.
    """

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._state: int | None = None
        self._known: dict[str, Visitor] = {}

    def state(self) -> int | None:
        """The state of the database, to be taken before it is asked who somebody is."""
        return self._changes.state()

    def recall(self, proof: str, state: int | None) -> Visitor | None:
        """Who sent this proof in the same state of the database, if that is known and has not ended meanwhile.

        Parameters: `proof` a digest of the cookie or token; `state` of now.
        """
        if state is None or state != self._state:
            return None
        visitor = self._known.get(proof)
        return visitor if visitor is not None and visitor.expires > now() else None

    def keep(self, proof: str, visitor: Visitor, state: int | None) -> None:
        """Remember who sent a proof. Parameters: `state` as it was before the database was asked."""
        if state is None:
            return
        if state != self._state or len(self._known) >= _MOST:
            self._state, self._known = state, {}
        self._known[proof] = visitor
