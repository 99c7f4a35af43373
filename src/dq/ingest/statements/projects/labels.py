"""The label and the path of a figure: from the words beside it, or from what was stated before."""

from __future__ import annotations

import re
from typing import Final

from dq.ingest.statements.projects import subjects
from dq.ingest.statements.projects import wording as w
from dq.ingest.statements.projects.meaning import FUNDS, LINK
from dq.ingest.statements.projects.memory import Memory
from dq.ingest.statements.projects.surroundings import Surroundings, Words
from dq.ingest.statements.prose import Kind

_STEP: Final = re.compile(r"-(?=权重|分值|等于|大于|小于|不低于|不少于|不超过|不高于|不大于)")
_YEAR_LAST: Final = re.compile(r"(?P<year>20\d\d)年度?的?$")
_PRONOUN: Final = re.compile(
    r"(?:该项|本项|此项|其|该指标|本指标|故该项|自评(?:原始)?|原始|市级|全年|项目|(?:主要)?(?:支出)?内容)"
)
_COMPARED: Final = frozenset({"高", "低", "多", "少", "高出", "高于", "低于", "比", "较"})
_LISTED: Final = re.compile(r"^.*(?:其中|包括|分别(?:是|为)|内容为):?")
_DONE: Final = re.compile(r"(?:计划)?(?:完成|新建|新增|建设|开展|举办|组织|补助|扶持|培训|发放|实现)?")
_VERBS: Final = 4
"""Characters of words that may be no more than a verb (实际新建)."""
_OWN_NAME: Final = re.compile(r"率$|数量$|人数$")
_ARRANGED: Final = re.compile(r"^(?:20\d\d年度?)?(?:财政|预算)+安排(?:了|的|用于)?(?=.)")
_SAYING: Final = {
    "full_year_budget": (w.FULL_YEAR,),
    "budget": (w.FULL_YEAR, w.BUDGET_NOUN),
    "received": (w.RECEIVED_LAST,),
    "executed": (w.EXECUTED_LAST,),
    "spent": (w.SPENT_LAST, w.SPENT_WORDS),
    "completion": (w.DEGREE,),
}
_STRIPPED: Final = (
    re.compile(r"涉及(?:财政|项目|预算)*(?:拨款|预算)?(?:资金|金额)?(?:总额)?$"),
    re.compile(r"^(?:绩效)?目标值(?:是|为)?"),
    re.compile(
        r"^(?:比|较|与)(?:年初|上年|去年|上一年|全年|年度|同期|(?:20)?\d\d年)*(?:预算|决算|计划|目标)*(?:数|值)?(?:相比)?"
    ),
    _ARRANGED,
)
"""Words that say the quantity, or how it came about, and leave the noun."""
_SCORING: Final = re.compile(rf"(?:自评)?(?:原始)?(?:权重|总?分值|满分|得分|评分|得|=){w.SMALL}$")
_TOTAL: Final = re.compile(rf"^.*得分及等级|(?:得分|评分|分数|得){w.SMALL}$")
_GRADED: Final = re.compile(r"[^，;。“”\d]{0,6}(?:评定为|评为|获评|为|是)“?(?:优秀|良好|合格|不合格|优|良|中|差)”?")
_BARE: Final = re.compile(
    r"(?>(?:本年度?|本|总|当年|全年|财政(?!资金|拨款)|(?<!财政)资金|实际|累计|年度|20\d\d年度?)*)"
)
_TIME: Final = re.compile(r"(?>(?:本年度?|本|总|当年|全年|实际|累计|年度)+)")


def label_of(around: Surroundings, words: Words, quantity: str, memory: Memory) -> tuple[str, str | None]:
    """What the figure is a figure of, and the path where it has one above it.

    Example: 投入-成本目标-预算执行率-大于等于95% → `("预算执行率", "投入/成本目标/预算执行率")`.
    """
    lead = words.lead
    if (found := _STEP.search(lead, 1)) is not None:
        return subjects.path_of(lead[: found.start()])
    if quantity == "operand":
        return memory.scored or memory.subject, None
    if quantity == "total_score":
        return _TOTAL.sub("", lead).strip("-") or "自评", None
    if quantity in ("weight", "full_mark", "score"):
        return _scored(around, words, memory), None
    if quantity in ("target", "actual", "completion"):
        return _of_goal(around, words, quantity, memory)
    if quantity == "count" and memory.counts_targets and (met := w.MET.search(lead)) is not None:
        return "未完成目标" if met["un"] else "完成目标", None
    noun = _noun(around, words, quantity, memory)
    if _PAID.fullmatch(noun) and (paid := _PAYEE.match(around.clause(words.start, memory.until))):
        return f"{paid['noun']}{noun}", None
    if quantity == "share" and noun.startswith("占") and memory.subject:
        return f"{memory.subject}{noun}"[-subjects.LONGEST :], None
    return noun or (_DURATION if words.unit in _SPANS else _context(around, words, memory, quantity)), None


_SPANS: Final = frozenset({"年", "个月", "天"})
_DURATION: Final = "期间"
"""The label of a duration of which no noun says what lasts (2015至2017年3年内)."""


def part_of(words: Words) -> str:
    """The label of a part of a sum (其中：…).

    Example: 本级财政资金-当年预算 → `"本级财政资金-当年预算"`.
    """
    return subjects.before(words.lead) or subjects.behind(words.rest)


def _of_goal(around: Surroundings, words: Words, quantity: str, memory: Memory) -> tuple[str, str | None]:
    """A target's own words, those of the target before for its actual value and degree of completion."""
    if quantity == "completion" and (quoted := _quoted(around, words, memory)):
        return quoted, quoted
    noun = _noun(around, words, quantity, memory)
    if quantity == "target" and _DONE.fullmatch(noun):
        noun = subjects.behind(words.rest) or noun
    if memory.scored:
        return noun or memory.scored, memory.scored
    if quantity == "completion" and memory.goal_label:
        return memory.goal_label, memory.goal_label
    if quantity == "target" or not memory.goals:
        return noun or _context(around, words, memory, quantity), None
    goal = memory.goals[memory.goal(words.unit)]
    is_own = quantity == "actual" and len(noun) > _VERBS and "、" not in noun and not _OWN_NAME.search(noun)
    return (noun if is_own or not goal.label else goal.label), goal.path


def _noun(around: Surroundings, words: Words, quantity: str, memory: Memory) -> str:
    """The noun in the words beside a figure, "" where they hold none."""
    lead = words.lead
    if not lead.strip(LINK) and memory.spread:
        return memory.spread.pop(0)
    if quantity != "count" and "分别" in lead and not w.AMONG.search(lead):
        shares = subjects.spread(lead) or list(memory.sentence_labels)
        memory.spread = shares[1:]
        return shares[0] if shares else ""
    is_amount = quantity == "amount"
    names_targets = quantity == "count" and (w.TARGETS.search(lead) or w.SET.search(lead)) is not None
    if names_targets and not subjects.behind(words.rest).endswith(("目标", "指标")):
        return _noun_before(lead, quantity, memory)
    if quantity in ("count", "rank", "measure", "threshold") or (is_amount and not lead.strip(LINK)):
        graded = _GRADED.match(words.ahead)
        noun = graded[0] if graded else subjects.behind(words.rest, is_whole=is_amount) or subjects.behind(words.beyond)
        if noun:
            year = _YEAR_LAST.search(lead)
            return f"{year['year']}年{noun}" if year else noun
    if quantity == "difference" and w.OVER.search(lead):
        return subjects.before(lead) or lead
    if quantity == "balance":
        return subjects.before(lead)
    noun = _noun_before(lead, quantity, memory)
    if (
        not noun
        and quantity == "amount"
        and not _is_sum(lead)
        and not _clause(around.clause(words.start, memory.until))
    ):
        noun = subjects.behind(words.rest, is_whole=True)
    return "" if noun in _COMPARED else noun


def _noun_before(lead: str, quantity: str, memory: Memory) -> str:
    if _is_sum(lead):
        return ""
    if quantity == "executed" and w.PAID_LAST.search(lead):
        return lead
    words = lead
    for pattern in (*_SAYING.get(quantity, ()), *_STRIPPED):
        words = pattern.sub("", words)
    if quantity in FUNDS and _BARE.fullmatch(words):
        return "" if memory.subject or memory.fund_subject else re.sub(rf"^本?年度|{w.SMALL}$", "", lead)
    noun = subjects.before(_LISTED.sub("", words))
    if noun.isdecimal():
        return ""
    if quantity not in FUNDS and (_PRONOUN.fullmatch(noun) or _TIME.fullmatch(noun)):
        return ""
    return noun


def _is_sum(lead: str) -> bool:
    """True where a sum follows a list of all the things that it is the sum of."""
    return re.search(r"分别(?:是|为)", lead) is not None and lead.count("、") > 1


def _scored(around: Surroundings, words: Words, memory: Memory) -> str:
    """The indicator that a weight, a full mark or a score belongs to."""
    quoted = _quoted(around, words, memory)
    if quoted:
        return subjects.named(quoted)
    lead = _SCORING.sub("", words.lead)
    if lead.startswith(("*", "×")) or (memory.scored and _PRONOUN.search(lead)):
        return memory.scored or memory.subject
    noun = subjects.before(lead.strip("-"))
    if noun and not _PRONOUN.fullmatch(noun) and not noun.isdecimal():
        return noun
    return _context(around, words, memory) or (memory.last.label if memory.last else "")


def _quoted(around: Surroundings, words: Words, memory: Memory) -> str:
    """What stands in quotation marks right before the last words before a figure."""
    span = around.quotation(words.figure)
    if span is None:
        return ""
    inside = [claim for claim in memory.recent if span[0] < claim.figure.begin < span[1]]
    return inside[-1].label if inside else around.text[span[0] + 1 : span[1] - 1]


def _context(around: Surroundings, words: Words, memory: Memory, quantity: str = "") -> str:
    """What the figure is a figure of where the words beside it do not say: the clause or the figure before."""
    if _is_sum(words.lead):
        return memory.first.label if memory.first else ""
    if words.topic == "reason":
        return memory.subject
    clause = _clause(around.clause(words.start, memory.until))
    content = around.named_before("目标内容", words.figure.begin)
    if clause or content:
        return clause or subjects.named(content)
    if words.head and (headed := subjects.before(words.head)):
        return headed
    if quantity in FUNDS and memory.fund_subject:
        return memory.fund_subject
    last = memory.last
    if w.CONCERNS.search(words.lead) and last is not None and last.kind is Kind.MONEY and memory.first is not None:
        return memory.first.label
    is_same = quantity == "share" and last is not None and last.kind is Kind.PERCENT
    return last.label if is_same and last is not None else memory.subject


def _clause(clause: str) -> str:
    """The noun of a clause without figures."""
    if "目标内容" in clause:
        return subjects.named(clause)
    if w.TARGETS.search(clause.partition("为")[0]):
        clause = re.split(r"为|是|:", clause)[-1]
    return subjects.before(re.sub(r"^.*(?:分别是|分别为|其中:?)", "", subjects.named(clause)))


_ENTRY: Final = re.compile(
    r"\d{1,2}[、.．](?P<head>[^，;。:\d\-“”]{4,20}?(?:\d+[名人户家个位][^，;。:\d]{2,14})?)(?=合计|共|发放|[，;\d])"
)
_PAID: Final = re.compile(r"(?:实际)?(?:发放|扣款|支付|拨付|兑现|补助|下达|缴纳|奖励|支出|使用)(?:小计|金额)?")
_PAYEE: Final = re.compile(r"(?P<noun>[^，由按经从]{2,14})(?:由|按|经|从|根据)")


def head_of(text: str) -> str:
    """What an entry of a numbered list is about: its first words, "" where it is none.

    Example: `head_of("3.春节慰问金年底发放，")` → `"春节慰问金年底"`.
    """
    found = _ENTRY.match(text)
    return subjects.before(found["head"]) if found else ""


def verb_of(lead: str) -> str:
    """What is left of the words before a figure that hold no noun: the verb.

    Example: `verb_of("共兑现了")` → `"兑现"`.
    """
    verb = re.sub(rf"^(?:共|其中|(?:20)?\d\d年(?:度|内)?)+|{w.SMALL}$", "", lead).strip(LINK)
    return "" if verb.isdecimal() or len(verb) > _VERBS else verb
