"""Diagnostics: values that describe unacceptable input, gathered and never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad the input is: an error refuses it, a warning lets it pass with a word."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages that auditors read.

    Parameters: `zh` and `en`, plain text without markup.
    Example: `Text("没有这一列", "no such column").in_language("en")` → `"no such column"`.
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The sentence in `language` ("zh" or "en"); Chinese for anything else."""
        return self.en if language == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text file: 1-based lines and columns (in characters), the end exclusive.

    `line` 0 means the file as a whole.
    """

    file: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


@dataclass(frozen=True, slots=True)
class Label:
    """A word beside a second place that explains the first ("the column is declared here")."""

    span: Span
    text: Text


@dataclass(frozen=True, slots=True)
class Fix:
    """A replacement of the text at `span` that is certain to be what was meant."""

    span: Span
    replacement: str
    text: Text


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What is wrong with one place of an input, why, and what to do about it.

    Parameters: `code` is stable ("DQ-L001": L language, I ingestion, A archive, C command);
    `headline` says what is wrong, `notes` why, `help` what to do.
    """

    code: str
    level: Level
    headline: Text
    span: Span
    help: Text | None = None
    notes: tuple[Text, ...] = ()
    labels: tuple[Label, ...] = ()
    fix: Fix | None = None
