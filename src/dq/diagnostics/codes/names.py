"""Pages of DQ-L2xx: names, rows and look-ups."""

from __future__ import annotations

from typing import Final

from dq.diagnostics.codes.model import Page
from dq.diagnostics.model import Text


def _check(check: str) -> str:
    return f'rule A "检查" {{\n  {check}\n}}'


PAGES: Final = (
    Page(
        "DQ-L201",
        Text("没有这张表", "no such table"),
        Text("表名来自表式：英文名，或中文表名。", "Tables are those of the forms, by English name or Chinese title."),
        Text(
            "改正表名；表名见 docs/reference/tables.md。", "Mend the name; docs/reference/tables.md lists the tables."
        ),
        _check('check sumary["收入总计"].amount = 0'),
        _check('check summary["收入总计"].amount = 0'),
    ),
    Page(
        "DQ-L202",
        Text("没有这一列", "no such column"),
        Text(
            "列名来自表式：英文名，或不会弄混的中文栏名。",
            "Columns are those of the forms, by English name or an unambiguous Chinese header.",
        ),
        Text("改正列名；说明一行列出这张表的列。", "Mend the name; the note lists the table's columns."),
        _check("for each expenditure as r check r.totl = r.basic"),
        _check("for each expenditure as r check r.total >= r.basic"),
    ),
    Page(
        "DQ-L203",
        Text("不认识的名称", "an unknown name"),
        Text(
            "行的列写成“别名.列”；只有在 where 里，被汇总的表的列才直接写列名。",
            "A row's column is alias.column; bare column names stand only within the where of an aggregate.",
        ),
        Text("补上别名，或改正名称。", "Put the alias before it, or mend the name."),
        _check("for each expenditure as r check total >= r.basic"),
        _check("for each expenditure as r check r.total >= r.basic"),
    ),
    Page(
        "DQ-L204",
        Text("没有这个函数", "no such function"),
        Text("规则只能用语言自带的函数。", "Rules use the functions of the language and no others."),
        Text("改正函数名；说明一行列出全部函数。", "Mend the name; the note lists all functions."),
        _check('check total(summary.amount where role = "item") >= 0'),
        _check('check sum(summary.amount where role = "item") >= 0'),
    ),
    Page(
        "DQ-L205",
        Text("报告没有这个属性", "no such property of a report"),
        Text("报告有种类（kind）、年度（year）和部门（department）。", "A report has kind, year and department."),
        Text("改用其中之一。", "Use one of them."),
        _check('applies report.period = 2018 check summary["收入总计"].amount >= 0'),
        _check('applies report.year = 2018 check summary["收入总计"].amount >= 0'),
    ),
    Page(
        "DQ-L206",
        Text("表里没有这一行", "no such row"),
        Text(
            "固定行次的表，行名必须是某种表式印出的；空格、序号和“其中：”不计。按科目编码列示的表没有路径。",
            "In a form with fixed rows, a form must print the label; blanks, enumerators and 其中： do not count.",
        ),
        Text("改正行名，或按编码取行。", "Mend the label, or pick the row by its code."),
        _check('check summary["收入总記"].amount = 0'),
        _check('check summary["收入总计"].amount = 0'),
    ),
    Page(
        "DQ-L207",
        Text("行名不唯一", "a label that names several rows"),
        Text(
            "同一种表式里有几行同名，不说路径就不知道取哪一行。",
            "One form prints the label several times; only a path tells which row is meant.",
        ),
        Text('写出上级行名：["上级"/"本行"]。', 'Write the row above it first: ["ancestor"/"row"].'),
        _check('check summary["项目支出结转和结余"].amount >= 0'),
        _check('check summary["年末结转和结余"/"项目支出结转和结余"].amount >= 0'),
    ),
    Page(
        "DQ-L209",
        Text("别名与已有名称相同", "an alias that hides another name"),
        Text(
            "别名若与表名、report 或另一个别名相同，读规则的人会误会。",
            "An alias that is also a table, report or another alias misleads the reader.",
        ),
        Text("换一个别名。", "Choose another alias."),
        _check("for each expenditure as income check income.total >= 0"),
        _check("for each expenditure as r check r.total >= 0"),
    ),
    Page(
        "DQ-L210",
        Text("一整列当作了一个数", "a whole column where one figure is needed"),
        Text("表.列 是许多行的数。", "table.column is the figures of many rows."),
        Text("用 sum(…) 汇总，或取其中一行。", "Add it up with sum(…), or pick one row."),
        _check('check summary["本年收入合计"].amount = income.total'),
        _check('check summary["本年收入合计"].amount = income["合计"].total'),
    ),
    Page(
        "DQ-L211",
        Text("一行或许多行当作了一个数", "rows where one figure is needed"),
        Text("行要说出列，许多行要汇总。", "Of a row, one column must be named; many rows must be aggregated."),
        Text("写出列名，或用 sum(…)。", "Name the column, or use sum(…)."),
        _check("for each expenditure as r where exists children(r) check r.total = children(r).total"),
        _check("for each expenditure as r where exists children(r) check r.total = sum(children(r).total)"),
    ),
    Page(
        "DQ-L212",
        Text("函数的参数不对", "wrong arguments"),
        Text("每个函数有固定的参数。", "Each function takes what its signature says."),
        Text("按建议一行的写法改。", "Write it as the help line shows."),
        _check("check count(expenditure.total) > 0"),
        _check("check count(expenditure where total is present) > 0"),
    ),
    Page(
        "DQ-L213",
        Text("参数应当是 for each 的那一行", "a function that takes the row of for each"),
        Text(
            "下级、上级、上一行、下一行都是相对于 for each 的那一行说的。",
            "children, parent, above and below are relative to the row of for each.",
        ),
        Text("把 for each 的别名写进括号。", "Put the alias of for each between the brackets."),
        _check("for each expenditure as r check r.total = sum(children(expenditure).total)"),
        _check("for each expenditure as r where exists children(r) check r.total = sum(children(r).total)"),
    ),
    Page(
        "DQ-L214",
        Text("一个汇总里有几种行", "one aggregate over several kinds of rows"),
        Text("汇总的内容只能由被汇总各行的列组成。", "An aggregate adds up columns of its own rows only."),
        Text(
            "每种行各用一个 sum(…)，外层行的列写在外面。",
            "Use one sum(…) for each kind of rows; keep the outer row outside.",
        ),
        _check("check sum(income.total + expenditure.total) >= 0"),
        _check("check sum(income.total) + sum(expenditure.total) >= 0"),
    ),
    Page(
        "DQ-L215",
        Text("这个值永远不会出现", "a value that never occurs"),
        Text(
            "与不会出现的值比较，条件永远不成立，规则就成了空话。",
            "A comparison with a value that never occurs is never true: the rule would be vacuous.",
        ),
        Text("用说明一行列出的值之一。", "Write one of the values that the note lists."),
        _check('check sum(summary.amount where side = "incom") >= 0'),
        _check('check sum(summary.amount where side = "income") >= 0'),
    ),
    Page(
        "DQ-L216",
        Text("where 与外层行的联系不是相等", "a where that is linked other than by equality"),
        Text(
            "where 由“列 = 外层行.列”（编码、行名等栏目）和只谈本表的条件用 and 连成；这样每条规则都能一次算完。"
            "填写的一格（金额、等级、日期）不认定一行：它可能空着，也可能认不出。",
            "A where joins, with and, equalities column = outer.column (codes, items) and conditions on its own table. "
            "A cell that is filled in (an amount, a grade, a date) names no row: it may be blank or unreadable.",
        ),
        Text("改成相等，或把不属于它的条件移出去。", "Make it an equality, or move the condition out."),
        _check("for each income as r check r.total >= sum(expenditure.total where code != r.code)"),
        _check("for each income as r check r.total >= sum(expenditure.total where code = r.code)"),
    ),
    Page(
        "DQ-L217",
        Text("where 里又取数或汇总", "a look-up within a where"),
        Text("where 只看被汇总的那一行和外层行。", "A where sees the aggregated row and the outer row only."),
        Text("把取数写到 where 之外。", "Move the look-up out of the where."),
        _check('check sum(summary.amount where amount > summary["收入总计"].amount) = 0'),
        _check('check max(summary.amount where role = "item") <= summary["收入总计"].amount'),
    ),
    Page(
        "DQ-L218",
        Text("取数可能取到许多行", "a look-up that may match many rows"),
        Text(
            "取到两行时结论是“无法判断：不唯一”，即使两行的数相同。这是警告。",
            "Two matches make the outcome undecided: ambiguous, even if both figures are the same. A warning.",
        ),
        Text(
            '按行名、编码或 role = "total" 取行，或用 sum(…)。', 'Pick by label, code or role = "total", or use sum(…).'
        ),
        _check('check summary[side = "income"].amount >= 0'),
        _check('check sum(summary.amount where side = "income") >= 0'),
    ),
    Page(
        "DQ-L219",
        Text("汇总的不是各列的和差与倍数", "an aggregate over something other than sums of columns"),
        Text(
            "汇总时每一行只取各列的和、差与倍数，这样才能带着舍入误差一次算完。",
            "Of each row an aggregate takes sums, differences and multiples of columns: so it carries their rounding "
            "in one pass.",
        ),
        Text("先汇总，再相乘除。", "Aggregate first, then multiply or divide."),
        _check("check sum(income.total × income.level) >= 0"),
        _check("check sum(income.total) × 2 >= 0"),
    ),
    Page(
        "DQ-L220",
        Text("上年报告里不能这样取数", "what the year before cannot be asked for"),
        Text(
            "prior(…) 取上年报告里的一个数：行按行名、编码或路径对应；children、parent 等关系和 report 不跨年，"
            "prior 也不能套用。",
            "prior(…) takes a figure of last year's report: rows correspond by label, code or path. Relations such as "
            "children and parent, and report, do not reach across years, and prior does not nest.",
        ),
        Text("按行名或编码取上年的数。", "Take last year's figure by label or code."),
        _check("for each income as r check r.total >= prior(sum(children(r).total))"),
        _check("for each income as r check r.total >= prior(income[code = r.code].total)"),
    ),
    Page(
        "DQ-L221",
        Text("没有这个代码表", "a code list that is nowhere"),
        Text(
            "代码表是规则文件夹下 reference 里的 CSV 文件，列为 code、name、first_year、last_year（空即不限）。",
            "A code list is a CSV file in the folder reference of the rules, with the columns code, name, first_year "
            "and last_year (empty: without end).",
        ),
        Text("改正名称，或放入该文件。", "Mend the name, or put the file there."),
        _check('for each income as r check r.code in codelist("nowhere", report.year)'),
        _check('for each income as r check r.code in codelist("function_classes", report.year)'),
    ),
    Page(
        "DQ-L222",
        Text("模式不能这样写", "a pattern that is not allowed"),
        Text(
            "模式由字符、. [a-z] [^…] \\d \\w \\s、括号、| 以及 ? * + {m,n} 组成，总是对整个文字；"
            "没有环视、反向引用和标志，所以总在线性时间内完成。最多 200 个字符。",
            "A pattern has characters, . [a-z] [^…] \\d \\w \\s, brackets, | and ? * + {m,n}, and is for the whole "
            "text. There is no look-around, back-reference or flag, so it ends in linear time. At most 200 characters.",
        ),
        Text("改成允许的写法。", "Write it with what is allowed."),
        _check('for each income as r check r.code matches "(?=2)[0-9]+"'),
        _check('for each income as r check r.code matches "2[0-9]+"'),
    ),
)
