"""Faults of definitions, templates and imports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dq.diagnostics import Diagnostic, Label, Span, Text, did_you_mean, refused
from dq.syntax import tree


def declared_twice(span: Span, first: Span | None, name: str) -> Diagnostic:
    """A definition or template whose name is taken."""
    labels = () if first is None else (Label(first, Text("第一个在这里", "the first is here")),)
    headline = Text(f"{name} 这个名称已经用过", f"the name {name} is taken")
    return refused("DQ-L112", span, headline, labels=labels, help=Text("另取一个名称", "choose another name"))


def recursion(span: Span, way: Sequence[str]) -> Diagnostic:
    """A definition that uses itself."""
    told = " → ".join(way)
    return refused(
        "DQ-L113",
        span,
        Text(f"定义不能用到自己：{told}", f"a definition cannot use itself: {told}"),
        help=Text("规则没有递归；逐级的关系用 children、parent", "there is no recursion; use children and parent"),
    )


def too_large(span: Span, most: int) -> Diagnostic:
    """A rule that grows without bounds by what is put into it."""
    return refused(
        "DQ-L114",
        span,
        Text(
            f"代入定义后规则过大（超过 {most} 项或嵌套过深）",
            f"with its definitions put in the rule is too large (more than {most} parts, or nested too deeply)",
        ),
        help=Text("拆成几条规则", "divide it into several rules"),
    )


def too_much(span: Span, most: int) -> Diagnostic:
    """The rule with which a file comes to more than is checked at once."""
    return refused(
        "DQ-L114",
        span,
        Text(
            f"到这条规则为止，本文件代入定义、逐栏展开后超过 {most} 项，以下不再检查",
            f"with this rule the file comes to more than {most} parts, each choice of columns counted and definitions "
            "put in; what follows is not checked",
        ),
        help=Text("把规则分到几个文件里，或少列几栏", "divide the rules among several files, or list fewer columns"),
    )


def wrong_number(span: Span, name: str, parameters: Sequence[tree.Name], declared: Span) -> Diagnostic:
    """Arguments that are not as many as the parameters."""
    listed = ", ".join(each.text for each in parameters)
    return refused(
        "DQ-L115",
        span,
        Text(f"{name} 有 {len(parameters)} 个参数", f"{name} takes {len(parameters)} arguments"),
        labels=(Label(declared, Text("在这里定义", "it is declared here")),),
        help=Text(f"写成 {name}({listed})", f"write {name}({listed})"),
    )


def unknown_template(span: Span, name: str, known: Iterable[str]) -> Diagnostic:
    """`from` a template that is nowhere."""
    headline = Text(f"没有名为 {name} 的模板", f"there is no template {name}")
    return refused("DQ-L116", span, headline, help=did_you_mean(name, list(known)))


def name_needed(span: Span, parameter: str) -> Diagnostic:
    """A value where a table or column must be named."""
    return refused(
        "DQ-L117",
        span,
        Text(f"这里只能代入名称，而 {parameter} 代入的是一个值", f"only a name fits here, and {parameter} is a value"),
    )


def bad_import(span: Span, why: Text) -> Diagnostic:
    """An import that cannot be followed."""
    return refused(
        "DQ-L118",
        span,
        why,
        notes=(
            Text(
                "只能引用规则文件夹之内的 .dq 文件，路径相对于本文件",
                "an import names a .dq file within the folder of rules, relative to its own file",
            ),
        ),
    )


def years(span: Span) -> Diagnostic:
    """A year of since or until with something that is no year."""
    return refused(
        "DQ-L119",
        span,
        Text("这里应当是一个年度，起始不晚于截止", "a year is needed here, and since is not after until"),
        help=Text("例如 since 2015 until 2018", "for example since 2015 until 2018"),
    )
