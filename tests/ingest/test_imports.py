"""Reading a document needs no heavy package: it stands at the start of every check."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"polars", "pyarrow", "pydantic", "lark", "pandas", "pdfplumber", "pdfminer", "xlrd", "lxml", "PIL"}


def test_reading_imports_nothing_heavy():
    code = "import sys, dq.templates; from dq.ingest import read_bytes; "
    code += "from dq.ingest.formats import all_formats; all_formats()"
    code += f"; print(*sorted({HEAVY} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
