"""Small invented reports as TAB-separated text."""

from __future__ import annotations

from dq.ingest import read_bytes

EXPENDITURE = """支出决算表
编制单位：\t\t金额单位：万元
支出功能分类科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
"""
INCOME = """收入决算表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
"""
FUNDS = """政府性基金预算财政拨款收入支出决算表
单位：万元
项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t
"""
SUMMARY = """收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目(按功能分类)\t决算数
"""
DETAIL = """一般公共预算财政拨款支出决算明细表
单位：万元
经济分类科目编码\t科目名称\t合计
"""


def document(*tables: str, title: str = "某市测试局\n2018 年度部门决算\n目录\n") -> str:
    """A report with these tables (header and rows in one text each)."""
    return title + "\n" + "\n\n".join(tables) + "\n"


def read(*tables: str, **options):
    """The result of reading such a report."""
    return read_bytes("invented.txt", document(*tables, **options).encode())


def rows(table: str, *tables: str):
    """The stored rows of one table of such a report."""
    return read(*tables).report.rows[table]


def printed(row: dict, *columns: str) -> tuple[str, ...]:
    """The printed texts of some columns of a stored row."""
    return tuple(row[f"{column}__printed"] for column in columns)
