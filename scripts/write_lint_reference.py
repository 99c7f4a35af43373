"""Write docs/reference/lints and docs/reference/diagnostics/lints.md from the lints.

Usage: `python scripts/write_lint_reference.py`.
"""

from __future__ import annotations

from pathlib import Path

from dq.authoring.linting.pages import write_pages

if __name__ == "__main__":
    write_pages(Path(__file__).resolve().parents[1] / "docs" / "reference")
