"""Names of codes broken over lines in running text: two such rows in a row keep their own lines."""

import pytest

from dq.ingest import read_bytes

NAMES = {"2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出"}
HEADER = "功能分类科目编码 科目名称"
COLUMNS = {
    "收入决算表": "本年收入合计 财政拨款收入 上级补助收入 事业收入 经营收入 附属单位上缴收入 其他收入",
    "支出决算表": "本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出",
}
ROWS = {
    "the top": "{code} {first} {value}\n{rest}",
    "the top, figures above": "{code} {value}\n{first}\n{rest}",
    "the bottom": "{first}\n{code} {rest} {value}",
    "the bottom, figures below": "{first}\n{rest}\n{code} {value}",
    "the middle": "{first}\n{code} {value}\n{rest}",
    "the name, figures behind": "{code} {first}\n{rest} {value}",
}


def _document(row: str) -> bytes:
    figures = {"2080505": "31.20 31.20", "2080506": "12.40 12.40"}
    rows = [row.format(code=code, first=name[:11], rest=name[11:], value=figures[code]) for code, name in NAMES.items()]
    tables = [
        f"{title}\n部门：青禾县林草局 金额单位：万元\n项目 {columns}\n{HEADER}\n合计 43.60 43.60\n"
        "208 社会保障和就业支出 43.60 43.60\n20805 行政事业单位养老支出 43.60 43.60\n" + "\n".join(rows)
        for title, columns in COLUMNS.items()
    ]
    return "\n".join(["青禾县林草局2022年度部门决算", *tables]).encode()


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS.keys())
def test_names_broken_in_neighbouring_rows_stay_whole(row: str) -> None:
    report = read_bytes("a.txt", _document(row)).report

    assert report is not None
    for table in ("income", "expenditure"):
        labels = {each["code"]: each["label"] for each in report.rows[table] if each["code"] in NAMES}
        assert labels == NAMES


MIXED = (
    "2080505 机关事业单位基本养老保 31.20 31.20\n2080506\n险机缴关费事支业出单位职业年金缴\n12.40 12.40\n"
    "20808\n费支抚出恤\n5.00 5.00\n"
)
WHOLE = "".join(f"{code} {name} 1.00 1.00\n" for code, name in NAMES.items()) + "20808 抚恤 5.00 5.00\n"


@pytest.mark.parametrize(
    ("elsewhere", "labels"),
    [
        (WHOLE, [*NAMES.values(), "抚恤"]),
        # Letters of another name: nothing tells what the cells show.
        (WHOLE.replace("抚恤", "就业"), ["机关事业单位基本养老保", "险机缴关费事支业出单位职业年金缴", "费支抚出恤"]),
    ],
)
def test_labels_printed_over_one_another_are_told_by_other_tables(elsewhere, labels):
    texts = [
        f"{title}\n部门：青禾县林草局 金额单位：万元\n项目 {COLUMNS[title]}\n{HEADER}\n合计 48.60 48.60\n{rows}"
        for title, rows in zip(COLUMNS, (elsewhere, MIXED), strict=True)
    ]
    report = read_bytes("a.txt", "\n".join(["青禾县林草局2022年度部门决算", *texts]).encode()).report

    assert report is not None
    assert [each["label"] for each in report.rows["expenditure"] if each["code"]] == labels
