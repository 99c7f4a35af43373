"""What is told of the lists that say how bodies are related, beside an archive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dq.archive import Store
from dq.diagnostics import Diagnostic, Level, Span, Text
from dq.engine.bodies import plain_name, shared, subjects, unit_name, units_of
from dq.semantics.bodies import Bodies

_LIST: Final = Span("reference/units.csv")
_NAMED: Final = 3


def wrong_lists(bodies: Bodies, known: Iterable[str], store: Store) -> list[Diagnostic]:
    """What cannot be right in the list of units: names that no report of an archive bears, units of two departments.

    Parameters: `known` the bodies of the archive's reports; `store` of those that can be read.
    Example: `wrong_lists(book.bodies, [entry.department for entry in archive.latest], archive)`.
    """
    return [*_unknown_bodies(bodies, known), *_impossible(bodies, store)] if bodies.units else []


def _unknown_bodies(bodies: Bodies, known: Iterable[str]) -> list[Diagnostic]:
    """Departments and units that are misspelt, or their reports are missing. Units of an unknown department are not
    told again.
    """
    names = {plain_name(each) for each in known}
    departments = dict.fromkeys(plain_name(each.department) for each in bodies.units)
    units = dict.fromkeys(unit_name(each) for each in bodies.units if plain_name(each.department) in names)
    told = (
        ("DQ-N013", Text("部门", "departments"), [each for each in departments if each not in names]),
        ("DQ-N014", Text("所属单位", "units of departments"), [each for each in units if each not in names]),
    )
    return [_unknown(code, what, lacking) for code, what, lacking in told if lacking]


def _impossible(bodies: Bodies, store: Store) -> list[Diagnostic]:
    """Units that the list gives to several departments, and departments that it makes units of their own."""
    held = subjects(store.scan("reports").collect())
    names = {each.report: each.department for each in held}
    units = units_of(held, bodies.units)
    claiming: dict[str, set[str]] = {}
    for unit, departments in shared(units).items():
        claiming.setdefault(names[unit], set()).update(names[each] for each in departments)
    double = [f"{unit}（{'、'.join(sorted(theirs))}）" for unit, theirs in claiming.items() if len(theirs) > 1]
    own = sorted({names[each] for each, its in units.items() if its.circular})
    told = (
        ("DQ-N016", Text("单位同时列在几个部门名下", "units of several departments at a time"), double),
        (
            "DQ-N017",
            Text("部门经由别的部门成了自己的所属单位", "departments that are, over others, their own units"),
            own,
        ),
    )
    return [
        _listed(
            code,
            Text(f"名单上有 {len(wrong)} 个{what.zh}：", f"the list has {len(wrong)} {what.en}: "),
            wrong,
            Text(
                "名单只列直属单位；改正以前，这些部门与所属单位合计的规则会说明无法判断。",
                "List direct units only; until then what is added up for these departments is undecided.",
            ),
        )
        for code, what, wrong in told
        if wrong
    ]


def _unknown(code: str, what: Text, names: list[str]) -> Diagnostic:
    return _listed(
        code,
        Text(
            f"名单上有 {len(names)} 个{what.zh}在报告库里没有报告：",
            f"of {len(names)} {what.en} on the list the archive has no report: ",
        ),
        names,
        Text(
            "名称须与报告上的一致；报告没有收齐的，与它们合计的规则会说明无法判断。",
            "Spell names as the reports do; where reports are missing, rules that add them up tell that they cannot.",
        ),
    )


def _listed(code: str, what: Text, names: list[str], remedy: Text) -> Diagnostic:
    more = Text(" 等", " …") if len(names) > _NAMED else Text("", "")
    listed = names[:_NAMED]
    headline = Text(f"{what.zh}{'、'.join(listed)}{more.zh}", f"{what.en}{', '.join(listed)}{more.en}")
    return Diagnostic(code, Level.WARNING, headline, _LIST, remedy)
