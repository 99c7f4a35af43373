"""What a figure in a text on performance states: its quantity, told from the words around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.surroundings import Words
from dq.ingest.statements.prose import Kind

LINK: Final = "、和及与-~—至 "
"""What stands between two figures that share their words."""
FUNDS: Final = frozenset({"budget", "full_year_budget", "received", "spent", "executed"})
"""Quantities that a list of their parts shares (其中：…)."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was stated before in the same paragraph.

    Parameters: `quantity`, `kind` and `lead` of the figure before in the same sentence ("" and None: none); `goals`
    units of the targets so far, `open_goals` of those whose actual values are still to come, `goal_is_near` where the
    figure before is one of these; `fund` the quantity of money whose parts are being listed; `counts_targets` just
    after 设置目标5个; `scored` the indicator that is being scored; `has_full_mark` and
    `has_fund` where a full mark, or budget, receipt or spending of money, stands in this sentence.
    """

    quantity: str = ""
    kind: Kind | None = None
    lead: str = ""
    goals: tuple[str, ...] = ()
    open_goals: frozenset[str] = frozenset()
    goal_is_near: bool = False
    fund: str = ""
    counts_targets: bool = False
    scored: str = ""
    has_full_mark: bool = False
    has_fund: bool = False


def quantity_of(words: Words, before: Before) -> str | None:
    """What the figure states (the words of `claim.quantity`), None where it is not plain or no fact.

    Example: 到位率100% → `"ratio"`.
    """
    lead = words.lead
    if w.ATTRIBUTE.search(lead) and words.rest.startswith("的"):
        return None
    if w.WISHED.search(lead) or (words.topic != "" and w.MODAL.search(lead)):
        return None
    if words.kind is Kind.MONEY and w.NEEDED.search(lead):
        return None
    if lead.endswith("第") and words.unit not in w.RANK_UNITS:
        return None
    if words.topic == "reason":
        return _in_reason(words)
    if words.topic == "problems" and words.kind in (Kind.COUNT, Kind.MEASURE) and not _is_found(words):
        return None
    scored = _score(words, before)
    if scored is not None:
        return scored or None
    if words.kind is Kind.BARE:
        return _bare(words)
    if words.kind is Kind.POINTS:
        return "change" if w.AGO.search(lead) else "difference"
    if words.is_quoted:
        return "target"
    if words.kind is Kind.COUNT and _counts_targets(words):
        return "count"
    if w.TARGET.search(lead) or (w.AIM.search(lead) and not _is_plan_money(words)):
        return "target"
    if w.PLAN.search(lead) and not _is_plan_money(words):
        return "target"
    if before.quantity == "target" and words.rest.startswith(("以上", "以内", "以下")):
        return "target"
    return _achieved(words, before) or _by_kind(words, before)


def _counts_targets(words: Words) -> bool:
    """True where targets themselves are counted (设置绩效目标5个, 3个数量目标)."""
    if w.TARGET.search(words.lead) or w.AIM.search(words.lead):
        return False
    is_behind = words.rest[:_NAME].rstrip("、").endswith(("目标", "指标"))
    return is_behind or w.SET.search(words.lead) is not None or w.TARGETS.search(words.lead) is not None


def _is_found(words: Words) -> bool:
    """True for a number that a text on problems states, and does not merely mention."""
    return w.SHARE.search(words.lead[-4:]) is not None or words.lead.endswith(("有", "共", "合计", "计"))


def _is_plan_money(words: Words) -> bool:
    """True for money that is planned to be spent: a budget, unless targets are being set."""
    return words.kind is Kind.MONEY and words.topic != "goals" and w.BUDGET_BEFORE.search(words.lead) is not None


def _in_reason(words: Words) -> str | None:
    """In a stated reason only money is a fact, and only where its words are plain."""
    if words.kind is not Kind.MONEY or words.unit == "万":
        return None
    if w.BALANCE_LAST.search(words.lead):
        return None if w.BROUGHT.search(words.lead) else "balance"
    return "spent" if w.SPENT_LAST.search(words.lead) or w.SPENT_WORDS.search(words.lead) else None


def _score(words: Words, before: Before) -> str | None:
    """The quantity of a score, "" for one that is no fact, None for what is none."""
    lead = words.lead
    if words.kind in (Kind.SCORE, Kind.BARE, Kind.PERCENT) and w.WEIGHT_LAST.search(lead):
        return "weight"
    if words.kind not in (Kind.SCORE, Kind.BARE):
        return None
    if w.TARGET.search(lead) or (before.goals and w.ACTUAL.search(lead)):
        return None
    if w.FULL_LAST.search(lead) or (words.kind is Kind.SCORE and w.SCORED_NEXT.match(words.ahead)):
        return "full_mark"
    if w.SCORE_LAST.search(lead) or lead.endswith("="):
        if w.PART_SCORE.search(lead) or before.has_full_mark or before.quantity in ("weight", "full_mark"):
            return "score"
        return "total_score" if w.TOTAL.search(lead) else "score"
    return None if words.kind is Kind.BARE else ""


def _achieved(words: Words, before: Before) -> str | None:
    """Actual values and degrees of completion of targets that were stated before."""
    lead = words.lead
    if words.kind is Kind.PERCENT and (
        w.DEGREE.search(lead) or (lead == "的" and before.quantity in ("target", "budget"))
    ):
        return "completion"
    if before.counts_targets and words.kind is Kind.COUNT and w.MET.search(lead):
        return "count"
    if before.goals and w.ACTUAL.search(lead) and not w.RECEIVED_LAST.search(lead):
        return "actual"
    if before.quantity == "actual" and words.unit in before.open_goals and lead.startswith(tuple(LINK)):
        return "actual"
    if before.goal_is_near and words.unit == before.goals[-1] and not w.RATIO.search(lead):
        return "actual"
    if before.scored and w.TARGET.search(lead) is None:
        return "actual"
    return None


def _by_kind(words: Words, before: Before) -> str | None:
    match words.kind:
        case Kind.PERCENT:
            return _percent(words, before)
        case Kind.MONEY:
            return _money(words, before)
        case Kind.COUNT | Kind.MEASURE:
            return _number(words)
        case _:
            return None


def _percent(words: Words, before: Before) -> str | None:
    lead = words.lead
    if w.THRESHOLD.search(lead):
        return "threshold"
    if w.LEVEL.search(lead):
        return "share"
    if w.RATE.search(lead):
        return "rate"
    if w.RATIO.search(lead):
        return "ratio"
    if not lead.strip(LINK):
        if w.RATE.search(words.rest):
            return "rate"
        return (
            before.quantity if before.kind is Kind.PERCENT and before.quantity in ("rate", "share", "ratio") else None
        )
    if w.RATE.search(words.beyond):
        return "rate"
    if w.SHARE.search(lead) or w.PART_OF.search(before.lead):
        return "share"
    return None


def _money(words: Words, before: Before) -> str:
    lead = words.lead
    if w.OVER.search(lead):
        return "difference"
    if w.CHANGE.search(lead):
        return "change" if w.AGO.search(lead) else "difference"
    if w.THRESHOLD.search(lead):
        return "threshold"
    if w.CONCERNS.search(lead):
        return "amount"
    is_part = before.fund in FUNDS
    for quantity, pattern in _FUNDS:
        is_brought = quantity == "balance" and w.BROUGHT.search(lead)
        if pattern.search(lead) and not (is_part and quantity in ("budget", "balance", "full_year_budget")):
            return "amount" if is_brought else quantity
    if is_part:
        return before.fund
    if before.has_fund and w.SPENT_WORDS.fullmatch(lead):
        return "spent"
    if w.CONTENT.search(lead):
        return "amount"
    return "budget" if w.BUDGET_BEFORE.search(lead) else "amount"


_FUNDS: Final = (
    ("full_year_budget", w.FULL_YEAR),
    ("received", w.RECEIVED_LAST),
    ("executed", w.EXECUTED_LAST),
    ("executed", w.PAID_LAST),
    ("spent", w.SPENT_LAST),
    ("budget", w.BUDGET_LAST),
    ("balance", w.BALANCE_LAST),
)


def _number(words: Words) -> str | None:
    lead = words.lead
    if words.unit in w.RANK_UNITS and w.RANK.search(lead):
        return "rank"
    if w.CHANGE.search(lead):
        return "change" if w.AGO.search(lead) else "difference"
    if w.THRESHOLD.search(lead):
        return "threshold"
    if words.unit in _DURATIONS:
        return "count"
    return "measure" if words.kind is Kind.MEASURE or w.MEASURED.search(lead) else "count"


_NAME: Final = 8
"""Characters of a kind of target (可持续影响目标)."""
_DURATIONS: Final = frozenset({"天", "小时", "分钟"})


def _bare(words: Words) -> str | None:
    """A number without unit is a fact only where the words right before it leave no doubt."""
    if w.SPENT_LAST.search(words.lead):
        return "spent"
    return "received" if w.RECEIVED_LAST.search(words.lead) else None
