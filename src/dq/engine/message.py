"""One sentence for a person: which tables and rows, which figures, how far off; or why it cannot be told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, assert_never

from dq.diagnostics import Text
from dq.engine.facts import cell_state
from dq.engine.figures import allowed, quoted, shortest, told, written
from dq.engine.naming import NAMED, Naming
from dq.engine.sentences import filled
from dq.engine.statement import Statement
from dq.engine.whose import picks, untold_of_units
from dq.outcome.model import Outcome
from dq.semantics.checked import (
    CheckedRule,
    Compare,
    Comparison,
    Exists,
    Expectation,
    Literal,
    Not,
)
from dq.types import Reason, Verdict, unit_named

SHOULD: Final = {
    Comparison.EQ: Text("应等于", "should equal"),
    Comparison.NE: Text("不应等于", "should differ from"),
    Comparison.LT: Text("应小于", "should be less than"),
    Comparison.LE: Text("不应大于", "should be at most"),
    Comparison.GT: Text("应大于", "should be more than"),
    Comparison.GE: Text("不应小于", "should be at least"),
}
"""What the left side of a comparison should be to the right one."""
_BE: Final = {
    Comparison.EQ: Text("应为", "should be"),
    Comparison.NE: Text("不应为", "should not be"),
}
"""The same of two texts."""


@dataclass(frozen=True, slots=True)
class Message:
    """Speaks of one outcome.

    Parameters: `names` what was read and how it is called; `missing` tables not found; `blocking` needed rules that are
    violated or blocked themselves; `comparison` the one that decides, where it is one.
    """

    rule: CheckedRule
    expectation: Expectation
    names: Naming
    missing: frozenset[str] = frozenset()
    blocking: tuple[str, ...] = ()
    comparison: Compare | None = None

    def of(self, outcome: Outcome) -> str:
        """The sentence."""
        match outcome.verdict:
            case Verdict.UNDECIDED:
                return self._undecided(outcome)
            case Verdict.ERROR:
                return self._say("有数字超出可以计算的范围，未作判断。", "A figure is too large to be evaluated.")
            case Verdict.HOLDS | Verdict.ROUNDING | Verdict.VIOLATED:
                return self._told(outcome)
            case _:
                assert_never(outcome.verdict)

    def _told(self, outcome: Outcome) -> str:
        own = dict(self.expectation.sentences)
        sentence = own.get(self.names.language) or own.get("zh") or own.get("en")
        if sentence is not None and self.names.facts is not None and outcome.verdict is Verdict.VIOLATED:
            return filled(sentence, self.names.facts, self.names.row, self.names.scale, self.names.language)
        check = self.comparison
        if check is None or (outcome.left is None and outcome.left_text is None):
            return self._plain(outcome)
        left, right = self.names.sides(check)
        named = f"{right} " if right else ""
        should = SHOULD[check.comparison].in_language(self.names.language)
        ending = self._ending(outcome, check.comparison)
        if outcome.left is None or outcome.right is None or outcome.difference is None or outcome.allowance is None:
            texts = [quoted(text or "") for text in (outcome.left_text, outcome.right_text)]
            should = _BE.get(check.comparison, SHOULD[check.comparison]).in_language(self.names.language)
            return self._say(
                f"{left}为{texts[0]}，{should}{right}{texts[1]}{ending}",
                f"{left} is {texts[0]}, {should} {named}{texts[1]}{ending}",
            )
        figures = [
            f"{told(shortest(figure) if isinstance(side, Literal) else figure, check.left.type)}{self._unit(outcome)}"
            for side, figure in ((check.left, outcome.left), (check.right, outcome.right))
        ]
        behind = "" if right.endswith("）") else " "
        return self._say(
            f"{left} {figures[0]}，{should}{right}{behind}{figures[1]}{ending}",
            f"{left} {figures[0]} {should} {named}{figures[1]}{ending}",
        )

    def _ending(self, outcome: Outcome, comparison: Comparison) -> str:
        if outcome.difference is None or outcome.allowance is None:
            return self._say("。", ".")
        off, may = written(abs(outcome.difference)), allowed(outcome.allowance)
        match outcome.verdict:
            case Verdict.ROUNDING:
                return self._say(
                    f"，相差 {off}，四舍五入可以解释（容差 {may}）。",
                    f": off by {off}, which rounding can explain (allowance {may}).",
                )
            case Verdict.VIOLATED if comparison is Comparison.NE or not outcome.difference:
                return self._say("。", ".")  # figures that should differ do not: nothing is beyond an allowance
            case Verdict.VIOLATED:
                return self._say(f"，相差 {off}，超出容差 {may}。", f": off by {off}, beyond the allowance of {may}.")
            case _:
                return self._say("，相符。", ": it does.")

    def _plain(self, outcome: Outcome) -> str:
        """For checks that are more than one comparison: what the rule says, and of which row."""
        title = self.rule.title.in_language(self.names.language)
        place = self._place(outcome)
        holds = outcome.verdict is not Verdict.VIOLATED
        found = "" if holds else self._found()
        zh = f"{place}{'' if holds else '不'}符合“{title}”{found}。"
        en = f'{place}{": as" if holds else ": contrary to"} "{title}"{found}.'
        why = None if holds else self.rule.explanation
        if why is None or (self.names.language == "en" and why.en == why.zh):  # not translated
            return self._say(zh, en)
        return self._say(zh + why.zh, f"{en} {why.en}")

    def _found(self) -> str:
        """The rows that should not be there, where the check is that there are none."""
        match self.expectation.check:
            case Not(Exists(source)) if self.names.facts is not None:
                told = Statement(self.names.facts, self.names.row, self.names.scale, self.names.language).found(source)
                return self._say(f"：有{told}", f": there {told}") if told else ""
            case _:
                return ""

    def _undecided(self, outcome: Outcome) -> str:
        start = self._say("无法判断：", "Cannot be told: ")
        match outcome.reason:
            case Reason.MISSING:
                return start + self._what_is_missing()
            case Reason.AMBIGUOUS:
                units, cells = untold_of_units(self.expectation.check, Reason.AMBIGUOUS), self._ambiguous()
                if units is not None and not cells:
                    return start + units.in_language(self.names.language)
                listed = self.names.listed(cells)
                more = self._say("所指的不止一行。", "more than one row is meant.")
                return start + (
                    self._say(f"{listed}不止一行。", f"{listed} is in more than one row.") if cells else more
                )
            case Reason.UNREADABLE:
                return start + self._say("有一格应为数字而不是数字。", "a cell that should hold a figure does not.")
            case Reason.UNITS:
                return start + self._say("各数的计量单位不同。", "the figures have different units.")
            case Reason.NO_PRIOR:
                return start + self._say("没有同一单位上年度的报告。", "the body has no report of the year before.")
            case Reason.ZERO_DIVISOR:
                return start + self._say("除数为零。", "a divisor is zero.")
            case Reason.BLOCKED:
                needs = self.names.listed(list(self.blocking))
                return start + self._say(f"前提规则 {needs} 未通过。", f"it needs {needs}, which did not pass.")
            case _:
                return start + self._say("缺少所需的数。", "a figure is not available.")

    def _what_is_missing(self) -> str:
        tables = [self.names.table(name) for name in self.expectation.tables if name in self.missing]
        if tables:
            names = self.names.listed(tables)
            return self._say(f"报告中没有{names}。", f"the report has no {names}.")
        units = untold_of_units(self.expectation.check, Reason.MISSING)
        cells = self._absent()
        if units is not None and (self.names.facts is None or not cells):
            return units.in_language(self.names.language)
        listed = self._say("或", " or ").join(cells) if len(cells) <= NAMED else ""
        return self._say(f"没有{listed or '所需的行或格'}。", f"{listed or 'a row or cell'} is not there.")

    def _absent(self) -> list[str]:
        """The cells that are looked up in vain; any that is looked up where the rows were not fetched."""
        sought = [
            self.names.sought(pick)
            for pick in picks(self.expectation.check)
            if self.names.facts is None
            or not any(cell_state(row, pick.column) for row in self.names.facts.matched(pick.source, self.names.row))
        ]
        return list(dict.fromkeys(sought))

    def _ambiguous(self) -> list[str]:
        if self.names.facts is None:
            return []
        return [
            self.names.sought(pick)
            for pick in picks(self.expectation.check)
            if len(self.names.facts.matched(pick.source, self.names.row)) > 1
        ]

    def _place(self, outcome: Outcome) -> str:
        if outcome.row is None or self.expectation.each is None:
            printed = [name for name in self.expectation.tables if not self.names.schema.tables[name].attributes]
            return self.names.listed([self.names.table(name) for name in printed]) or self._say("本报告", "The report")
        named, table = self.names.of_row(outcome.row), self.names.table(self.expectation.each)
        return self._say(table + named, f"{named[:1].upper()}{named[1:]} ({table})")

    def _unit(self, outcome: Outcome) -> str:
        """The unit behind a figure, apart from it by a blank where it is a word."""
        if not outcome.unit:
            return ""
        unit = unit_named(outcome.unit)
        return outcome.unit if unit.dimension == "percent" else f" {self._say(unit.name, unit.alias)}"

    def _say(self, zh: str, en: str) -> str:
        return en if self.names.language == "en" else zh
