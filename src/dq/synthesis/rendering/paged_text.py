"""Running text of pages: what flattened and space-aligned text have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, assert_never

from dq.synthesis.rendering.cells import CellRow, caption_rows, page_foot, text_lines
from dq.synthesis.rendering.levels import Level, by_cell, column_widths, header_levels, row_levels
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.pieces import Break, Grid, Kind, Publication, Role, Text

_LINE: Final = 34
_LEAST_PAGES: Final = 4


@dataclass(slots=True)
class PagedText:
    """A text while it is written.

    Parameters: `line_of` gives the text of a level of a table with columns of these widths; `feeds` where a form feed
    ends a page; `running` the title that pages repeat.
    """

    noise: Noise
    line_of: Callable[[Grid, Level, Sequence[int]], str]
    feeds: bool
    running: str | None = None
    page: int = 1
    lines: list[str] = field(default_factory=list)

    def write(self, publication: Publication) -> str:
        """The whole text."""
        self.running = self._running_title(publication)
        for piece in publication:
            match piece:
                case Text(text, role):
                    self.lines += text_lines(text, role, _LINE)
                case Break():
                    self._end_page()
                case Grid():
                    self._grid(piece)
                case _:
                    assert_never(piece)
        return "\n".join(self.lines) + "\n"

    def _running_title(self, publication: Publication) -> str | None:
        """The title that each page repeats, where there are enough pages to know it by."""
        pages = sum(isinstance(piece, Break) for piece in publication)
        title = "".join(piece.text for piece in publication if isinstance(piece, Text) and piece.role is Role.TITLE)
        return title if pages >= _LEAST_PAGES and self.noise.chance("running title", 0.3) else None

    def _end_page(self) -> None:
        foot = page_foot(self.page, self.noise)
        if foot is not None:
            self.lines.append(foot)
        self.page += 1
        feed = "\f" if self.feeds else ""
        if self.running is not None:
            self.lines.append(feed + self.running)
        elif feed:
            self.lines.append(feed)

    def _grid(self, grid: Grid) -> None:
        widths = column_widths(grid, self.noise)
        upper = [grid.title, *(" ".join(filter(None, row)) for row in caption_rows(grid, self.noise))]
        upper += [self.line_of(grid, level, widths) for level in header_levels(grid, widths)]
        self.lines += upper
        spread = self.noise.chance(f"{grid.name}/spread", 0.2)
        for number, part in enumerate(grid.parts()):
            if number:
                self._end_page()
                self.lines += upper if grid.repeats else []
            for row in part:
                self.lines += [self.line_of(grid, level, widths) for level in self._levels(grid, row, widths)]
                self.lines += [""] if spread else []
        self.lines += grid.notes

    def _levels(self, grid: Grid, row: CellRow, widths: Sequence[int]) -> Iterator[Level]:
        has_one_label = grid.kinds.count(Kind.LABEL) == 1
        if has_one_label and Kind.CODE in grid.kinds and self.noise.chance(f"{grid.name}/by cell", 0.3):
            return by_cell(row, grid.kinds, widths)
        return iter(row_levels(row, widths))
