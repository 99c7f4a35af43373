"""The few words that a clause chooses among, in both spellings."""

from __future__ import annotations

from typing import Final

from dq.semantics.checked import StateName
from dq.types import Severity, ValueType

SEVERITIES: Final = {
    "error": Severity.ERROR,
    "错误": Severity.ERROR,
    "warning": Severity.WARNING,
    "警告": Severity.WARNING,
    "info": Severity.INFO,
    "提示": Severity.INFO,
}
LANGUAGES: Final = {"zh": "zh", "中文": "zh", "en": "en", "英文": "en"}
STATES: Final = {
    "present": StateName.PRESENT,
    "有数": StateName.PRESENT,
    "blank": StateName.BLANK,
    "空白": StateName.BLANK,
    "absent": StateName.ABSENT,
    "缺失": StateName.ABSENT,
}
TOLERANCES: Final = {
    "rounding": "rounding",
    "舍入": "rounding",
    "exact": "exact",
    "精确": "exact",
    "truncation": "truncation",
    "截尾": "truncation",
}
REPORT: Final = ("report", "报告")
PROPERTIES: Final = {
    "kind": ("kind", ValueType.TEXT),
    "种类": ("kind", ValueType.TEXT),
    "year": ("year", ValueType.NUMBER),
    "年度": ("year", ValueType.NUMBER),
    "department": ("department", ValueType.TEXT),
    "部门": ("department", ValueType.TEXT),
    "region": ("region", ValueType.TEXT),
    "地区": ("region", ValueType.TEXT),
    "level": ("level", ValueType.TEXT),
    "级次": ("level", ValueType.TEXT),
    "code": ("code", ValueType.TEXT),
    "代码": ("code", ValueType.TEXT),
}

SIDES: Final = {"income": "收入", "expenditure": "支出", "statistic": "统计"}
ROLES: Final = {
    "item": "项目", "of_which": "其中", "part": "组成部分", "total": "合计", "balance": "结转结余", "heading": "标题",
}  # fmt: skip
KINDS: Final = {"final_accounts": "决算", "budget": "预算", "performance": "绩效"}
LEVELS: Final = {"department": "部门", "unit": "单位"}
"""What columns and properties of few words hold, and how a rule may say it in Chinese."""
