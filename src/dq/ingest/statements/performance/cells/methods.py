"""Methods of evaluation with a box each: which are ticked, over all the rows of the field."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from dq.ingest.statements.model import Said
from dq.ingest.statements.performance.cells.tokens import Kind, Token
from dq.ingest.statements.performance.cells.values import said
from dq.ingest.statements.performance.vocabulary import vocabulary
from dq.ingest.stream import Line

_METHOD: Final = re.compile("评价方法")
_LABEL: Final = re.compile("(?:项目)?(?:绩效)?评价方法[:：]?")


@dataclass(slots=True)
class Methods:
    """The field's boxes, gathered row by row from its label to the next field of the form.

    Example: rows (项目评价方法, 比较法□) and ("", 因素分析法☑), then another field → `said()` is 因素分析法.
    """

    _is_open: bool = False
    _is_sure: bool = True
    _ticked: list[str] = field(default_factory=list)
    _first: tuple[Line, Token] | None = None

    def take(self, line: Line, *, is_other: bool) -> None:
        """Keep a row's boxes if it is of the field; `is_other` says that the row is known as something else."""
        at = next((at for at in line.filled if _METHOD.search(line.cells[at])), None)
        if at is None and is_other:
            self.close()
        elif at is not None or self._is_open:
            self._is_open = True
            for each in line.filled:
                if (at is None or each >= at) and not _LABEL.fullmatch(line.cells[each].strip()):
                    self._cell(line, Token(each, line.cells[each], Kind.TEXT))

    def close(self) -> None:
        """What follows is not of the field."""
        self._is_open = False

    def said(self) -> Said | None:
        """The methods that are ticked; "" where all boxes are empty and every row was understood; else None."""
        if self._first is None or not (self._ticked or self._is_sure):
            return None
        return said(*self._first, "、".join(self._ticked), "")

    def _cell(self, line: Line, token: Token) -> None:
        if not vocabulary().is_choice(token.text):
            self._is_sure = False
            return
        ticked = [name for name, is_ticked in vocabulary().choices(token.text) if is_ticked]
        if self._first is None or (ticked and not self._ticked):
            self._first = line, token
        self._ticked += ticked
