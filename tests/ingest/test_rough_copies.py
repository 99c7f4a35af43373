"""What happens to a document on its way from a site to a file: the facts stay, or what is lost of them is doubted."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from dq.ingest import read_bytes
from dq.ingest.cells import read_cell
from dq.ingest.decoding import decode
from dq.types import CellState
from tests.ingest.test_budget_national import TABLES, TITLE

TEXT = TITLE + "\n".join(TABLES)
MONEY = re.compile(r"\d[\d,]*\.\d\d")
FEET = (
    "某市人民政府门户网站 www.example.gov.cn  2024年9月20日 10:32",
    "https://www.example.gov.cn/zwgk/art_1234_567890.html 3/37",
    "第 3 页 共 37 页",
    "3 / 37",
    "Page 3 of 37",
    "－３－",
    "·3·",
    "3 | 页",
    "页｜3",
    "~ 3 ~",
    "（３）",
    "【3】",
    "第3页/共37页",
    "P.3",
    "3页",
)


def facts(text):
    report = read_bytes("invented.txt", text.encode()).report
    assert report is not None
    return {
        (table, row["side"], row["path"], name): (value, row[f"{name}__doubt"])
        for table, rows in report.rows.items()
        for row in rows
        for name, value in row.items()
        if f"{name}__state" in row and value is not None
    }


def flattened(text):
    return "\n".join(" ".join(filter(None, line.split("\t"))) for line in text.split("\n"))


def with_feet(text, every=5):
    lines = text.split("\n")
    return "\n".join(
        line if at % every else f"{line}\n{FEET[at // every % len(FEET)]}" for at, line in enumerate(lines)
    )


ROUGHLY = {
    "the foot of a browser's pages": with_feet,
    "zero-width spaces in figures": lambda text: MONEY.sub(
        lambda found: f"{found[0][0]}\u200b{found[0][1:]}\u00a0", text
    ),
    "marks of notes": lambda text: MONEY.sub(lambda found: f"{found[0]}①", text),
    "double spacing": lambda text: text.replace("\n", "\n\n"),
    "four spaces for a TAB": lambda text: text.replace("\t", "    "),
}


@pytest.mark.parametrize("how", ROUGHLY)
def test_the_facts_stay(how):
    rough = ROUGHLY[how](TEXT)
    assert rough != TEXT
    assert facts(rough) == facts(TEXT)


def test_feet_of_pages_within_running_text_lose_nothing():
    flat = flattened(TEXT)
    assert facts(with_feet(flat, 9)) == facts(flat)


@pytest.mark.parametrize(
    "foot", [r"\1(www.example.cn)\2", r"\1 www.example.cn\2", r"\1\2 2024-5-1 10:30", r"\1 2024年5月1日 10:30\2"]
)
def test_a_row_that_prints_an_address_or_a_time_is_no_foot_of_a_page(foot):
    flat = flattened(TEXT)
    with_foot = re.sub(r"(?m)^(20502 普通教育支出|20502 普通教育)(.*)$", foot, flat)
    whole, found = facts(flat), facts(with_foot)
    assert {key for key in whole if "20502" in str(key)} <= found.keys()
    assert {key: value for key, (value, doubt) in found.items() if doubt is None}.items() <= {
        key: value for key, (value, _) in whole.items()
    }.items()


def test_numbers_beside_figures_are_no_thousands():
    """What a space sets apart may be a count and its amount, whatever else the text prints."""
    counted = "会议 16 593.80 12 345.60\n培训 17 120.00 13 100.00\n接待 18 473.80 14 245.60\n"
    assert decode("a.txt", counted.encode()).text == counted


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("58.20①", CellState.FIGURE),
        ("58.20[¹]", CellState.FIGURE),
        ("58.20²", CellState.FIGURE),
        ("①", CellState.TEXT),
        ("5①8.20", CellState.UNREADABLE),
        ("4½", CellState.UNREADABLE),
        ("58.20Ⅳ", CellState.UNREADABLE),
        ("\u00ad58.20", CellState.UNREADABLE),
        ("5\u00ad8.20", CellState.UNREADABLE),
    ],
)
def test_a_digit_in_a_circle_is_no_digit_of_the_figure(printed, state):
    cell = read_cell(printed)
    assert cell.state is state
    assert cell.value is None or str(cell.value) == "58.20"


@pytest.mark.parametrize("shape", [str, flattened])
def test_a_soft_hyphen_before_a_figure_is_not_dropped_in_silence(shape):
    hyphened = re.sub(r"(?=\b690\.00)", "\u00ad", shape(TEXT))
    assert Decimal(6_900_000) not in {value for value, doubt in facts(hyphened).values() if doubt is None}
    assert Decimal(6_900_000) in {value for value, _ in facts(TEXT).values()}


def test_a_figure_torn_apart_at_its_point_is_not_two():
    flat = flattened(TEXT)
    torn = flat.replace("205 教育支出 900.00 690.00", "205 教育支出 900 . 00 690.00")
    assert torn != flat
    undoubted = {key: value for key, (value, doubt) in facts(torn).items() if doubt is None}
    assert undoubted.items() <= {key: value for key, (value, _) in facts(flat).items()}.items()
