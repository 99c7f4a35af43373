"""Reading a document needs no heavy package: it stands at the start of every check."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("package", ["dq.ingest", "dq.templates"])
def test_reading_imports_nothing_heavy(package):
    heavy = {"polars", "pyarrow", "pydantic", "lark", "pandas"}
    code = f"import {package}, sys; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
