"""What is told of the lists that say how bodies are related, beside an archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.engine.bodies import plain_name, unit_name
from dq.semantics.bodies import Bodies

_LIST: Final = Span("reference/units.csv")
_NAMED: Final = 3


def unknown_bodies(bodies: Bodies, known: Iterable[str]) -> list[Diagnostic]:
    """Departments and units on the list that no report of an archive is of: misspelt, or their reports are missing.

    Parameters: `known` the bodies of the archive's reports. Units of a department that is unknown are not told again.
    Example: `unknown_bodies(book.bodies, [entry.department for entry in archive.latest])`.
    """
    names = {plain_name(each) for each in known}
    departments = dict.fromkeys(plain_name(each.department) for each in bodies.units)
    units = dict.fromkeys(unit_name(each) for each in bodies.units if plain_name(each.department) in names)
    told = (
        ("DQ-N013", Text("部门", "departments"), [each for each in departments if each not in names]),
        ("DQ-N014", Text("所属单位", "units of departments"), [each for each in units if each not in names]),
    )
    return [_unknown(code, what, lacking) for code, what, lacking in told if lacking]


def _unknown(code: str, what: Text, names: list[str]) -> Diagnostic:
    more = Text(" 等", " …") if len(names) > _NAMED else Text("", "")
    number, listed = len(names), names[:_NAMED]
    return Diagnostic(
        code,
        Level.WARNING,
        Text(
            f"名单上有 {number} 个{what.zh}在报告库里没有报告：{'、'.join(listed)}{more.zh}",
            f"of {number} {what.en} on the list the archive has no report: {', '.join(listed)}{more.en}",
        ),
        _LIST,
        Text(
            "名称须与报告上的一致；报告没有收齐的，与它们合计的规则会说明无法判断。",
            "Spell names as the reports do; where reports are missing, rules that add them up tell that they cannot.",
        ),
    )
