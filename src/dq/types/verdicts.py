"""Five verdicts, never two; and the words that go with them."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Verdict(StrEnum):
    """What an expectation says of one row or report (docs/reference/language.md, verdicts)."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    VIOLATED = "violated"
    UNDECIDED = "undecided"
    ERROR = "error"


class Reason(IntEnum):
    """Why an outcome is undecided; the order is precedence when several apply."""

    MISSING = 1
    AMBIGUOUS = 2
    NO_PRIOR = 3
    UNITS = 4
    UNREADABLE = 5
    ZERO_DIVISOR = 6
    BLOCKED = 7

    @property
    def label(self) -> str:
        """The name used in the machine-readable contract."""
        return self.name.lower()


class Hint(StrEnum):
    """What would explain a violation, without excusing it."""

    TRUNCATED = "truncated"
    INTEGER_ROUNDING = "integer_rounding"


class Severity(StrEnum):
    """How grave a violation is: error cannot be true, warning very likely wrong, info worth a look."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """Larger is graver: info 1, warning 2, error 3."""
        return {"info": 1, "warning": 2, "error": 3}[self.value]
