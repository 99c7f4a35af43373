"""A workbook as LibreOffice shows it after reckoning every formula anew."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from openpyxl import Workbook, load_workbook

from tests.conftest import require_or_skip

_ALWAYS_RECKON = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def recalculated(workbook: Path, folder: Path) -> Workbook:
    """The workbook with the values that LibreOffice reckons; the test is skipped where there is no LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        require_or_skip("no LibreOffice on this machine (make system-deps)")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECKON, encoding="utf-8")
    control = folder / "control.xlsx"
    _control(control)
    subprocess.run(
        [
            *(office, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "xlsx"),
            *("--outdir", str(folder / "reckoned"), str(control), str(workbook)),
        ],
        capture_output=True,
        timeout=120,
        check=True,
    )
    checked = load_workbook(folder / "reckoned" / control.name, data_only=True)
    assert checked.active["A1"].value == 2, "it must reckon anew, not show what was stored"
    return load_workbook(folder / "reckoned" / workbook.name, data_only=True)


def _control(path: Path) -> None:
    """A workbook that stores a wrong value for 1 + 1."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_formula(0, 0, "=1+1", None, 99)
