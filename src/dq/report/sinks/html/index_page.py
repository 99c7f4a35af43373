"""The index of an archive's report and its lists of bodies: where to look first, and what recurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from dq.outcome.model import ReportRecord, RunRecord
from dq.report.protocol import EarlierRun, Since
from dq.report.sinks.html.charts import heat_map, trend_over_runs
from dq.report.sinks.html.checked import SHOWN, pieces
from dq.report.sinks.html.concluding import of_archive
from dq.report.sinks.html.heat import heat_levels
from dq.report.sinks.html.pages import BESIDE, page
from dq.report.sinks.html.tally import ReportTally, Rounded, Tally
from dq.report.sinks.html.trend import trend
from dq.report.sinks.text.view import View
from dq.types import Severity, Verdict

BODIES_A_PAGE: Final = 200
_WORST: Final = 25
"""Lines of each list on the index."""
_CHARTED: Final = 40
"""Bodies in the chart of the index: more than its table, for an overview."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A report in the map of bodies and years.

    Parameters: `level` "error", "warning", "info", "doubt", "open" (undecided only), "waived" (nothing else) or
    "clean"; `sign` how many causes were found, or what else there is; `words` the same in words; `address` of its page,
    None where it has none.
    """

    level: str
    sign: str
    words: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body with its reports by year. Parameters: `by_severity` causes over all years."""

    name: str
    cells: Mapping[int, tuple[HeatCell, ...]]
    by_severity: Counter[Severity]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Larger is worse."""
        found = self.by_severity
        return found[Severity.ERROR], found[Severity.WARNING], found[Severity.INFO]

    @property
    def causes(self) -> int:
        """All causes found."""
        return self.by_severity.total()


@dataclass(frozen=True, slots=True)
class WorstRule:
    """A rule with the number of reports in which it is violated, and what share of what could be told."""

    rule: str
    title: str
    severity: str
    level: str
    reports: int
    violated: int
    share: float


@dataclass(frozen=True, slots=True)
class Recurring:
    """A rule that one body's reports violate in several of the years (`of`) that it has reports of."""

    body: str
    rule: str
    title: str
    years: tuple[int, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Lopsided:
    """Differences within rounding that lie on one side by more than chance."""

    name: str
    title: str
    above: int
    below: int


@dataclass(frozen=True, slots=True)
class Archived:
    """What the index tells of.

    Parameters: `pages` the addresses of the pages that reports have; `earlier` runs and what became of outcomes
    `since`; `command` writes all of it again, `command_one` one of them.
    """

    run: RunRecord
    counted: Tally
    pages: Mapping[str, str]
    earlier: Sequence[EarlierRun]
    since: Since | None
    command: str
    command_one: str


def bodies_of(run: RunRecord, counted: Tally, pages: Mapping[str, str], view: View) -> tuple[Body, ...]:
    """Every body, the worst first. Parameters: `pages` the addresses of the pages that reports have."""
    cells: dict[str, dict[int, list[HeatCell]]] = {}
    found: dict[str, Counter[Severity]] = {}
    for report in run.reports:
        told = counted.reports[report.report]
        cell = _cell(report, told, pages.get(report.report), view)
        cells.setdefault(report.department, {}).setdefault(report.year, []).append(cell)
        found.setdefault(report.department, Counter()).update(told.by_severity)
    bodies = (
        Body(name, {year: tuple(each) for year, each in sorted(years.items())}, found[name])
        for name, years in cells.items()
    )
    return tuple(sorted(bodies, key=lambda body: ([-part for part in body.weight], body.name)))


def _heat_chart(bodies: Iterable[Body], view: View) -> str:
    levels = {each.name: each for each in heat_levels(view.say)}
    cells = [
        {
            "body": body.name,
            "year": str(year),
            "place": place,
            "level": levels[cell.level].words,
            "sign": cell.sign,
            "ink": levels[cell.level].ink,
            "words": cell.words,
            "address": cell.address,
        }
        for body in bodies
        for year, several in body.cells.items()
        for place, cell in enumerate(several)
    ]
    there = {cell["level"] for cell in cells}
    return heat_map(cells, [(each.words, each.ground) for each in levels.values() if each.words in there], view)


def _cell(report: ReportRecord, told: ReportTally, address: str | None, view: View) -> HeatCell:
    form = f"{view.form(report)}{view.say('：', ': ')}"
    if told.causes:
        worst = max(told.causes.values(), key=lambda each: each.rank)
        words = (f"{view.severity(each)[0]} {number}" for each, number in sorted(told.by_severity.items()))
        return HeatCell(worst.value, str(len(told.causes)), form + view.say("，", ", ").join(words), address)
    if told.doubted:
        return HeatCell("doubt", "?", form + view.say("先核对读数", "check the reading first"), address)
    if told.unclear or told.errors:
        return HeatCell("open", "…", form + view.say("有无法判断的", "something is undecided"), address)
    if told.waived:
        return HeatCell("waived", "○", form + view.say("只有已豁免的", "waived only"), address)
    return HeatCell("clean", "✓", form + view.say("未见问题", "nothing found"), address)


def _pages_of(run: RunRecord, pages: Mapping[str, str]) -> dict[tuple[str, int, str], str]:
    """The pages by body, year and kind of report; none where two bodies of one name have such a report."""
    named = Counter((each.department, each.year, each.kind) for each in run.reports)
    return {
        key: pages[each.report]
        for each in run.reports
        if named[key := (each.department, each.year, each.kind)] == 1 and each.report in pages
    }


def _causes(bodies: Sequence[Body]) -> dict[Severity, int]:
    """Causes of each severity, the gravest first."""
    counts: Counter[Severity] = Counter()
    for body in bodies:
        counts.update(body.by_severity)
    return {severity: counts[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)}


def index_page(about: Archived, bodies: Sequence[Body], lists: Sequence[str], view: View) -> str:
    """The index. Parameters: `lists` the addresses of the lists of bodies."""
    run, counted = about.run, about.counted
    told = list(counted.reports.values())
    columns, worst = trend(about.earlier, run), [body for body in bodies if body.causes]
    doubted = sum(bool(each.doubted) for each in told)
    return page(
        "index",
        view,
        beside=BESIDE,
        run=run,
        with_charts=bool(worst) or len(columns) > 1,
        bodies=worst[:_WORST],
        heat_chart=_heat_chart(worst[:_CHARTED], view),
        levels=heat_levels(view.say),
        body_count=len(bodies),
        years=_years(bodies),
        lists=lists,
        trend=columns,
        trend_chart=trend_over_runs(columns, view),
        since=about.since,
        page_of=_pages_of(run, about.pages),
        most=_WORST,
        command=about.command,
        command_one=about.command_one,
        pageless=sum(each.has_something_to_say for each in told) - len(about.pages),
        causes=_causes(bodies),
        conclusion=of_archive(len(told), sum(bool(each.causes) for each in told), doubted, run.counts, view),
        doubted=doubted,
        waived=sum(each.waived.total() for each in told),
        unclear=sum(bool(each.unclear) for each in told),
        verdicts=[(verdict, run.counts.get(verdict.value, 0)) for verdict in SHOWN],
        bar=pieces({verdict: run.counts.get(verdict.value, 0) for verdict in SHOWN}),
        undecided=_share(run.counts),
        reasons=sorted(counted.reasons.items(), key=lambda pair: (-pair[1], pair[0] or 0)),
        rules=_worst_rules(run, counted, view),
        recurring=_recurring(run, counted, view),
        lopsided_bodies=_lopsided(counted.rounded_bodies, {}),
        lopsided_rules=_lopsided(counted.rounded_rules, {rule: view.rule_title(rule) for rule in run.rules}),
        missing=_missing(run, view),
    )


def bodies_page(bodies: Sequence[Body], number: int, lists: Sequence[str], view: View) -> str:
    """One of the lists of bodies. Parameters: `number` which, from 1."""
    start = (number - 1) * BODIES_A_PAGE
    shown = bodies[start : start + BODIES_A_PAGE]
    return page(
        "bodies",
        view,
        beside=BESIDE,
        levels=heat_levels(view.say),
        bodies=shown,
        first=start + 1,
        number=number,
        lists=lists,
        years=_years(bodies),
    )


def _years(bodies: Iterable[Body]) -> list[int]:
    return sorted({year for body in bodies for year in body.cells})


def _share(counts: Mapping[str, int]) -> float:
    """The share of all checks that could not be told."""
    total = sum(counts.get(verdict.value, 0) for verdict in Verdict)
    return counts.get(Verdict.UNDECIDED.value, 0) / total if total else 0.0


def _worst_rules(run: RunRecord, counted: Tally, view: View) -> list[WorstRule]:
    rules = []
    for rule, told in counted.rules.items():
        known = view.rules.get(rule)
        verdicts = run.matrix.get(rule, {})
        decided = sum(verdicts.get(each.value, 0) for each in (Verdict.HOLDS, Verdict.ROUNDING, Verdict.VIOLATED))
        word = view.severity(known.severity)[0] if known is not None else ""
        level = known.severity.value if known is not None else "info"
        share = told.violated / decided if decided else 0.0
        rules.append(WorstRule(rule, view.rule_title(rule), word, level, len(told.reports), told.violated, share))
    return sorted(rules, key=lambda each: (-each.reports, -each.violated, each.rule))[:_WORST]


def _recurring(run: RunRecord, counted: Tally, view: View) -> list[Recurring]:
    about = {each.report: each for each in run.reports}
    years: dict[tuple[str, str], set[int]] = {}
    known: dict[str, set[int]] = {}
    for each in run.reports:
        known.setdefault(each.department, set()).add(each.year)
    for rule, told in counted.rules.items():
        for report in told.reports:
            years.setdefault((about[report].department, rule), set()).add(about[report].year)
    found = [
        Recurring(body, rule, view.rule_title(rule), tuple(sorted(those)), len(known[body]))
        for (body, rule), those in years.items()
        if len(those) > 1
    ]
    return sorted(found, key=lambda each: (-len(each.years), each.body, each.rule))[:_WORST]


def _lopsided(rounded: Mapping[str, Rounded], titles: Mapping[str, str]) -> list[Lopsided]:
    found = [
        Lopsided(name, titles.get(name, ""), each.above, each.below) for name, each in rounded.items() if each.is_skewed
    ]
    return sorted(found, key=lambda each: (-abs(each.above - each.below), each.name))[:_WORST]


def _missing(run: RunRecord, view: View) -> list[tuple[str, int]]:
    """Tables that reports lack, most first."""
    lacking = Counter(view.table(name, each.template) for each in run.reports for name in each.tables_missing)
    return sorted(lacking.items(), key=lambda pair: (-pair[1], pair[0]))[:_WORST]
