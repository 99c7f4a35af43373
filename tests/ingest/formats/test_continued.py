"""Ruled tables that go on over pages: columns are the same on all of them, and a merged cell is no column."""

from __future__ import annotations

from dq.ingest.continued import rows_of_pages
from dq.ingest.page_layout import Box, Glyph, Ruled, page_blocks

BORDERS = (10.0, 60.0, 160.0, 220.0, 280.0, 340.0)
FIRST = Ruled(
    100.0, (("201", "教育支出", "3.00", "1.00", "2.00"), ("205", "科技支出", "5.00", "4.00", "1.00")), BORDERS
)


def read(*tables):
    """The rows of tables on a page each."""
    return [row for page in rows_of_pages([[table] for table in tables]) for row in page if any(row)]


def test_rows_on_later_pages_stand_under_the_same_columns():
    later = Ruled(50.0, (("206", "", "7.00", "7.00"),), (10.0, 60.0, 160.0, 220.0, 340.0))
    assert read(FIRST, later)[2][:3] == ("206", "", "7.00")


def test_a_figure_over_two_columns_that_others_fill_is_in_neither():
    later = Ruled(50.0, (("206", "文化支出", "7.00", "7.00"),), (10.0, 60.0, 160.0, 220.0, 340.0))
    assert read(FIRST, later)[2] == ("206", "文化支出", "7.00", "", "", "7.00")


def test_words_and_spare_borders_take_nothing_from_a_column():
    """A border that only a header has parts no figures."""
    header = Ruled(
        50.0, (("编码", "名称", "合计", "", "基本", "项目"),), (10.0, 60.0, 160.0, 200.0, 220.0, 280.0, 340.0)
    )
    assert read(header, FIRST)[1] == ("201", "教育支出", "3.00", "", "1.00", "2.00")


def test_a_cell_merged_within_a_page_is_found_by_its_box():
    def box(left, right, top):
        return Box(left, top, right, top + 10)

    rows = [
        [box(0, 50, 0), box(50, 100, 0), box(100, 150, 0)],
        [box(0, 50, 10), box(50, 150, 10), None],
    ]
    texts = [("甲", 10, 2), ("1.00", 60, 2), ("2.00", 110, 2), ("乙", 10, 12), ("3.00", 60, 12)]
    glyphs = [
        Glyph(letter, Box(left + 5 * at, top, left + 5 * at + 5, top + 6))
        for text, left, top in texts
        for at, letter in enumerate(text)
    ]
    (table,) = page_blocks(glyphs, [rows])
    assert read(table) == [("甲", "1.00", "2.00"), ("乙", "", "", "3.00")]
