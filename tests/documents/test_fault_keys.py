"""The hand-made lists of faults are about the documents: each names lines that hold the figures it speaks of."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

KEYS = sorted((Path(__file__).parent / "faults").glob("*.toml"))


@pytest.mark.parametrize("key", KEYS, ids=[key.stem for key in KEYS])
def test_each_fault_names_lines_that_hold_its_figures(key: Path, shared_documents: Path) -> None:
    content = tomllib.loads(key.read_text(encoding="utf-8"))
    lines = (shared_documents / content["document"]).read_text(encoding="utf-8").split("\n")
    for fault in content["fault"]:
        spoken = "\n".join(lines[number - 1] for number in fault["lines"])
        assert spoken.strip(), fault["id"]
        assert [figure for figure in fault.get("figures", ()) if figure not in spoken] == [], fault["id"]


@pytest.mark.parametrize("key", KEYS, ids=[key.stem for key in KEYS])
def test_each_fault_is_named_once_and_graded(key: Path) -> None:
    faults = tomllib.loads(key.read_text(encoding="utf-8"))["fault"]
    assert len({fault["id"] for fault in faults}) == len(faults)
    assert {fault["part"] for fault in faults} <= {"table", "form", "prose"}
    assert {fault["grade"] for fault in faults} <= {"hard", "soft"}
