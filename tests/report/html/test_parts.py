"""The parts of a page: where a figure is found on its line, what of a table is drawn, what leans, what can be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from importlib import resources

import pytest

from dq.archive import MemoryStore
from dq.engine.statement import with_difference
from dq.ingest import read_bytes
from dq.outcome.model import Operand, Source
from dq.report.findings import findings
from dq.report.printed import printed_reports
from dq.report.protocol import EarlierRun
from dq.report.sinks.html.checked import pieces
from dq.report.sinks.html.commands import command_line, command_of
from dq.report.sinks.html.concluding import of_archive, of_report
from dq.report.sinks.html.drawn import drawn_tables
from dq.report.sinks.html.found import Anchors, grouped, shown_findings
from dq.report.sinks.html.original import stretches
from dq.report.sinks.html.places import cell_id, line_id
from dq.report.sinks.html.tally import Rounded
from dq.report.sinks.html.trend import trend
from dq.report.sinks.text.view import View
from dq.templates import default_schema
from dq.types import Verdict
from tests.cli.invented import REPORT
from tests.report.contrast import contrast, themes, too_faint
from tests.report.test_details import record
from tests.report.text.records import operand as cell
from tests.report.text.records import violated


def operand(line, column, printed, page=None):
    row = {"n": 0, "label": "合计"}
    return Operand("t", row, "c", None, "万元", printed, "figure", "left", Source("a.txt", page, line, column))


def marked(lines, *operands, budget=1000):
    found = stretches(lines, operands, budget)
    return [
        (line.number, part.text) for stretch in found for line in stretch.lines for part in line.parts if part.is_figure
    ]


@pytest.mark.parametrize(
    ("line", "column", "printed", "before"),
    [
        ("合计\t1.00\t1.00", 3, "1.00", "合计 │ 1.00 │ "),
        ("合计\t 1.00 ", 2, "1.00", "合计 │  "),
        ("合计为 1.00 万元，比上年 1.00", 5, "1.00", "合计为 "),
        ("合计 1.00", 99, "1.00", "合计 "),
        ("其中 21.00，合计 1.00 和 1.00", None, "1.00", None),
        ("合计 2.00", 4, "1.00", None),
    ],
)
def test_a_figure_is_marked_where_it_stands_or_not_at_all(line, column, printed, before):
    (stretch,) = stretches([line], [operand(1, column, printed)], 0)
    parts = stretch.lines[0].parts
    if before is None:
        assert not any(part.is_figure for part in parts)
    else:
        assert [part.text for part in parts[:2]] == [before, printed]
        assert parts[1].is_figure


def test_lines_between_are_folded_as_far_as_the_bound_allows():
    lines = [f"行 {number}" for number in range(1, 31)]
    found = stretches(lines, [operand(10, None, "行 10"), operand(25, None, "行 25")], 200)
    assert [(each.first, each.last, bool(each.lines), bool(each.text)) for each in found] == [
        (1, 7, False, True),
        (8, 12, True, False),
        (13, 22, False, False),
        (23, 27, True, False),
        (28, 30, False, True),
    ]
    assert [line.anchor for each in found for line in each.lines if line.anchor] == ["L10", "L25"]


def test_lines_without_room_are_not_even_looked_at():
    class Lines(list):
        looked = 0

        def __getitem__(self, at):
            self.looked += 1
            return super().__getitem__(at)

    lines = Lines(["<b>"] * 1000)
    assert [each.text for each in stretches(lines, [], 0)] == [None]
    assert lines.looked <= 1


def test_what_is_folded_is_escaped_and_keeps_its_lines():
    (folded,) = stretches(["<b>\x1b", "2"], [], 1000)
    assert folded.text is not None
    assert str(folded.text) == "     1  &lt;b&gt;\N{REPLACEMENT CHARACTER}\n     2  2"


def test_words_that_choose_a_figure_are_folded_behind_it_and_said_in_words():
    figure = cell("project_fund", 3, 64, "50")
    words = [
        replace(figure, column=column, value=None, printed=printed)
        for column, printed in (("form_kind", "special"), ("source", "fiscal"), ("source", None))
    ]
    counted = replace(figure, table="project", column="label", value=None, printed="某项目")
    outcome = violated(operands=(counted, *words, figure))
    outcome = replace(outcome, statement=with_difference("50 = 40", outcome.difference, outcome.allowance, "zh"))
    (shown,) = shown_findings(findings([outcome]), Counter(), Anchors((), ()), VIEW)
    told = [each.printed for each in shown.first.operands]
    assert told == ["50", "某项目", "部门专项绩效自评表", "财政资金小计", "（空）"]
    assert shown.first.seen == 2
    assert shown.first.statement == "50 = 40", "the difference stands below it"


def test_a_figure_of_a_page_or_beyond_the_end_is_not_looked_for():
    assert marked(["1.00"], operand(1, 1, "1.00", page=3), operand(2, 1, "1.00")) == []


@pytest.fixture(scope="module")
def printed():
    read = read_bytes("report.txt", REPORT.encode())
    assert read.report is not None
    store = MemoryStore([read.report], default_schema())
    return next(printed_reports(store, default_schema(), [read.report.report["report"]]))


VIEW = View("zh", default_schema())


def test_a_brief_page_draws_only_what_is_disputed_and_the_lines_around(printed):
    cell = cell_id("income", 0, "total")
    (table,) = drawn_tables(printed, {cell: [3, 1]}, VIEW, whole=False)
    assert (table.anchor, table.disputed, table.rows) == ("t-income", 1, 3)
    first = table.lines[0].halves[0].cells[0]
    assert (first.text, first.anchor, first.findings) == ("310.10", cell, (1, 3))
    assert [line.skipped for line in table.lines] == [0, 0, 0]
    assert {each.width for each in (table,)} == {1 + 2 + len(table.blocks[0].columns)}


def test_a_whole_page_draws_every_table_of_the_form(printed):
    tables = drawn_tables(printed, {}, VIEW, whole=True)
    assert [table.anchor for table in tables] == ["t-summary", "t-income"]
    assert tables[0].width == 5
    assert [half.label for half in tables[0].lines[0].halves] == [
        "一、一般公共预算财政拨款收入",
        "一、一般公共服务支出",
    ]
    assert drawn_tables(printed, {}, VIEW, whole=False) == ()


def test_lines_left_out_are_counted(printed):
    last = max(row.n for row in printed.tables[0].rows)
    (table,) = drawn_tables(printed, {cell_id("summary", last, "amount"): [1]}, VIEW, whole=False)
    skipped = sum(line.skipped for line in table.lines)
    assert skipped > 0
    assert skipped + sum(not line.skipped for line in table.lines) == len(printed.tables[0].lines)


@pytest.mark.parametrize(
    ("above", "below", "leans"),
    [(10, 0, False), (19, 0, False), (20, 0, True), (30, 14, False), (40, 10, True), (10, 40, True), (60, 40, False)],
)
def test_rounding_leans_where_chance_would_not(above, below, leans):
    rounded = Rounded()
    for _ in range(above):
        rounded.add(Decimal("0.01"))
    for _ in range(below):
        rounded.add(Decimal("-0.01"))
    assert rounded.is_skewed is leans


def test_pieces_of_a_bar_fill_it_and_all_can_be_seen():
    parts = pieces(Counter({Verdict.HOLDS: 100_000, Verdict.VIOLATED: 1, Verdict.UNDECIDED: 3}))
    assert [(verdict, number) for verdict, number, _, _ in parts] == [
        (Verdict.VIOLATED, 1),
        (Verdict.UNDECIDED, 3),
        (Verdict.HOLDS, 100_000),
    ]
    assert min(width for _, _, _, width in parts) >= 5
    assert abs(sum(width for _, _, _, width in parts) - 1000) <= 2
    assert [at for _, _, at, _ in parts] == [0, parts[0][3], parts[0][3] + parts[1][3]]
    assert pieces({}) == ()


def test_nothing_undecided_reads_as_a_pass():
    zh, en = View("zh", default_schema()), View("en", default_schema())
    assert of_report(0, 0, {"holds": 3}, zh).level == "good"
    for view in (zh, en):
        for counts in ({"undecided": 3, "holds": 9}, {}):
            assert of_report(0, 0, counts, view).level == "warn"
        assert of_report(0, 2, {"holds": 9}, view).level == "warn"
        assert of_report(1, 0, {}, view).level == "bad"
        assert of_report(0, 0, {"violated": 2, "holds": 9}, view).level == "warn"
        assert of_archive(0, 0, 0, {}, view).level == "warn"
        assert of_archive(5, 2, 0, {}, view).level == "bad"


def test_places_figures_and_commands_in_words():
    assert (line_id(None, 64), line_id(3, 5)) == ("L64", "L3-5")
    assert (grouped(Decimal("-16592.050")), grouped(None)) == ("−16,592.050", "—")
    command = ("dq", "report", "--archive", "我的 库", "--to", "html")
    assert command_line(command) == "dq report --archive '我的 库' --to html"
    assert command_line(command_of(command, "it's")) == "dq report --archive '我的 库' --report 'it'\\''s' --to html"
    assert command_of((), "r") == ()
    run = ("dq", "run", "nightly", "--as-of", "r1")
    assert command_of(run, "r") == run


TEXTS = ("text", "soft", "link", "accent", "bad", "warn", "info", "good", "rounding")
ON = {
    "page": TEXTS,
    "band": ("text", "soft", "link", "bad", "warn", "good", "rounding"),
    "bad-bg": ("bad", "text", "link"),
    "warn-bg": ("warn", "text"),
    "info-bg": ("info",),
    "good-bg": ("good",),
    "rounding-bg": ("rounding",),
    "mark": ("mark-text",),
    "tie-bg": ("text", "link", "soft", "bad"),
}


@pytest.mark.parametrize("theme", [0, 1])
def test_every_text_can_be_read_on_its_ground(theme):
    """WCAG 2.2, 1.4.3: 4.5 to 1; bars and frames 3 to 1 (1.4.11)."""
    style = resources.files("dq.report.sinks.html").joinpath("static", "style.css").read_text("utf-8")
    light, dark = themes(style)
    assert light.keys() == dark.keys()
    colours = (light, dark)[theme]
    assert too_faint(colours, ON) == {}
    assert contrast(colours["page"], colours["tie"]) >= 4.5


def kept_run(number, violated, undecided):
    return EarlierRun(f"r{number}", f"2026-01-{number:02}T00:00:00", {"violated": violated, "undecided": undecided})


def test_runs_are_drawn_with_this_one_last():
    run = record([], {"violated": 1, "undecided": 400})
    columns = trend([kept_run(number, 10, 0) for number in range(1, 31)], run)
    assert len(columns) == 24
    assert (columns[-1].violated, columns[-1].undecided) == (1, 400)
    assert (columns[-1].violated_height, columns[-1].undecided_height) == (2, 100)
    assert columns[0].undecided_height == 0
    assert columns[0].day == "2026-01-08"
    assert trend([], run) == ()


def test_an_archive_that_grows_is_no_worse_for_it():
    before, now = trend(
        [EarlierRun("r0", "2026-01-01", {"violated": 2, "holds": 8})], record([], {"violated": 4, "holds": 16})
    )
    assert (before.checks, now.checks) == (10, 20)
    assert before.violated_height == now.violated_height == 100
