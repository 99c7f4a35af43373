"""A small invented report, right in every figure unless a test spoils one, and two rules about it."""

from __future__ import annotations

from pathlib import Path

REPORT = """\
青山区公园管理处 2024 年度部门决算

青山区公园管理处 2024 年度部门决算表
收入支出决算总表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t300.10\t一、一般公共服务支出\t250.00
八、其他收入\t10.00\t六、科学技术支出\t60.10
本年收入合计\t310.10\t本年支出合计\t310.10
使用非财政拨款结余\t\t结余分配\t
年初结转和结余\t5.00\t年末结转和结余\t5.00
总计\t315.10\t总计\t315.10

收入决算表
单位：万元
项目\t\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
功能分类科目编码\t科目名称
合计\t\t310.10\t300.10\t\t\t\t\t10.00
201\t一般公共服务支出\t250.00\t240.00\t\t\t\t\t10.00
206\t科学技术支出\t60.10\t60.10
"""

RULES = """\
rule TT101 "本年收入合计 = 各项收入之和" {
  title en  "income adds up"
  basis     "收入支出决算总表"
  severity  error
  check     summary["本年收入合计"].amount = sum(summary.amount where side = "income" and role = "item")
}
rule TT102 "两表收入合计一致" {
  title en  "income agrees"
  basis     "收入决算表"
  severity  warning
  check     summary["本年收入合计"].amount = income["合计"].total
}
"""


def write_report(folder: Path, name: str = "report.txt", old: str = "", new: str = "") -> Path:
    """The report as a file, with `old` replaced by `new`."""
    assert old in REPORT
    path = folder / name
    path.write_text(REPORT.replace(old, new, 1) if old else REPORT, encoding="utf-8")
    return path


def write_rules(folder: Path, text: str = RULES, name: str = "rules.dq") -> Path:
    """A rule file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
