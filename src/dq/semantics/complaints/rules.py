"""Faults of a rule as a whole, of aggregates, and between rules."""

from __future__ import annotations

from collections.abc import Iterable

from dq.diagnostics import Diagnostic, Label, Span, Text, did_you_mean, refused, replace, warned


def check_missing(span: Span, rule: str) -> Diagnostic:
    """A rule without check."""
    return refused(
        "DQ-L101",
        span,
        Text(f"规则 {rule} 没有 check", f"rule {rule} has no check"),
        help=Text("补上要核对的条件：check … = …", "say what must be true: check … = …"),
    )


def clause_twice(span: Span, first: Span, word: str) -> Diagnostic:
    """A clause that a rule has once."""
    return refused(
        "DQ-L102",
        span,
        Text(f"一条规则只有一个 {word}", f"a rule has one {word}"),
        labels=(Label(first, Text("第一个在这里", "the first is here")),),
        help=Text(
            "另一件事另写一条规则，或用 and 连接", "write another rule for another matter, or join both with and"
        ),
    )


def column_twice(span: Span, first: Span, column: str) -> Diagnostic:
    """A column named twice in `column as c in (…)`: the same check twice, and lists without end."""
    return refused(
        "DQ-L102",
        span,
        Text(f"{column} 在各列的清单里写了两次", f"the list of columns names {column} twice"),
        labels=(Label(first, Text("第一次在这里", "the first is here")),),
        help=Text("删去重复的一个", "leave one of them out"),
    )


def title_missing(span: Span, rule: str) -> Diagnostic:
    """A rule without title."""
    return refused(
        "DQ-L103",
        span,
        Text(f"规则 {rule} 没有名称", f"rule {rule} has no title"),
        help=Text(f"写成 rule {rule} “名称” {{ … }}", f'write rule {rule} "title" {{ … }}'),
    )


def unknown_word(span: Span, word: str, zh: str, en: str, known: Iterable[str]) -> Diagnostic:
    """A word that is none of a clause's few (severity, tolerance, language, state)."""
    names = list(known)
    return refused(
        "DQ-L104",
        span,
        Text(f"{zh}没有 {word} 这一种", f"{word} is no {en}"),
        help=did_you_mean(word, names) or did_you_mean(word.lower(), names),
        notes=(Text(f"可用：{'、'.join(names)}", f"known: {', '.join(names)}"),),
    )


def duplicate_rule(span: Span, first: Span, rule: str) -> Diagnostic:
    """Two rules of one id."""
    return refused(
        "DQ-L105",
        span,
        Text(f"规则编号 {rule} 用了两次", f"the rule id {rule} is used twice"),
        labels=(Label(first, Text("第一次在这里", "first used here")),),
    )


def unknown_rule(span: Span, rule: str, known: Iterable[str]) -> Diagnostic:
    """`needs` of a rule that is nowhere."""
    headline = Text(f"没有编号为 {rule} 的规则", f"there is no rule {rule}")
    return refused("DQ-L106", span, headline, help=did_you_mean(rule, known))


def needs_cycle(span: Span, cycle: tuple[str, ...]) -> Diagnostic:
    """Rules that need each other."""
    way = " → ".join(cycle)
    return refused(
        "DQ-L107",
        span,
        Text(f"规则互相依赖：{way}", f"these rules need each other: {way}"),
        help=Text("去掉其中一个 needs", "drop one of these needs"),
    )


def needed_not_loaded(span: Span, rule: str, file: str) -> Diagnostic:
    """`needs` of a rule whose file has errors."""
    return warned(
        "DQ-L108",
        span,
        Text(f"规则 {rule} 所在的文件有错误，没有载入", f"rule {rule} is not loaded: its file has errors"),
        notes=(Text(f"文件：{file}；本规则照常核对", f"file: {file}; this rule is checked all the same"),),
    )


def report_only(span: Span, meant: str | None = None) -> Diagnostic:
    """`applies` that speaks of figures; `meant` the property of the report that a bare name is."""
    return refused(
        "DQ-L109",
        span,
        Text("applies 只谈报告本身", "applies speaks of the report only"),
        help=Text(
            "可用 report.kind、year、department、region、level、code；对行的条件写在 where 里",
            "use report.kind, year, department, region, level, code; conditions on rows stand in where",
        ),
        fix=None if meant is None else replace(span, meant),
    )


def no_template(span: Span, uses: Iterable[tuple[str, Iterable[str], Span]]) -> Diagnostic:
    """No form prints everything that the rule names."""
    notes = []
    for what, templates, _place in uses:
        names = sorted(templates)
        zh, en = "、".join(names) or "没有", ", ".join(names) or "none"
        notes.append(Text(f"{what}：印它的表式有 {zh}", f"{what} is printed by: {en}"))
    return refused(
        "DQ-L110",
        span,
        Text("没有一种表式印出这条规则所说的全部内容", "no form prints everything that this rule names"),
        notes=tuple(notes),
        help=Text("分成几条规则，每种表式一条", "divide it into one rule a form"),
    )


def no_literal_tolerance(span: Span) -> Diagnostic:
    """A tolerance that is no distance."""
    return refused(
        "DQ-L111",
        span,
        Text("容差不能是日期", "a tolerance is no date"),
        help=Text("例如 tolerance 0.01万元、tolerance 1%", "for example tolerance 0.01万元 or tolerance 1%"),
    )


def wrong_arguments(span: Span, signature: str) -> Diagnostic:
    """A function called with what it does not take."""
    return refused(
        "DQ-L212",
        span,
        Text("函数的参数不对", "these are not the function's arguments"),
        help=Text(f"写成 {signature}", f"write {signature}"),
    )


def no_table_to_pick_from(span: Span, signature: str) -> Diagnostic:
    """[ ] behind what is no name of a table: a call, another column, the number that a title ends with."""
    headline = Text("［ ］的前面只写表名，后面不带括号", "only the name of a table stands before [ ], without brackets")
    return refused("DQ-L212", span, headline, help=Text(f"写成 {signature}", f"write {signature}"))


def row_needed(span: Span, function: str, alias: str | None) -> Diagnostic:
    """children(x) where x is not the row of for each."""
    if alias is None:
        help_ = Text("先写 for each 表 as r", "begin with for each table as r")
    else:
        help_ = Text(f"写成 {function}({alias})", f"write {function}({alias})")
    headline = Text(f"{function}(…) 的参数是 for each 的那一行", f"{function}(…) takes the row of for each")
    return refused("DQ-L213", span, headline, help=help_)


def mixed_rows(span: Span, written: Iterable[str]) -> Diagnostic:
    """An aggregate's element that speaks of rows of several tables."""
    rows = list(written)
    return refused(
        "DQ-L214",
        span,
        Text(f"一个汇总里有几种行：{'、'.join(rows)}", f"one aggregate over several kinds of rows: {', '.join(rows)}"),
        help=Text("每种行各用一个 sum(…)", "use one sum(…) for each"),
    )


def outer_in_element(span: Span) -> Diagnostic:
    """An outer row's column within an aggregate's element."""
    return refused(
        "DQ-L214",
        span,
        Text("汇总的内容只能是被汇总各行的列", "an aggregate adds up columns of its own rows"),
        help=Text("外层行的列写在汇总之外", "put the outer row's column outside the aggregate"),
    )


def not_an_equality(span: Span) -> Diagnostic:
    """A correlated condition other than an equality."""
    return refused(
        "DQ-L216",
        span,
        Text("与外层行的联系只能是相等", "the link with the outer row must be an equality"),
        notes=(
            Text(
                "where 由“列 = 外层行.列”和只谈本表的条件用 and 连成",
                "a where joins, with and, equalities column = outer.column and conditions on its own table",
            ),
        ),
    )


def key_is_figure(span: Span) -> Diagnostic:
    """An equality of measured figures as a key."""
    return refused(
        "DQ-L216",
        span,
        Text("不能用金额把两行联系起来", "figures cannot link two rows"),
        help=Text("用编码、行名等栏目联系", "link them by code, item or another naming column"),
    )


def asked_with_a_cell(span: Span, column: str) -> Diagnostic:
    """A key that is to equal a cell of the outer row, which may be blank or unreadable, in place of what names it."""
    return refused(
        "DQ-L216",
        span,
        Text(
            f"{column} 是外层行里填写的一格，不能按它去找行",
            f"{column} is a cell of the outer row: no row is found by it",
        ),
        notes=(
            Text(
                "一格里的字可能空着、认不出，还可能带脚注；行由编码、行名这样的栏目认定",
                "what a cell says may be blank, unreadable or bear a footnote; rows are told by code, item and so on",
            ),
        ),
        help=Text(
            "用编码、行名等栏目联系；要看两处写的是否一致，先按行名取数，再比较",
            "link them by code, item or another naming column; to compare two such cells, look one up by its item",
        ),
    )


def outer_only(span: Span) -> Diagnostic:
    """A condition within a where that does not speak of its table at all."""
    return refused(
        "DQ-L216",
        span,
        Text("这个条件没有谈到被汇总的表", "this condition does not speak of the aggregated table"),
        help=Text(
            "用括号把 where 结束在它之前，或移到 for each 的 where",
            "close the where before it with a bracket, or move it",
        ),
    )


def not_linear(span: Span) -> Diagnostic:
    """An aggregate over something other than sums of columns."""
    return refused(
        "DQ-L219",
        span,
        Text("汇总的内容只能是各列的和差与倍数", "an aggregate takes sums, differences and multiples of columns"),
        help=Text("先汇总，再相乘除", "aggregate first, then multiply or divide"),
    )


def nested_prior(span: Span) -> Diagnostic:
    """Prior within prior, or within a where."""
    return refused(
        "DQ-L220",
        span,
        Text("prior 不能写在 prior 或 where 之内", "prior does not stand within prior or a where"),
        help=Text("先用 prior 取上年的数，再比较", "take the figure of last year with prior, then compare"),
    )


def not_of_last_year(span: Span) -> Diagnostic:
    """Something that the report of the year before cannot be asked for."""
    return refused(
        "DQ-L220",
        span,
        Text("prior 之内不能这样取数", "this cannot be asked of the year before"),
        notes=(
            Text(
                "上年的行与本年的行只按行名、编码或路径对应",
                "rows of last year correspond to this year's by label, code or path only",
            ),
        ),
    )


def unknown_list(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """A code list that is nowhere."""
    names = list(known)
    return refused(
        "DQ-L221",
        span,
        Text(f"没有代码表 {name}", f"there is no code list {name}"),
        help=did_you_mean(name, names),
        notes=(
            Text(
                f"代码表是规则文件夹下 reference/{name}.csv",
                f"a code list is reference/{name}.csv in the folder of rules",
            ),
        ),
    )


def bad_pattern(span: Span, at: int, pattern: str) -> Diagnostic:
    """A pattern that is not allowed."""
    found = pattern[at : at + 1] or pattern
    return refused(
        "DQ-L222",
        span,
        Text(
            f"模式的第 {at + 1} 个字符 {found} 不能这样写",
            f"character {at + 1} of the pattern, {found}, cannot stand there",
        ),
        notes=(
            Text(
                "可写字符、. [a-z] [^…] \\d \\w \\s、括号、| 以及 ? * + {m,n}；模式总是对整个文字",
                "a pattern has characters, . [a-z] [^…] \\d \\w \\s, brackets, | and ? * + {m,n}; it is for the whole "
                "text",
            ),
        ),
    )


def nested(span: Span) -> Diagnostic:
    """A look-up or aggregate within a where."""
    return refused(
        "DQ-L217",
        span,
        Text("where 里不能再取数或汇总", "there are no look-ups or aggregates within a where"),
        notes=(
            Text(
                "where 由“列 = 外层行.列”和只谈本表的条件组成",
                "a where is equalities with the outer row and local conditions",
            ),
        ),
    )


def unreadable_file(file: str, headline: Text, help_: Text | None = None) -> Diagnostic:
    """A rule file that is missing or no plain text."""
    return refused("DQ-L010", Span(file), headline, help=help_)
