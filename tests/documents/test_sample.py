"""The sample archive is what the documents say, byte for byte, and nothing but figures and labels."""

from __future__ import annotations

import filecmp
import re
from pathlib import Path

from dq.archive import Archive
from dq.resources import sample_archive_folder
from dq.templates import default_schema
from scripts.build_sample_archive import build

DOCUMENTS = (
    "fujian-2018/000_6af2a6315bf8f1d0.txt",
    "shanghai-2024/planning-bureau-2024.tab.txt",
    "shanghai-2024/social-work-2024.tab.txt",
)


def _files(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.name != ".lock" and path.is_file()
    )


def test_the_same_documents_give_the_same_bytes(shared_documents, tmp_path):
    assert build([shared_documents / name for name in DOCUMENTS], tmp_path / "sample") == []
    files = _files(sample_archive_folder())
    assert _files(tmp_path / "sample") == files
    _, differing, failed = filecmp.cmpfiles(sample_archive_folder(), tmp_path / "sample", files, shallow=False)
    assert differing == []
    assert failed == []


def test_the_figures_are_as_many_as_its_page_says(checkout):
    archive = Archive.open(sample_archive_folder()).archive
    counted: dict[str, int] = {}
    for table, schema in default_schema().tables.items():
        rows = archive.scan(table).collect()
        for name, column in schema.columns.items():
            if column.is_measure:
                printed = rows.filter(rows[f"{name}__state"].is_in([1, 2]))
                for report in printed["report"]:
                    counted[report] = counted.get(report, 0) + 1
    page = (checkout / "datasets" / "README.md").read_text(encoding="utf-8")
    stated = {found[1]: int(found[2]) for found in re.finditer(r"^\| `(\S+)` \|.*\| (\d+) \|$", page, re.MULTILINE)}
    assert counted == stated
