"""What a statement is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dq.ingest.records import record
from dq.types import DoubtReason


@record
class Said:
    """One figure or word as the document prints it.

    Parameters: `printed` the figure without unit and sign words ("1,695.21"), or the word (良好); `line` its 1-based
    line;
    `place` its 0-based place there: of running text and of lines with one cell the character, else the cell;
    `unit` as printed (万元, %, 个), or that of the header it stands under, "" where there is none;
    `negative` where words make it negative (减少, 下降); `doubt` why its reading is doubted; `is_nothing` where
    `printed` are words that say there was nothing (未发生): zero, to the hundredth that such reports print.
    Example: `Said("213", 682, 40, "%", negative=True)`.
    """

    printed: str
    line: int
    place: int | None
    unit: str = ""
    negative: bool = False
    doubt: DoubtReason | None = None
    is_nothing: bool = False


@record
class Statement:
    """One row of a statement table (docs: `src/dq/templates/statements`).

    Parameters: `table` its name; `line` where it begins; `label` the thing it is about, as printed; `item` the
    canonical label where the tables have one for it, by default the normalised label; `path` the labels it stands
    under, joined by "/"; `attributes` words by column; `figures` by column; `role` as in tables (item,
    of_which, total).
    """

    table: str
    line: int
    label: str | None
    figures: Mapping[str, Said]
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    item: str | None = None
    path: str | None = None
    code: str | None = None
    role: str | None = None
    page: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """The lines of a table that was read: indices into `Stream.lines`, the last one excluded."""

    table: str
    first: int
    end: int
