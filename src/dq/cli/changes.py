"""What became of outcomes between two runs, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from dq.diagnostics.layout import Line, Piece, Style, line
from dq.runner.comparing import Change, Entry
from dq.settings import Language

_WORDS: Final = {
    Change.NEW: ("新出现", "new", Style.ERROR),
    Change.RESOLVED: ("已解决", "resolved", Style.GOOD),
    Change.CHANGED: ("有变化", "changed", Style.WARNING),
    Change.PERSISTING: ("仍然存在", "persisting", Style.PLAIN),
    Change.WAIVED: ("已豁免", "waived", Style.INFO),
    Change.UNCHECKED: ("这次没有检查", "not checked this time", Style.WARNING),
}
_SHOWN: Final = 20
"""Of each sort; the others are counted, and all are in the JSON form."""


def change_lines(
    entries: Iterable[Entry], language: Language, counted: Mapping[Change, int] | None = None
) -> Iterator[Line]:
    """The entries by sort, the first of each by name, then how many there are of each.

    Parameters: `counted` how many there are where `entries` are the first only; they are told already then.
    """
    numbers: Counter[Change] = Counter()
    shown: dict[Change, list[Entry]] = {change: [] for change in Change}
    for entry in entries:
        numbers[entry.change] += 1
        if entry.change is not Change.PERSISTING and len(shown[entry.change]) < _SHOWN:
            shown[entry.change].append(entry)
    for change, named in shown.items():
        yield from _section(change, named, (counted or numbers).get(change, 0), language)
    if counted is None:
        yield line(number_piece(numbers, language))


def number_piece(numbers: Mapping[Change, int], language: Language) -> Piece:
    """How many of each sort. Example: 新出现 2 · 已解决 0 · …"""
    words = (f"{_WORDS[change][0 if language == 'zh' else 1]} {numbers.get(change, 0)}" for change in Change)
    return Piece(" · ".join(words), Style.STRONG)


def _section(change: Change, named: list[Entry], number: int, language: Language) -> Iterator[Line]:
    if not named:
        return
    zh, en, style = _WORDS[change]
    yield line(Piece(f"{zh if language == 'zh' else en} {number}", style))
    for entry in named:
        row = "/".join(part for part in (entry.row[0], entry.row[3] or entry.row[2] or entry.row[1]) if part)
        place = "  ".join(part for part in (entry.who(zh=language == "zh"), str(entry.year), row) if part)
        yield line(Piece(entry.rule, Style.STRONG), f"  {place}", indent=2, hang=4)
        if change is Change.CHANGED:
            yield line(Piece(f"{entry.before} → {entry.after}", Style.FAINT), indent=4, hang=6)
        yield line(Piece(entry.told_in(language), Style.FAINT), indent=4, hang=6, limit=2)
    if number > len(named):
        more = number - len(named)
        yield line(Piece(f"… 还有 {more} 个" if language == "zh" else f"… and {more} more", Style.FAINT), indent=2)


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as plain data (docs/reference/runs.md)."""
    row = dict(zip(("table", "code", "label", "path", "column"), entry.row, strict=True))
    return {
        "change": entry.change.value,
        "rule": entry.rule,
        "department": entry.department,
        "code": entry.code,
        "region": entry.region,
        "level": "unit" if entry.is_unit else "department",
        "year": entry.year,
        "kind": entry.kind,
        "row": row if row["table"] is not None else None,
        "severity": entry.severity,
        "before": entry.before,
        "after": entry.after,
        "message": entry.message,
    }
