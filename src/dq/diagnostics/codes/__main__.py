"""Writes the reference pages: `python -m dq.diagnostics.codes docs/reference/diagnostics`."""

from __future__ import annotations

import sys
from pathlib import Path

from dq.diagnostics.codes.writing import write_pages

write_pages(Path(sys.argv[1]))
