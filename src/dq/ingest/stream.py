"""What every document format is turned into: lines of cells, each knowing where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from dq.diagnostics import Diagnostic


@dataclass(frozen=True)
class Line:
    """One line of a document.

    Parameters: `number` its 1-based line in the text (in a PDF: on its page); `cells` the texts of its cells, trimmed,
    in print order, empty ones too: a cell's index is its position; `page` 1-based, None where the format has none.
    """

    number: int
    cells: tuple[str, ...]
    page: int | None = None

    @cached_property
    def filled(self) -> tuple[int, ...]:
        """Positions of the cells that are not empty."""
        return tuple(at for at, cell in enumerate(self.cells) if cell)

    @cached_property
    def sole_text(self) -> str | None:
        """The text of the only cell that is not empty, or None where there is none or more than one."""
        return self.cells[self.filled[0]] if len(self.filled) == 1 else None


@dataclass(frozen=True, slots=True)
class Stream:
    """A document as lines, or the reasons why it cannot be read (then `lines` is empty)."""

    lines: tuple[Line, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Format(Protocol):
    """A document format: one module in `formats/` with these two functions."""

    def accepts(self, name: str, data: bytes) -> bool:
        """True where this format is the one to read the document. Parameters: the file's name, its content."""
        ...

    def read(self, name: str, data: bytes) -> Stream:
        """The document's lines; never raises on bad content."""
        ...
