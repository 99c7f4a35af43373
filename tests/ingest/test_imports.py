"""Reading a document needs no heavy package: it stands at the start of every check."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {"polars", "pyarrow", "pydantic", "lark", "pandas", "pdfplumber", "pdfminer", "xlrd", "lxml", "PIL"}


@pytest.mark.parametrize(
    "code",
    [
        "from dq.ingest import read_bytes",
        "import dq.templates",
        "from dq.ingest.formats import all_formats; all_formats()",
    ],
)
def test_reading_imports_nothing_heavy(code):
    code = f"import sys; {code}; print(*sorted({HEAVY} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
