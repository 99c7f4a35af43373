"""Names of items in statements, which stand open: each that a rule asks for is one that reading gives, so that no rule
is dead by a misspelt name. (Items of forms and words of few are checked when rules load: DQ-L215.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from dq.ingest.statements.narrative.names import count_names, detail_names
from dq.ingest.statements.projects.claims import claims
from dq.semantics.checked import Among, Compare, Field, Inner, Literal, Pick, StartsWith
from tests.ingest.statements.test_narrative import said
from tests.rules.test_own_tests import shipped

COMPOSED: Final = {
    "vehicles": "安排购置车辆3辆，其中一般公务用车2辆、其他用车1辆。",
    "procurement": (
        "面向中小企业预留政府采购项目预算金额5万元，其中，面向小微企业预留政府采购项目预算金额2万元。在面向中小企业预留"
        "政府采购项目中，由中小企业供应商中标的采购金额3万元；在其他政府采购项目中，由中小企业供应商中标的采购金额1万元。"
    ),
    "three_public": (
        "公务接待5批次30人次。其中国内公务接待4批次20人次；外事接待1批次10人次；国（境）外公务接待1批次3人次。"
    ),
    "performance": "对2031年度5万元业务费实施绩效自评。",
}
"""Sentences whose items are put together from words: section → sentence."""
CLAIMED: Final = "资金到位率100%。到位率100%，支出实现率98%。预算执行率90%。地上建筑面积20平方米，地下建筑面积5平方米。"


def inside(node: Any) -> Iterator[Any]:
    """A part of a checked rule and all parts of it."""
    if is_dataclass(node):
        yield node
        node = tuple(getattr(node, each.name) for each in fields(node))
    for each in node if isinstance(node, tuple) else ():
        yield from inside(each)


def asked() -> Iterator[tuple[str, str, str, bool]]:
    """Rule, table, name and whether it is a beginning only, of every item of statements that a rule names."""
    for rule in shipped().rules:
        for part in inside(rule.expectations):
            match part:
                case Compare(left=Field() | Inner() | Pick() as column, right=Literal(value=str() as name)):
                    names: tuple[object, ...] = (name,)
                case Among(operand=Field() | Inner() | Pick() as column, choices=choices):
                    names = tuple(each.value if isinstance(each, Literal) else each for each in choices)
                case StartsWith(operand=Field() | Inner() as column, prefix=Literal(value=str() as name)):
                    names = (name,)
                case _:
                    continue
            table = column.source.table if isinstance(column, Pick) else column.table
            if column.column == "item" and table in ("narrative", "claim"):
                yield from ((rule.id, table, str(name), isinstance(part, StartsWith)) for name in names)


def test_every_item_of_statements_that_rules_name_is_one_that_reading_gives():
    composed = {item for section, sentence in COMPOSED.items() for item, *_ in said(section, sentence)}
    known = {
        "narrative": {*detail_names().values(), *count_names().values(), *composed},
        "claim": {each.label for each in claims(CLAIMED)},
    }
    every = list(asked())
    assert len({name for *_, name, _ in every}) > 60
    assert [
        (rule, name)
        for rule, table, name, is_beginning in every
        if not (any(each.startswith(name) for each in known[table]) if is_beginning else name in known[table])
    ] == []
