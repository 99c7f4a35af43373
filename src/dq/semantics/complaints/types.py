"""Faults of types and units."""

from __future__ import annotations

from decimal import Decimal

from dq.diagnostics import Diagnostic, Label, Span, Text, did_you_mean, refused, replace
from dq.types import MONEY_UNITS, ValueType

_TYPES = {
    ValueType.MONEY: Text("金额", "money"),
    ValueType.COUNT: Text("数量", "a count"),
    ValueType.PERCENT: Text("百分数", "a percentage"),
    ValueType.RATIO: Text("比率", "a ratio"),
    ValueType.SCORE: Text("得分", "a score"),
    ValueType.QUANTITY: Text("单位随行的数", "a quantity whose unit its row says"),
    ValueType.NUMBER: Text("不带单位的数", "a bare number"),
    ValueType.TEXT: Text("文字", "a text"),
    ValueType.CODE: Text("编码", "a code"),
    ValueType.DATE: Text("日期", "a date"),
    ValueType.BOOL: Text("真假", "true or false"),
}


def _is(type_: ValueType) -> Text:
    name = _TYPES[type_]
    return Text(f"这是{name.zh}", f"this is {name.en}")


def number_needed(span: Span, found: ValueType) -> Diagnostic:
    """A text, code or date where a figure is needed."""
    name = _TYPES[found]
    headline = Text(f"这里需要数，而这是{name.zh}", f"a figure is needed here, and this is {name.en}")
    return refused("DQ-L301", span, headline)


def unlike(span: Span, left: tuple[Span, ValueType], right: tuple[Span, ValueType]) -> Diagnostic:
    """Two kinds that do not compare: text with number, code with text."""
    names = _TYPES[left[1]], _TYPES[right[1]]
    return refused(
        "DQ-L302",
        span,
        Text(f"{names[0].zh}与{names[1].zh}不能比较", f"{names[0].en} does not compare with {names[1].en}"),
        labels=(Label(left[0], _is(left[1])), Label(right[0], _is(right[1]))),
    )


def units_clash(span: Span, left: tuple[Span, ValueType], right: tuple[Span, ValueType]) -> Diagnostic:
    """Two figures of different dimensions."""
    names = _TYPES[left[1]], _TYPES[right[1]]
    return refused(
        "DQ-L303",
        span,
        Text(f"{names[0].zh}与{names[1].zh}不能相加减或比较", f"{names[0].en} and {names[1].en} do not go together"),
        labels=(Label(left[0], _is(left[1])), Label(right[0], _is(right[1]))),
    )


def unit_missing(span: Span, text: str, other: tuple[Span, ValueType]) -> Diagnostic:
    """A bare number beside a figure with a unit."""
    if other[1] is ValueType.PERCENT:
        times = format(Decimal(text) * 100, "f") if text.isascii() and text.replace(".", "", 1).isdigit() else text
        help_ = Text(f"写成百分数：{text} 倍是 {times}%，百分之 {text} 是 {text}%",
                     f"write a percentage: {times}% is {text} times, {text}% is {text} in a hundred")  # fmt: skip
    else:
        help_ = Text(f"写出单位，例如 {text}元 或 {text}万元", f"write its unit, for example {text}元 or {text}万元")
    return refused(
        "DQ-L304",
        span,
        Text(f"{text} 没有单位", f"{text} has no unit"),
        labels=(Label(other[0], _is(other[1])),),
        notes=(Text("只有 0 可以不写单位", "only 0 needs no unit"),),
        help=help_,
    )


def figure_too_long(span: Span, most: int) -> Diagnostic:
    """A literal with more digits than any account has."""
    headline = Text(f"一个数最多 {most} 位", f"a figure has at most {most} digits")
    help_ = Text("换大一些的单位，或少写几位小数", "use a larger unit, or fewer decimals")
    return refused("DQ-L317", span, headline, help=help_)


def unknown_unit(span: Span, unit: str, counts: tuple[str, ...]) -> Diagnostic:
    """A unit that is neither of money nor of a count in the forms."""
    known = [*(each.name for each in MONEY_UNITS), "%", *counts]
    return refused(
        "DQ-L305",
        span,
        Text(f"不认识单位 {unit}", f"the unit {unit} is not known"),
        help=did_you_mean(unit, known),
        notes=(Text(f"单位有：{'、'.join(known)}", f"units: {', '.join(known)}"),),
    )


def condition_needed(span: Span) -> Diagnostic:
    """A value where true or false is needed."""
    return refused(
        "DQ-L306",
        span,
        Text("这里需要一个条件，而这是一个值", "a condition is needed here, and this is a value"),
        help=Text("写出比较，例如 … = …，或 … is present", "compare it, for example … = …, or … is present"),
    )


def row_condition_needed(span: Span, key: str, value: str) -> Diagnostic:
    """`expenditure[r.code]`: a value where a look-up asks for a condition."""
    return refused(
        "DQ-L306",
        span,
        Text("这里需要一个条件，而这是一个值", "a condition is needed here, and this is a value"),
        help=Text(f"取行写成 [{key} = {value}]", f"to pick a row, write [{key} = {value}]"),
    )


def value_needed(span: Span) -> Diagnostic:
    """A condition where a value is needed."""
    headline = Text("这里需要一个值，而这是一个条件", "a value is needed here, and this is a condition")
    return refused("DQ-L307", span, headline)


def no_product(span: Span, left: tuple[Span, ValueType], right: tuple[Span, ValueType], *, divides: bool) -> Diagnostic:
    """A product or quotient without sense: money by money, a count by money."""
    names = _TYPES[left[1]], _TYPES[right[1]]
    zh, en = ("除以", "divided by") if divides else ("乘以", "multiplied by")
    return refused(
        "DQ-L308",
        span,
        Text(f"{names[0].zh}{zh}{names[1].zh}没有意义", f"{names[0].en} {en} {names[1].en} makes no sense"),
        labels=(Label(left[0], _is(left[1])), Label(right[0], _is(right[1]))),
        help=Text(
            "可乘以数、比率、百分数或数量；同一类的数相除得比率，金额除以数量得金额",
            "multiply by a number, ratio, percentage or count; figures of one type divide to a ratio, money by a count "
            "to money",
        ),
    )


def no_order(span: Span, type_: ValueType) -> Diagnostic:
    """Texts compared for more or less."""
    name = _TYPES[type_]
    return refused(
        "DQ-L309",
        span,
        Text(f"{name.zh}只能比较是否相等", f"{name.en} can only be equal or not"),
        help=Text(
            "比较开头用 starts with，取几个值之一用 in (…)",
            "use starts with for a beginning, in (…) for several values",
        ),
    )


def cell_needed(span: Span) -> Diagnostic:
    """`is present` of something that is no cell."""
    return refused(
        "DQ-L310",
        span,
        Text("只有一格才谈得上有数、空白或缺失", "only a cell can be present, blank or absent"),
        help=Text('例如 r.total is present，或 summary["行名"].amount is blank',
                  'for example r.total is present, or summary["label"].amount is blank'),
    )  # fmt: skip


def literal_needed(span: Span) -> Diagnostic:
    """Something other than a constant in a list."""
    headline = Text("in (…) 里只能写常数或文字", "in (…) lists figures and texts as they are")
    return refused("DQ-L311", span, headline)


def text_needed(span: Span, found: ValueType) -> Diagnostic:
    """A figure where a text is needed."""
    name = _TYPES[found]
    headline = Text(f"这里需要文字，而这是{name.zh}", f"a text is needed here, and this is {name.en}")
    return refused("DQ-L312", span, headline)


def not_optional(span: Span) -> Diagnostic:
    """`missing as zero` behind something that cannot be missing."""
    return refused(
        "DQ-L313",
        span,
        Text("missing as zero 只能跟在一格数或 sum(…) 后面", "missing as zero follows a cell with a figure, or a sum"),
        help=Text('例如 summary["行名"].amount missing as zero', 'for example summary["label"].amount missing as zero'),
    )


def date_needed(span: Span, found: ValueType) -> Diagnostic:
    """Something else where a date is needed."""
    name = _TYPES[found]
    return refused(
        "DQ-L315",
        span,
        Text(f"这里需要日期，而这是{name.zh}", f"a date is needed here, and this is {name.en}"),
        help=Text('写成 2018年12月 或 date("2018-12")', 'write 2018年12月 or date("2018-12")'),
    )


def no_month(span: Span, text: str) -> Diagnostic:
    """A text that names no month."""
    return refused(
        "DQ-L315",
        span,
        Text(f"“{text}”不是年月", f"“{text}” names no month"),
        help=Text('例如 date("2018-12")', 'for example date("2018-12")'),
    )


def no_case_here(span: Span) -> Diagnostic:
    """A case within an aggregate's element."""
    return refused(
        "DQ-L316",
        span,
        Text("汇总的内容里不能分情形", "there is no case within what an aggregate takes"),
        help=Text("用 where 分开汇总", "aggregate apart, with where"),
    )


def too_many_ways(span: Span, most: int) -> Diagnostic:
    """Cases whose ways multiply."""
    return refused(
        "DQ-L316",
        span,
        Text(f"一个比较里的情形超过 {most} 种", f"more than {most} ways through the cases of one comparison"),
        help=Text("拆成几条规则", "divide it into several rules"),
    )


def code_as_number(span: Span, text: str) -> Diagnostic:
    """A code written without quotation marks."""
    headline = Text("编码是文字，要写在引号里", "a code is a text and stands in quotation marks")
    return refused("DQ-L314", span, headline, fix=replace(span, f'"{text}"'))
