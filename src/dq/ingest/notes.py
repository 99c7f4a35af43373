"""What a note below a table says of its being empty: its class, never its sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dq.ingest.stream import Line

EMPTY: Final = "empty"
NONE: Final = "none"
_BELOW: Final = 12
"""Lines below a table's last row in which its notes stand, page breaks and blank lines among them."""
_BLANK: Final = 20
"""The same where all but a few are blank, as the empty cells of a copied web page are."""
_FEW: Final = 6
_BROKEN_OVER: Final = 3
"""Lines that a note may be broken over."""
_LONGEST: Final = 300
_SIGN: Final = r"[*★※(【“\"]{0,2}"
_MARK: Final = re.compile(rf"^{_SIGN}(?:特别)?(?:注|备注|附注|(?:空表|情况)?说明)(?:[:：】]|\d?[.、])")
_EMPTY: Final = re.compile(
    r"(?:(?<![如若])(?:本张?|此|该|上)|(?<![\u4e00-\u9fff]))表格?"
    r"(?:为空(?![的白格则])|为空白表|为(?:零|[“\"]?0[”\"]?)(?=[。,;)]|$)"
    r"|(?:无|没有)(?:数据|数字|内容|金额(?!单位)|发生额)(?!的)|空白(?![处栏格行的]))|空表(?=[。,;)]|列示|公开|$)"
    r"|表中数据(?:均|都)?为(?:零|[“\"]?0[”\"]?)(?=[。,;)]|$)"
    r"|不涉及[此本该]表(?=[。,;)内]|$)|[此本该]表不适用(?!的)"
)
"""Of the whole table; 本表为空的栏目 is of a column."""
_OPENS: Final = re.compile(
    rf"^{_SIGN}(?:[本我此该无]|没有|20\d\d年|空表)|^[^。;:]{{2,60}},故[本此]表|^[^。;:]{{2,60}}\((?:[本此]表无数据|空表)\)$"
)
"""How a note's sentence begins that stands on a line of its own, without its mark, or behind the table's title."""
_INSTRUCTION: Final = re.compile(r"的,|[仍应须]|保留")
_NONE: Final = re.compile(
    r"(?:没有|无|未发生|未安排|未使用|不涉及)[^。;,]{0,40}(?:收入|支出|收支|预算|决算|经费|安排|项目|业务|数据|拨款|基金|内容|情况|发生)"
)
_NOTHING: Final = re.compile(r"(?:(?:注|备注|说明):)?\(?(?:无(?:数据)?|不涉及|不适用|数据为零)(?:,特此说明)?[。)]*")
_END: Final = re.compile(r"[。;]$")
_HEADING: Final = re.compile(r"第.{1,3}部分|\(?[一二三四五六七八九十]{1,3}[)、]")
"""How what is no note of the table above it begins."""


def note_below(lines: Sequence[Line], body: int, end: int, until: int) -> str | None:
    """The class of the note that a table carries about its being empty; see `find_note`."""
    found = find_note(lines, body, end, until)
    return None if found is None else found.says


@dataclass(frozen=True, slots=True)
class Note:
    """A note below a table: what it `says` ("empty", "none"), its first `line`, its `text` without blanks, folded."""

    says: str
    line: Line
    text: str


def find_note(lines: Sequence[Line], body: int, end: int, until: int) -> Note | None:
    """The note that a table carries about its being empty: "empty" where it says that the table is (空表, 本表无数据),
    "none" where it only says that there are no such incomes or expenditures; None without such a note.

    A note opens with 注 or 说明, or stands right below the table; its last sentence may stand on the line below, and
    what calls the table empty alone.
    Instructions of the form (无…的，仍保留该表格式) are no notes.
    Parameters: `body` the index of the line after the header, `end` that of the line after the last row; `until` that
    of the next table.
    Example: `find_note(lines, 5, 7, 20).says` → `"empty"`.
    """
    first = max(end, body)
    printed = [at + 1 for at in range(first, min(first + _BLANK, until, len(lines))) if lines[at].filled]
    last = max([min(first + _BELOW, until, len(lines)), *printed[:_FEW]])
    found: Note | None = None
    is_below = False
    for at in range(body, last):
        text = _plain(lines[at])
        is_below = (is_below or at == end) and not _HEADING.match(text)
        is_marked = _MARK.match(text) is not None
        if not text or text.isdecimal() or not (is_marked or is_below or _OPENS.match(text)):
            is_below = is_below and (not text or text.isdecimal())
            continue
        note = _sentence(lines, at, last)
        if not is_marked and _INSTRUCTION.search(note):
            is_below = False
            continue
        if _EMPTY.search(note):
            return Note(EMPTY, lines[at], note)
        if ((is_marked or is_below) and _NONE.search(note)) or _NOTHING.fullmatch(note):
            found = found or Note(NONE, lines[at], note)
        is_below = is_marked
    return found


def _sentence(lines: Sequence[Line], at: int, last: int) -> str:
    """What a line says, with those below it over which it is broken."""
    note = _plain(lines[at])
    for line in lines[at + 1 : min(at + _BROKEN_OVER, last)]:
        if _END.search(note) or len(note) > _LONGEST or _MARK.match(_plain(line)):
            break
        note += _plain(line)
    return note


def _plain(line: Line) -> str:
    text = "".join(line.cells[at] for at in line.filled)[:_LONGEST]
    return "".join(unicodedata.normalize("NFKC", text).split())
