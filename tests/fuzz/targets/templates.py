"""Templates of tables (TOML)."""

from __future__ import annotations

import re
import time

from dq.templates import build_schema, read_template, shared
from tests.fuzz.properties import SECONDS, shown_safely

TOKEN = re.compile(rb"\s+|\"[^\"\n]*\"|[\w.]+|[^\s\w\"]")
_TEXT = (
    '= { } [ ] [[ ]] "" , . # true false 1 -1 1979-05-27 nan inf 0x10 name kind years title zh en layout side headings '
    "labels codes columns headers role items path classes totals code_list mandatory unit of_which [[table]] "
    '[[table.block]] [table.items] "收入/支出" "a\x1b"'
)
WORDS = tuple(each.encode() for each in (*_TEXT.split(" "), "[" * 200, "a." * 200, "9" * 400))


def seeds() -> dict[str, bytes]:
    """A small form of one table of each layout."""
    return {"form.toml": _FORM.encode()}


_FORM = """name = "invented"
kind = "final_accounts"
years = [2019, 2099]
title = { zh = "甲", en = "A" }

[[table]]
name = "summary"
title = { zh = "收入支出决算总表", en = "Summary" }
headings = ["收支决算总表"]
layout = "items"
[[table.block]]
side = "income"
labels = ["项目"]
columns.amount = { zh = "决算数", en = "Amount", headers = ["决算数", "金额"] }
[table.items]
income = [{ path = "合计/拨款", labels = ["拨款收入"] }, { path = "合计", role = "total" }]

[[table]]
name = "income"
title = { zh = "收入决算表", en = "Income" }
layout = "codes"
code_list = "function"
[[table.block]]
labels = ["科目名称"]
codes = ["科目编码"]
[table.block.columns]
total = { zh = "合计", en = "Total", headers = ["合计"], role = "total" }
"""


def one(data: bytes) -> None:
    """Read it twice, show what is said of it, and build a schema of what is whole."""
    text = data.decode("utf-8", "replace")
    started = time.process_time()
    reading = read_template(text, "fuzz.toml", shared())
    assert time.process_time() - started < SECONDS, "reading took too long"
    assert read_template(text, "fuzz.toml", shared()) == reading, "two readings differ"
    assert (reading.template is None) == bool(reading.diagnostics)
    if reading.template is not None:
        assert build_schema([reading.template]).tables
    shown_safely(reading.diagnostics, {"fuzz.toml": text})
