"""The words of the pages, in Chinese or English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dq.diagnostics import Text
from dq.report.sinks.text.view import View
from dq.templates.model import Schema
from dq.types import Reason, Verdict

WAIVED: Final = "waived"
NOT_APPLICABLE: Final = "not_applicable"
STATES: Final = (
    ("error", "dark"),
    ("violated", "danger"),
    ("undecided", "warning"),
    (WAIVED, "secondary"),
    ("rounding", "info"),
    ("holds", "success"),
    (NOT_APPLICABLE, "light"),
)
"""State and colour, gravest first: a rule is shown under the gravest that it has. What a waiver covers is neither
violated nor undecided here but waived, whatever the check said of it."""
COUNTED: Final = tuple(state for state, _ in STATES)
"""All that is counted, gravest first."""
_VERDICTS: Final = {verdict.value: verdict for verdict in Verdict}
_REASONS: Final = {reason.label: reason for reason in Reason}
_MORE: Final = {WAIVED: Text("已豁免", "waived"), NOT_APPLICABLE: Text("不适用", "not applicable")}
_HELP: Final = {
    "error": Text("规则没有执行成功，不算通过", "the rule could not be evaluated; no pass"),
    "violated": Text(
        "任何能印成这些数字的真值都不满足规则", "no true values that print as these figures satisfy the rule"
    ),
    "undecided": Text("无法判断（原因见各行），不算通过", "it could not be told (the rows say why); no pass"),
    WAIVED: Text(
        "不成立或无法判断，但有豁免（见各行），到期后重新算作问题",
        "violated or undecided, but borne for a while (the rows say why); a finding again when the waiver has ended",
    ),
    "rounding": Text("按印出的数字不成立，但四舍五入可以解释", "not true as printed, but rounding explains it"),
    "holds": Text("按印出的数字成立", "true as printed"),
    NOT_APPLICABLE: Text(
        "报表无此内容，或没有印出可核对的数字", "the report has no such content, or no figures to check"
    ),
}
_SEVERITIES: Final = {
    "critical": Text("级别：错误", "severity: error"),
    "warning": Text("级别：警告", "severity: warning"),
    "info": Text("级别：提示", "severity: info"),
}
_HINTS: Final = {
    "truncated": Text("可由截尾解释", "explained if digits were cut off"),
    "integer_rounding": Text("可由取整解释", "explained if figures were rounded to integers"),
}


def state_of(counts: dict[str, int]) -> str:
    """The gravest state that occurs, "not_applicable" where none does.

    Example: `state_of({"violated": 0, "undecided": 2, "holds": 30})` → `"undecided"`.
    """
    return next((state for state in COUNTED if counts.get(state)), NOT_APPLICABLE)


def colour_of(state: str) -> str:
    """The colour class of a state.

    Example: `colour_of("violated")` → `"danger"`.
    """
    return dict(STATES)[state]


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language. Parameters: `language` "zh" or "en"."""

    language: str = "zh"

    def say(self, zh: str, en: str) -> str:
        """The sentence in the language. Example: `Words("en").say("规则", "rule")` → `"rule"`."""
        return en if self.language == "en" else zh

    def state(self, name: str) -> str:
        """A state's word. Example: `Words("en").state("violated")` → `"violated"`."""
        if name in _MORE:
            return _MORE[name].in_language(self.language)
        return self._view.verdict(_VERDICTS[name])

    def meaning(self, name: str) -> str:
        """What a state means, in a sentence. Example: `Words("en").meaning("holds")` → `"true as printed"`."""
        return _HELP[name].in_language(self.language)

    def severity(self, name: str) -> str:
        """A severity of Great Expectations. Example: `Words("en").severity("critical")` → `"severity: error"`."""
        return _SEVERITIES[name].in_language(self.language) if name in _SEVERITIES else name

    def reason(self, label: str) -> str:
        """Why something is undecided, by the reason's label. Example: `Words().reason("units")` → 计量单位对不上."""
        return self._view.reason(_REASONS[label]) if label in _REASONS else label

    def hint(self, name: str) -> str:
        """What may explain a violation; "" for nothing. Example: `Words("zh").hint("truncated")` → 可由截尾解释."""
        return _HINTS[name].in_language(self.language) if name in _HINTS else ""

    def year(self, year: object) -> str:
        """A year as the archive's part. Example: `Words("zh").year(2018)` → `"2018 年度"`."""
        return self.say(f"{year} 年度", str(year))

    def listed(self, parts: list[str]) -> str:
        """Things in a row. Example: `Words("en").listed(["a", "b"])` → `"a, b"`."""
        return self.say("、", ", ").join(parts)

    @property
    def _view(self) -> View:
        return View(self.language, Schema({}, {}))
