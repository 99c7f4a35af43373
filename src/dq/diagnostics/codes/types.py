"""Pages of DQ-L3xx: types and units."""

from __future__ import annotations

from typing import Final

from dq.diagnostics.codes.model import Page
from dq.diagnostics.model import Text


def _each(check: str, table: str = "expenditure") -> str:
    return f'rule A "检查" {{\n  for each {table} as r\n  check {check}\n}}'


PAGES: Final = (
    Page(
        "DQ-L301",
        Text("需要数的地方不是数", "something other than a figure where one is needed"),
        Text("文字、编码不能加减乘，也不能汇总。", "Texts and codes cannot be added, multiplied or summed."),
        Text("换成一列数。", "Use a column of figures."),
        _each("r.item + r.basic = r.total"),
        _each("r.project + r.basic <= r.total"),
    ),
    Page(
        "DQ-L302",
        Text("两种不能比较的值", "two values that do not compare"),
        Text("文字与数、编码与文字不能比较：永远不会相等。", "Text and number, code and text are never equal."),
        Text("比较同一种值。", "Compare values of one kind."),
        _each('r.total = "零"'),
        _each("r.total >= 0"),
    ),
    Page(
        "DQ-L303",
        Text("单位不同", "units that do not go together"),
        Text("金额与数量、百分数不能相加减或比较。", "Money does not go with counts or percentages."),
        Text("改成同一种单位的数。", "Use figures of one dimension."),
        _each("r.total <= 5%"),
        _each("r.total <= 5万元"),
    ),
    Page(
        "DQ-L304",
        Text("数没有单位", "a figure without unit"),
        Text(
            "表里的金额可能印成元或万元；不写单位的 5 说不清是多少。只有 0 在任何单位下都是 0。",
            "Tables print money in 元 or 万元; a bare 5 says neither. Only 0 is 0 in every unit.",
        ),
        Text("写出单位：5万元。", "Write the unit: 5万元."),
        _each("r.total <= 5"),
        _each("r.total <= 5万元"),
    ),
    Page(
        "DQ-L305",
        Text("不认识的单位", "an unknown unit"),
        Text(
            "金额的单位是元、百元、千元、万元、百万元、亿元；数量的单位是表式里印出的（辆、人次 …）。",
            "Money is in 元 to 亿元; counts are in the units of the forms.",
        ),
        Text("改用说明一行列出的单位。", "Use one of the units that the note lists."),
        _each("r.total <= 5万圆"),
        _each("r.total <= 5万元"),
    ),
    Page(
        "DQ-L306",
        Text("需要条件的地方是一个值", "a value where a condition is needed"),
        Text("check、where 和 and 的两边要能说“是”或“不是”。", "check, where and both sides of and are true or false."),
        Text("写出比较。", "Compare the value with something."),
        _each("r.total"),
        _each("r.total >= 0"),
    ),
    Page(
        "DQ-L307",
        Text("需要值的地方是一个条件", "a condition where a value is needed"),
        Text(
            "条件只有真假，不能加减，也不能比较大小。", "A condition is true or false; it cannot be added or compared."
        ),
        Text("把条件用 and、or、implies 连接。", "Join conditions with and, or, implies."),
        _each("(r.total >= 0) = (r.basic >= 0)"),
        _each("r.total >= 0 implies r.basic >= 0"),
    ),
    Page(
        "DQ-L308",
        Text("没有意义的乘除", "a product or quotient without sense"),
        Text(
            "数可以乘以、除以数、比率、百分数或数量；同一类的数相除得比率，金额除以数量得金额。金额乘金额没有意义。",
            "A figure is multiplied or divided by a number, ratio, percentage or count; figures of one type divide to "
            "a ratio, money by a count to money. Money by money makes no sense.",
        ),
        Text("改成有意义的算式。", "Write what makes sense."),
        _each("r.total × r.basic >= 0"),
        _each("r.total × 5% >= 0"),
    ),
    Page(
        "DQ-L309",
        Text("文字比较大小", "texts compared for more or less"),
        Text("文字和编码只能比较是否相等。", "Texts and codes can only be equal or not."),
        Text("用 = 或 in (…)，开头用 starts with。", "Use = or in (…), and starts with for a beginning."),
        _each('r.code >= "201"'),
        _each('r.code starts with "201" or r.code is blank or r.code is absent or r.total >= 0'),
    ),
    Page(
        "DQ-L310",
        Text("不是一格，谈不上有数或空白", "a state of something that is no cell"),
        Text("有数、空白、缺失说的是表里的一格。", "present, blank and absent speak of a cell."),
        Text("对每一格分别写。", "Ask of each cell by itself."),
        _each("r.basic + r.project is present"),
        _each("r.basic is present or r.project is present or r.total is blank"),
    ),
    Page(
        "DQ-L311",
        Text("in (…) 里不是常数", "something other than a constant in a list"),
        Text("in 的括号里是写出来的数或文字。", "The list of in holds figures and texts as they are."),
        Text("与别的格比较用 =，几个条件用 or 连接。", "Compare with other cells by =, joined with or."),
        _each("r.total in (r.basic, r.project)"),
        _each("r.total = r.basic or r.total >= r.project"),
    ),
    Page(
        "DQ-L312",
        Text("需要文字的地方不是文字", "something other than a text where one is needed"),
        Text("starts with 比较文字的开头。", "starts with compares the beginning of texts."),
        Text("写成引号里的文字。", "Write a text in quotation marks."),
        _each("r.code starts with 201"),
        _each('r.code starts with "201" implies r.total >= 0'),
    ),
    Page(
        "DQ-L313",
        Text("missing as zero 用错了地方", "missing as zero in the wrong place"),
        Text("只有一格数可以缺失；和、差、文字谈不上。", "Only a cell with a figure can be missing."),
        Text("写在那一格后面。", "Put it right behind the cell."),
        _each("(r.basic + r.project) missing as zero <= r.total"),
        _each("r.basic + r.project missing as zero <= r.total"),
    ),
    Page(
        "DQ-L314",
        Text("编码没有写引号", "a code without quotation marks"),
        Text("编码是文字：数字前面的 0 和位数都有意义。", "A code is a text: its length and leading zeros matter."),
        Text("加上引号（可自动改正）。", "Put it in quotation marks (a certain fix)."),
        'rule A "检查" {\n  for each expenditure as r where r.code = 201\n  check r.total >= 0\n}',
        'rule A "检查" {\n  for each expenditure as r where r.code = "201"\n  check r.total >= 0\n}',
    ),
    Page(
        "DQ-L315",
        Text("不是日期", "something that is no date"),
        Text(
            'months 的参数是日期；日期写成 2018年12月 或 date("2018-12")，按月比较。',
            'months takes dates; a date is written 2018年12月 or date("2018-12"), and compares by month.',
        ),
        Text("写出年和月。", "Write year and month."),
        'rule A "月数" {\n  check months(date("2018-13"), 2018年12月) = 11\n}',
        'rule A "月数" {\n  check months(date("2018-01"), 2018年12月) = 11\n}',
    ),
    Page(
        "DQ-L316",
        Text("分情形用得过多或用错了地方", "cases too many, or in the wrong place"),
        Text(
            "一个比较里的各种情形合起来最多 64 种；汇总的内容里不能分情形。",
            "The cases of one comparison have at most 64 ways through; what an aggregate takes has no case.",
        ),
        Text("拆成几条规则，或用 where 分开汇总。", "Divide the rule, or aggregate apart with where."),
        _each("r.total >= sum(income.total + case { income.level = 1 => 1元; else => 0元 })"),
        _each("r.total >= sum(income.total where level = 1)"),
    ),
    Page(
        "DQ-L317",
        Text("数写得太长", "a figure that is too long"),
        Text(
            "规则里的一个数最多 30 位；更长的数没有哪份报告会有，多半是抄错了。",
            "A figure of a rule has at most 30 digits; no account has a longer one, so it is most likely a slip.",
        ),
        Text("核对这个数，或换大一些的单位。", "Check the figure, or use a larger unit."),
        _each("r.total <= 1000000000000000000000000000000000元"),
        _each("r.total <= 1000000000000亿元"),
    ),
)
