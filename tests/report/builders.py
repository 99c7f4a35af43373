"""A small archive and its rules for the tests of the Great Expectations sink; half of its words are hostile."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

from dq.archive import Archive, ReportTables
from dq.templates import default_schema
from dq.types import CellState

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)>&amp;'"> $text ${text} $$ {{ 7*7 }} {% raw %}"""
HOSTILE_TITLE = "<script>alert(3)</script>&lt;b&gt; $title {{ 7*7 }}"
TEMPLATES = {2018: "final_accounts_2018", 2024: "final_accounts_2024"}
EXPENDITURE = ("total", "basic", "project", "remitted", "business", "affiliate")
INCOME = ("total", "fiscal", "superior", "undertaking", "business", "affiliate", "other")

TOTALS = f"""
rule TT101 "每行合计 = 基本 + 项目" {{
  title en "Row total"
  basis    "表内勾稽 {HOSTILE_TITLE}"
  severity error
  for each expenditure as r
  check    r.total = r.basic + r.project
}}
rule TT102 "合计行 = 各行之和" {{
  title en "Column total"
  basis    "表内勾稽"
  severity warning
  for each expenditure as t where t.role = "total", column as c in (total, basic)
  check    t.c = sum(expenditure.c where role = "item")
}}
rule TT103 "{HOSTILE_TITLE}" {{
  title en "Bound"
  basis    "表内勾稽"
  severity info
  for each expenditure as r
  check    r.basic <= r.total
}}
"""
ACROSS_TITLE = f"表间勾稽 {HOSTILE_TITLE}"
ACROSS = """
rule TX101 "支出合计 = 收入合计" {
  title en "Both sides"
  basis    "表间勾稽"
  severity error
  check    expenditure["合计"].total = income["合计"].total
  needs    TT102
}
rule TX102 "基金支出不大于支出合计" {
  title en "Funds"
  basis    "表间勾稽"
  severity error
  check    funds["合计"].total <= expenditure["合计"].total
}
"""
RULE_IDS = ("TT101", "TT102", "TT103", "TX101", "TX102")


def write_rules(folder: Path) -> Path:
    """Two rule packs: totals and across."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "totals.dq").write_text(TOTALS, encoding="utf-8")
    (folder / "across.dq").write_text(f"# {ACROSS_TITLE}。\n# Across tables.\n{ACROSS}", encoding="utf-8")
    return folder


def write_archive(folder: Path) -> Path:
    """Two reports of 2018 (one sound and hostile, one with a wrong total), one of 2024 (off by a rounding)."""
    created = Archive.create(folder, default_schema(), keep_documents=False)
    assert created.archive is not None
    reports = [
        report(
            HOSTILE,
            2018,
            (("30.00", "10.00", "20.00"), ("12.00", "5.00", "7.00"), ("42.00", "15.00", "27.00")),
            "42.00",
        ),
        report(
            "某局", 2018, (("30.00", "10.00", "20.00"), ("12.00", "5.00", "7.00"), ("49.00", "15.00", "27.00")), "42.00"
        ),
        report(
            "某厅", 2024, (("30.00", "10.00", "20.00"), ("12.01", "5.00", "7.00"), ("42.00", "15.00", "27.00")), "42.01"
        ),
    ]
    written = created.archive.append(reports)
    assert len(written.stored) == len(reports), written.diagnostics
    return folder


def report(department: str, year: int, rows: tuple[tuple[str, str, str], ...], income: str) -> ReportTables:
    """A report with an expenditure table (two items and their total: total, basic, project) and an income total."""
    name = f"{department}-{year}"
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    key = f"{sha256[:8]}-{year}"
    names = ("行政运行", HOSTILE if department == HOSTILE else "机关服务", "合计")
    expenditure = [
        {**_row(key, n, label, 20 + n), **_cells(EXPENDITURE, figures, 20 + n)}
        for n, (label, figures) in enumerate(zip(names, rows, strict=True))
    ]
    incomes = [{**_row(key, 0, "合计", 10), **_cells(INCOME, (income,), 10)}]
    tables = [_table(key, "expenditure", "支出决算表", len(expenditure)), _table(key, "income", "收入决算表", 1)]
    head = {
        "report": key,
        "department": department,
        "year": year,
        "kind": "final_accounts",
        "version": 1,
        "template": TEMPLATES.get(year, TEMPLATES[2024]),
        "document": f"{department[:40]}.tab.txt",
        "sha256": sha256,
        "engine_version": "test",
    }
    return ReportTables(report=head, tables=tables, rows={"expenditure": expenditure, "income": incomes})


def _row(key: str, n: int, label: str, line: int) -> dict[str, object]:
    return {
        "report": key,
        "n": n,
        "line": line,
        "code": None if label == "合计" else f"20101{n:02}",
        "label": label,
        "item": label,
        "path": label,
        "role": "total" if label == "合计" else "item",
        "level": None if label == "合计" else 3,
    }


def _cells(measures: tuple[str, ...], figures: tuple[str, ...], line: int) -> dict[str, object]:
    """The first measures printed in 万元 with two decimals, the others blank."""
    cells: dict[str, object] = {}
    for place, measure in enumerate(measures):
        printed = figures[place] if place < len(figures) else ""
        state = CellState.BLANK if not printed else CellState.FIGURE
        cells |= {
            measure: Decimal(printed) * 10_000 if printed else None,
            f"{measure}__state": state.value,
            f"{measure}__radius": Decimal(50) if printed else Decimal(0),
            f"{measure}__printed": printed,
            f"{measure}__decimals": 2 if printed else None,
            f"{measure}__unit": "万元",
            f"{measure}__line": line,
            f"{measure}__cell": place + 2,
        }
    return cells


def _table(key: str, name: str, title: str, rows: int) -> dict[str, object]:
    return {
        "report": key,
        "table": name,
        "title": title,
        "unit": "万元",
        "first_line": 1,
        "last_line": 40,
        "rows": rows,
        "state": "filled",
    }


OWNED = "document.documentElement.dataset.owned=1"
HOSTILE_WORDS = (
    HOSTILE,
    HOSTILE_TITLE,
    f"</script><script>{OWNED}</script>",
    f'"><svg onload="{OWNED}"><img src=x onerror="{OWNED}">',
    f"' autofocus onfocus='{OWNED}' tabindex='0",
    f"</style></title><script>{OWNED}</script>",
    f"javascript:{OWNED}",
    f"]]><!--><script>{OWNED}</script>-->",
    "\u202egnp.exe\u202c\x1b[31m\x00",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "%s %a %n &lt;b&gt; ${7*7}",
)
"""Names, titles and texts that must stay text, wherever a report shows them."""
