"""Pages of DQ-L1xx: a rule as a whole, and rules among each other."""

from __future__ import annotations

from typing import Final

from dq.diagnostics.codes.model import Page
from dq.diagnostics.model import Text

_GOOD: Final = 'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}'

PAGES: Final = (
    Page(
        "DQ-L101",
        Text("规则没有 check", "a rule without check"),
        Text("没有 check 的规则什么也不核对。", "A rule without check checks nothing."),
        Text("写出应当成立的条件。", "Say what must be true."),
        'rule A "总计相等" {\n  severity error\n}',
        _GOOD,
    ),
    Page(
        "DQ-L102",
        Text("同一子句写了两次", "a clause that is there twice"),
        Text(
            "一条规则只说一件事：一个 check、一个 severity、一个 basis ……",
            "A rule says one thing: one check, one severity, one basis …",
        ),
        Text("另一件事另写一条规则，或用 and 连成一个条件。", "Write another rule, or join both conditions with and."),
        'rule A "非负" {\n  check summary["收入总计"].amount >= 0\n  check summary["支出总计"].amount >= 0\n}',
        'rule A "非负" {\n  check summary["收入总计"].amount >= 0 and summary["支出总计"].amount >= 0\n}',
    ),
    Page(
        "DQ-L103",
        Text("规则没有名称", "a rule without title"),
        Text("名称是报告里每个发现的标题。", "The title heads every finding in the reports."),
        Text("在编号后写出名称。", "Write a title behind the id."),
        'rule A {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
        _GOOD,
    ),
    Page(
        "DQ-L104",
        Text("子句里没有这个词", "a word that the clause does not know"),
        Text(
            "severity、tolerance、is、title 和 explain 的语言，各只有固定的几个词。",
            "severity, tolerance, is, and the languages of title and explain each know a few words.",
        ),
        Text("从说明一行列出的词里选一个。", "Choose one of those that the note lists."),
        'rule A "总计相等" {\n  severity eror\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
        'rule A "总计相等" {\n  severity error\n  check summary["收入总计"].amount = summary["支出总计"].amount\n}',
    ),
    Page(
        "DQ-L105",
        Text("规则编号用了两次", "a rule id that is used twice"),
        Text(
            "编号在所有规则文件中必须唯一：结论按编号引用规则。",
            "Ids are unique over all rule files: outcomes name rules by id.",
        ),
        Text("给其中一条换个编号。", "Give one of them another id."),
        _GOOD + '\nrule A "收入非负" {\n  check summary["收入总计"].amount >= 0\n}',
        _GOOD + '\nrule B "收入非负" {\n  check summary["收入总计"].amount >= 0\n}',
    ),
    Page(
        "DQ-L106",
        Text("needs 的规则不存在", "needs of a rule that is nowhere"),
        Text("needs 只能写本次载入的规则的编号。", "needs names rules that are loaded together with this one."),
        Text("改正编号，或去掉 needs。", "Mend the id, or drop the needs."),
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount\n  needs B\n}',
        _GOOD,
    ),
    Page(
        "DQ-L107",
        Text("规则互相依赖", "rules that need each other"),
        Text("needs 表示先后：互相依赖就没有先后了。", "needs is an order: rules that need each other have none."),
        Text("去掉其中一个 needs。", "Drop one of the needs."),
        'rule A "收入非负" {\n  check summary["收入总计"].amount >= 0\n  needs B\n}\n'
        'rule B "支出非负" {\n  check summary["支出总计"].amount >= 0\n  needs A\n}',
        'rule A "收入非负" {\n  check summary["收入总计"].amount >= 0\n  needs B\n}\n'
        'rule B "支出非负" {\n  check summary["支出总计"].amount >= 0\n}',
    ),
    Page(
        "DQ-L108",
        Text("needs 的规则没有载入", "a needed rule that did not load"),
        Text(
            "它所在的文件有错误，整个文件没有载入；本规则照常核对，只是不再以它为前提。这是警告。",
            "Its file has errors and did not load; this rule is checked all the same, without it. A warning.",
        ),
        Text("改正那个文件的错误。", "Mend the errors of that file."),
    ),
    Page(
        "DQ-L109",
        Text("applies 谈到了报告以外的内容", "applies that speaks of figures"),
        Text(
            "applies 决定规则用于哪些报告，只看报告的种类、年度和部门。",
            "applies says for which reports a rule is: by kind, year and department.",
        ),
        Text("对行的条件写在 for each … where 里。", "Put conditions on rows into for each … where."),
        _GOOD.replace("{", '{\n  applies summary["收入总计"].amount > 0', 1),
        _GOOD.replace("{", "{\n  applies report.year >= 2015", 1),
    ),
    Page(
        "DQ-L110",
        Text("没有一种表式印出规则所说的全部内容", "no form prints everything that the rule names"),
        Text(
            "规则只用于印有它所说的全部表、列和行的表式；一种都没有，规则就永远不会被核对。",
            "A rule is for the forms that print every table, column and row it names; without one it is never checked.",
        ),
        Text(
            "分成几条规则，每种表式一条；或对可以没有的一项写 missing as zero。",
            "Write one rule a form, or missing as zero behind what may be missing.",
        ),
        'rule A "财政拨款" {\n  check summary["财政拨款"].amount = summary["一般公共预算财政拨款收入"].amount\n}',
        'rule A "财政拨款" {\n  check summary["财政拨款"].amount <= summary["收入总计"].amount\n}',
    ),
    Page(
        "DQ-L111",
        Text("容差不能这样写", "a tolerance of another kind"),
        Text(
            "容差是 rounding（默认）、exact、truncation，右边的百分之几，或带单位的数。",
            "A tolerance is rounding (the default), exact, truncation, a percentage of the right side, or a figure "
            "with its unit.",
        ),
        Text("写出金额，例如 tolerance 0.01万元。", "Write an amount, tolerance 0.01万元 for example."),
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount tolerance 2018年1月\n}',
        'rule A "总计相等" {\n  check summary["收入总计"].amount = summary["支出总计"].amount tolerance 0.01万元\n}',
    ),
)
