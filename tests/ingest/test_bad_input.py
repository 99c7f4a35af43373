"""Bad documents: each a diagnostic with place and remedy, never an exception, never much time."""

from __future__ import annotations

import os
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.diagnostics import Level
from dq.ingest import header_search, read_bytes, read_document, untitled
from dq.ingest.decoding import MAX_BYTES
from dq.ingest.stream import Line
from dq.ingest.stretches import MAX_ROWS
from dq.templates import load_catalogue
from tests.ingest.formats.writers import INVENTED, comma_separated, web_page
from tests.ingest.forms import DETAIL, EXPENDITURE, FUNDS, INCOME, SUMMARY, document, read

FINAL_ACCOUNTS = next(each for each in load_catalogue() if each.name == "final_accounts_2018")
BAD = [
    (b"", "DQ-I002"),
    (b"\xef\xbb\xbf \r\n\t\n", "DQ-I002"),
    (b"PK\x03\x04....", "DQ-I205"),
    (b"{\\rtf1 ...", "DQ-I004"),
    ("决算".encode("utf-16") + b"\0", "DQ-I005"),
    ("决算".encode("utf-32"), "DQ-I004"),
    ("决算\0".encode("utf-16"), "DQ-I004"),
    (b"\xff\xfe", "DQ-I002"),
    ("决算\x00".encode(), "DQ-I004"),
    (bytes(range(1, 32)) * 40, "DQ-I004"),
    (b"\xfd\xff\xfe" * 50, "DQ-I005"),
    (b"ok\n\x81\xff\xff\xff" * 9, "DQ-I005"),
    ("一段与决算无关的文字。\n".encode(), "DQ-I006"),
    (b"a,b,c\n1,2,3\n", "DQ-I006"),
]


@pytest.mark.parametrize(("data", "code"), BAD)
def test_what_is_refused_and_how(data, code):
    result = read_bytes("bad.txt", data)
    assert result.report is None
    first = result.diagnostics[0]
    assert (first.code, first.level, first.span.file) == (code, Level.ERROR, "bad.txt")
    assert first.help is not None
    assert first.headline.zh
    assert first.headline.en
    assert first.help.zh != first.help.en


def test_a_wrong_encoding_names_its_line():
    assert read_bytes("a", b"x\ny\n" + b"\x80\xff\xff\xff" * 30).diagnostics[0].span.line == 3


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_that_says_so_is_read_in_every_form_of_text(encoding):
    mark = "" if encoding == "utf-16" else "\ufeff"
    for text in (INVENTED, web_page(INVENTED).decode(), comma_separated(INVENTED, padded=False).decode()):
        told = read_bytes("a", text.encode())
        result = read_bytes("a", (mark + text).encode(encoding))
        assert (result.report.rows, result.report.tables) == (told.report.rows, told.report.tables)
        assert result.report.report["sha256"] != told.report.report["sha256"]  # the document is kept as it came


@pytest.mark.parametrize("write", [str, lambda text: web_page(text).decode(), lambda text: text.replace("\t", " ")])
def test_carriage_returns_alone_end_lines(write):
    told = read_bytes("a", write(INVENTED).encode())
    result = read_bytes("a", write(INVENTED).replace("\n", "\r").encode())
    assert told.report.rows
    assert (result.report.rows, result.report.tables) == (told.report.rows, told.report.tables)


def test_files_that_cannot_be_opened(tmp_path):
    for path in (tmp_path / "absent.txt", tmp_path, tmp_path / "nul\0.txt"):
        assert read_document(path).diagnostics[0].code == "DQ-I001"


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), MAX_BYTES + 1)
    assert read_document(path).diagnostics[0].code == "DQ-I003"
    assert read_bytes("huge.txt", b"x" * (MAX_BYTES + 1)).diagnostics[0].code == "DQ-I003"


def test_a_few_damaged_characters_only_cost_their_cells():
    text = document(DETAIL + "301\t工资福利支出\t1.00\n302\t商品和服务支出\t2.00\n", "说明文字。" * 300)
    data = text.encode().replace(b"\t2.00", b"\t2.\xff0")
    result = read_bytes("a.txt", data)
    assert [(each.code, each.span.line) for each in result.diagnostics] == [("DQ-I015", 9), ("DQ-I046", 9)]
    assert [row["total__state"] for row in result.report.rows["general_detail"]] == [1, 6]


def test_a_table_too_long_to_be_one_is_an_error():
    result = read(DETAIL + "301\t甲\t1.00\n" * (MAX_ROWS + 1))
    assert [(each.code, each.level) for each in result.diagnostics] == [("DQ-I016", Level.ERROR)]


def test_without_any_template_nothing_is_known():
    (refused,) = read_bytes("a.txt", document(EXPENDITURE).encode(), templates=()).diagnostics
    assert refused.code == "DQ-I006"
    assert "templates/" not in refused.help.zh + refused.help.en, "an auditor writes no template"


_CELLS = st.sampled_from(
    [
        "",
        "合计",
        "201",
        "20101",
        "一、财政拨款",
        "1.00",
        "—",
        "项目",
        "决算数",
        "类",
        "栏次",
        "1",
        "新增",
        "本年支出合计",
        "注：",
        "\f",
    ]
)
_LINES = st.one_of(
    st.lists(_CELLS, max_size=9).map("\t".join),
    st.sampled_from([EXPENDITURE, INCOME, FUNDS, SUMMARY, DETAIL, "支出决算表", "", "14"]),
    st.text(max_size=20),
)


@given(st.lists(_LINES, max_size=25))
def test_no_text_makes_the_reader_fail(lines):
    result = read_bytes("any.txt", document("\n".join(lines)).encode("utf-8", "replace"))
    if result.report is None:
        assert result.diagnostics
        return
    for rows in result.report.rows.values():
        assert [row["n"] for row in rows] == list(range(len(rows)))
        assert len({(row["side"], row["path"]) for row in rows}) == len(rows)
        for row in rows:
            assert row["parent"] is None or row["parent"] != row["n"]
            assert row["above"] is None or rows[row["above"]]["below"] == row["n"]


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_fail(data):
    result = read_bytes("any.bin", data)
    assert result.report is not None or result.diagnostics


@given(st.data())
def test_figures_are_read_back_as_they_were_printed(data):
    """A table printed from figures, with any of them left out, gives exactly those figures."""
    table = next(each for each in FINAL_ACCOUNTS.tables if each.name == "expenditure")
    names = [measure.name for measure in table.blocks[0].measures]
    figure = st.decimals(min_value=0, max_value=10**6, places=2).map("{:,.2f}".format)
    grid = data.draw(st.lists(st.lists(st.one_of(st.just(""), figure), min_size=6, max_size=6), min_size=2, max_size=8))
    # Structure must be told: where no row fills the total, nothing says where the columns stand.
    grid = [["1.00", *cells[1:]] for cells in grid]
    body = "".join("\t".join([f"2{at:02}", f"第{at}类", *cells]) + "\n" for at, cells in enumerate(grid, 1))
    rows = read(EXPENDITURE + body).report.rows["expenditure"]
    assert [[row[f"{name}__printed"] for name in names] for row in rows] == grid


@pytest.mark.parametrize(
    "text", [EXPENDITURE.split("\n")[2] + "\n", "支出决算表\n", EXPENDITURE, "支出决算表\n\n", "\t" * 90 + "1.00\n"]
)
def test_hostile_repetition_stays_bounded(text):
    data = document(text * (400_000 // len(text.encode()))).encode()
    started = time.perf_counter()
    read_bytes("hostile.txt", data)
    assert time.perf_counter() - started < 60  # bounded at all: how fast is a matter of benchmarks/


@pytest.mark.parametrize(
    "line",
    [
        "某市第{}中学2018年度支出决算表\n单位：万元\n科目\t合计\n合计\t1.00\n",
        "支出决算表\n编制单位：某市第{}中学\t单位：万元\n科目\t合计\n合计\t1.00\n",
        "某市第{}中学2018年度部门决算公开报表\n支出决算表\n单位：万元\n科目\t合计\n合计\t1.00\n",
    ],
)
def test_tables_of_very_many_bodies_stay_bounded(line):
    text = "".join(map(line.format, range(1_500)))
    started = time.perf_counter()
    result = read_bytes("hostile.txt", document(EXPENDITURE, text).encode())
    assert time.perf_counter() - started < 60
    assert len(result.report.reading.apart) == 1_500


def test_a_hostile_sentence_full_of_figures_stays_bounded():
    """Each paragraph, as long as one may be, is one sentence: what is asked of its figures must not read it again."""
    text = (
        "第三部分 2018年度部门决算情况说明\n一、“三公”经费支出决算情况说明\n"
        + ("2031年支出5万元，" * 1_000 + "\n") * 15
    )
    data = document(f"{EXPENDITURE}合计\t\t310.10\t300.10\t10.00\n", text).encode()
    started = time.perf_counter()
    result = read_bytes("hostile.txt", data)
    assert time.perf_counter() - started < 60
    assert sum(each.figures for each in result.report.reading.texts) == 30_000


FORM = "项目支出绩效自评表\n项目名称 清淤\n项目资金（万元） 年初预算数 全年预算数 全年执行数 分值 执行率 得分\n"


TOTAL = f"{EXPENDITURE}合计\t\t310.10\t300.10\t10.00\n"
HEADER = EXPENDITURE.splitlines(keepends=True)[2]


@pytest.mark.parametrize(
    "text",
    [
        lambda times: document(TOTAL).replace("\t", " ") + FORM + "1 " * times,
        lambda times: document(TOTAL).replace("\t", " ") + FORM + "≥1 " * times,
        lambda times: document(TOTAL + "".join(f"2010101\t某项{at}\t1.00\t1.00\n" for at in range(times))),
    ],
    ids=["figures on a line of a form", "targets on a line of a form", "names of one code"],
)
def test_hostile_text_costs_what_it_is_long(text):
    """Four times as much of it is twice the work beyond that for twice as much."""

    def work(times):
        count = 0

        def step(*_):
            nonlocal count
            count += 1

        data = text(times).encode()
        sys.setprofile(step)
        try:
            read_bytes("hostile.txt", data)
        finally:
            sys.setprofile(None)
        return count

    work(1)
    once, twice, four_times = map(work, (100, 200, 400))
    assert four_times - twice < 2.5 * (twice - once)


@pytest.mark.parametrize("sign", ",1:")
def test_a_cell_as_long_as_one_may_be_is_looked_through_once(sign):
    text = document(f"{TOTAL}205\t教育支出\t{sign * 90_000}\t5.00\t5.00\n")
    started = time.process_time()
    assert read_bytes("hostile.txt", text.encode()).report is not None
    assert time.process_time() - started < 2  # tried from every sign, it took more than 5


def test_headers_without_a_title_are_looked_into_up_to_a_bound(monkeypatch):
    looked_into = []
    monkeypatch.setattr(untitled, "best_header", lambda _table, _lines, start: looked_into.append(start))
    read_bytes("hostile.txt", document(HEADER * 1_000).encode())
    assert 0 < len(set(looked_into)) <= 200


def test_a_header_row_that_stands_there_again_is_matched_once(monkeypatch):
    matched = []
    monkeypatch.setattr(header_search, "match_header", lambda _table, rows: matched.append(len(rows)))
    header_search.best_header(FINAL_ACCOUNTS.tables[0], [Line(at, ("项目", "决算数")) for at in range(9)], 0)
    assert matched == [1]
