from __future__ import annotations

from dq.diagnostics import Diagnostic, Fix, Label, Level, SourceText, Span, Text, nearest, render
from dq.diagnostics.layout import width_of

TEXT = '规则 甲 "收入" {\n\tcheck 收入合计 == 5\n}'


def diagnostic(span, **parts):
    return Diagnostic("DQ-L999", Level.ERROR, Text("错在这里", "wrong here"), span, **parts)


def test_a_place_is_underlined_in_columns_of_the_terminal():
    source = SourceText("a.dq", TEXT)
    start = TEXT.index("==")
    lines = render(diagnostic(source.span(start, start + 2)), {"a.dq": TEXT}).split("\n")
    shown = next(line for line in lines if "收入合计" in line)
    marked = next(line for line in lines if "^" in line)
    assert width_of(shown[: shown.index("==")]) == marked.index("^^")
    assert lines[:2] == ["错误[DQ-L999]: 错在这里", " --> a.dq:2:13"]


def test_labels_notes_help_and_fix_in_english():
    source = SourceText("a.dq", TEXT)
    parts = diagnostic(
        source.span(0, 2),
        labels=(Label(source.span(len(TEXT) - 1, len(TEXT)), Text("结束", "ends here")),),
        notes=(Text("注", "a note"),),
        help=Text("帮", "some help"),
        fix=Fix(source.span(0, 2), "rule", Text("改", "write rule")),
    )
    assert render(parts, {"a.dq": TEXT}, "en").split("\n") == [
        "error[DQ-L999]: wrong here",
        " --> a.dq:1:1",
        "  |",
        '1 | 规则 甲 "收入" {',
        "  | ^^^^",
        "...",
        "3 | }",
        "  | - ends here",
        "  |",
        "  = note: a note",
        "  = help: some help",
        "  = fix: write rule",
    ]


def test_a_label_in_another_file():
    other = Label(Span("b.dq", 1, 1, 1, 3), Text("第一次", "first"))
    shown = render(diagnostic(Span("a.dq", 1, 1, 1, 2), labels=(other,)), {"a.dq": "x", "b.dq": "yy"}, "en")
    assert shown.endswith(" --> b.dq:1:1\n  |\n1 | yy\n  | -- first\n  |")


def test_a_file_without_text_is_named():
    assert render(diagnostic(Span("gone.dq")), {}) == "错误[DQ-L999]: 错在这里\n --> gone.dq"


def test_a_place_over_several_lines_says_where_it_ends():
    shown = render(diagnostic(Span("a.dq", 1, 1, 3, 2)), {"a.dq": TEXT}, "en")
    assert "^^^^^^^^^^^^^^^^ up to line 3" in shown


def test_long_lines_are_shown_around_the_place():
    text = "长" * 500 + "错" + "长" * 500
    shown = render(diagnostic(Span("a.dq", 1, 501, 1, 502)), {"a.dq": text}).split("\n")
    assert len(shown[3]) < 200
    assert width_of(shown[3][: shown[3].index("错")]) == shown[4].index("^")


def test_a_place_beyond_the_text_does_no_harm():
    for span in (Span("a.dq", 9, 9, 9, 9), Span("a.dq", 1, 99, 1, 120), Span("a.dq", 1, 2, 1, 1)):
        assert render(diagnostic(span), {"a.dq": "x"}).startswith("错误")


def test_control_characters_do_not_reach_the_terminal():
    text = "a\x1b[31m\u202eb\x07\x9b"
    shown = render(diagnostic(Span(text, 1, 1, 1, 2)), {text: text})
    assert not set("\x1b\u202e\x07\x9b") & set(shown)


def test_nearest():
    assert nearest("sumary", ["income", "summary"]) == "summary"
    assert nearest("本年收人合计", ["本年支出合计", "本年收入合计"]) == "本年收入合计"
    assert nearest("xyz", ["summary"]) is None
