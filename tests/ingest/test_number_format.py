"""Numbers of workbooks as people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dq.ingest.number_format import UNREADABLE, format_code, shown


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (17.7, "General", "17.7"),
        (17.7, "0.00", "17.70"),
        (1234.5, "#,##0.00_ ", "1234.50"),
        (307.81999999999999, "General", "307.82"),
        (307.8249999, "0.00", "307.82"),
        (0.125, "0.00", "0.13"),
        (2010301, "General", "2010301"),
        (2010301.0, "0", "2010301"),
        (201, "000000", "000201"),
        (1e15, "General", "1000000000000000"),
        (-5, "0.00", "-5.00"),
        (-5, "0.00;[Red]0.00", "-5.00"),
        (-5, "0.00_);(0.00)", "-5.00"),
        (-0.001, "0.00", "0.00"),
        (0, "0.00", "0.00"),
        (0, "General", "0"),
        (0, '#,##0.00;-#,##0.00;"-"', "-"),
        (0, "#,##0.00;-#,##0.00;", ""),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (3.25, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "3.25"),
        (0.1554, "0.00%", "15.54%"),
        (1234567, "#,##0.00,", "1234.57"),
        (3, "0.0#", "3.0"),
        (3.25, "0.0#", "3.25"),
        (3, "#.##", "3"),
        (3, '0"个"', "3"),
        (12.5, "￥#,##0.00", "12.50"),
        (0.5, "# ?/?", UNREADABLE),
        (12345, "0.00E+00", UNREADABLE),
        (123456, "0!.0,", UNREADABLE),
        (45657, "date", "2024-12-31"),
        (45657, 'yyyy"年"m"月"d"日"', "2024-12-31"),
        (1e12, "date", UNREADABLE),
        (1, "0." + "0" * 30, UNREADABLE),
        (5, "@", "5"),
        (5, "", "5"),
        (5, ";;;", ""),
        (150, '[>100]0.00;"小"', "150.00"),
        (50, '[>100]0.00;"小"', "小"),
        (50, "[>100]0.00", UNREADABLE),
        (0, '[=0]"-";#,##0.00', "-"),
        (-5.5, '[=0]"-";#,##0.00', "-5.50"),
        (150, "[<1]0.00%;0.0", "150.0"),
        (50, '[>100]0.00;[<=10]0.0;"中"', "中"),
        (5, '[>100]0.00;[<=10]0.0;"中"', "5.0"),
        (-3, "0.00;[=0]0;0.0", "-3.0"),
        (-5, "[Red]0.00;@", "-5.00"),
        (5, 'General"元"', "5"),
        (45657, "yyyy/mm/dd;@", "2024-12-31"),
    ],
)
def test_a_number_as_its_format_shows_it(value, code, text):
    assert shown(float(value), code) == text


def test_codes_of_formats():
    assert format_code(4, {}) == "#,##0.00"
    assert format_code(14, {}) == "date"
    assert format_code(176, {176: "0.000"}) == "0.000"
    assert format_code(999, {}) == "General"


@given(st.floats(allow_nan=False, allow_infinity=False), st.text(alphabet='0#?.,;%"_*-@eE/!\\[] ymdG年a', max_size=14))
def test_no_format_makes_it_fail(value, code):
    assert isinstance(shown(value, code), str)
