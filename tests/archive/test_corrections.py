"""Corrections in an archive: kept, followed through new readings and versions, undone, whole or not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from dq.archive import Action, Archive, Correction, Ending, Figure, writing
from dq.types import CellState
from tests.archive.builders import report, schema

AT = "2024-05-06T07:08:09+00:00"


@pytest.fixture
def archive(tmp_path):
    archive = Archive.create(tmp_path / "archive", schema(), keep_documents=False).archive
    assert archive.append([_marked(report()), report("other")]).diagnostics == ()
    return archive


def _marked(one, column="amount", **cell):
    """The report with paths, units and a doubt on its second amount."""
    for row in one.rows["alpha"]:
        row |= {"path": row["label"], f"{column}__unit": "元", f"{column}__decimals": 2}
    one.rows["alpha"][-1] |= {f"{column}__doubt": "column_shift", **cell}
    return one


def row_of(store, name="body-2018", n=1):
    return store.scan("alpha").filter((pl.col("report") == name) & (pl.col("n") == n)).collect().row(0, named=True)


def proposed(store, amount="3.50", name="body-2018", n=1, author="甲"):
    """The correction of one amount as the archive has it now."""
    row = row_of(store, name, n)
    entry = next(each for each in store.reports if each.report == name)
    return Correction(
        number=0,
        report=name,
        sha256=entry.sha256,
        table="alpha",
        n=n,
        column="amount",
        code=row["code"],
        label=row["label"],
        path=row["path"],
        line=row["line"],
        printed=row["amount__printed"],
        unit=row["amount__unit"] or "",
        before=Figure.of(row, "amount"),
        after=Figure(amount, int(CellState.FIGURE), "0.005", 2, None),
        value=amount,
        author=author,
        reason="原件为此数",
        at=AT,
    )


def again(store):
    return Archive.open(store.root, schema()).archive


def codes(done):
    return [each.code for each in done.diagnostics]


def test_a_correction_sets_the_figure_keeps_the_print_and_takes_the_doubt(archive):
    before, other = archive.fingerprint, row_of(archive, "other-2018")
    done = archive.correct([proposed(archive)])
    assert (codes(done), [each.number for each in done.corrections]) == ([], [1])
    for store in (archive, again(archive), again(archive).holding(frozenset({"body-2018"}))):
        row = row_of(store)
        assert (row["amount"], row["amount__printed"], row["amount__doubt"]) == (Decimal("3.5"), "2.50", None)
        assert row_of(store, n=0)["amount"] == 1
        assert row_of(store, "other-2018") == other
        assert [each.cell for each in store.corrections] == [("body-2018", "alpha", 1, "amount")]
    assert archive.verify() == []
    assert archive.fingerprint == again(archive).fingerprint != before


def test_who_corrected_and_why_is_part_of_the_fingerprint(archive, tmp_path):
    twin = Archive.create(tmp_path / "twin", schema(), keep_documents=False).archive
    twin.append([_marked(report()), report("other")])
    archive.correct([proposed(archive)])
    twin.correct([proposed(twin)])
    assert archive.fingerprint == twin.fingerprint
    twin.correct([proposed(twin, author="乙")])
    assert archive.fingerprint != twin.fingerprint


def test_undoing_brings_back_what_was_read_and_the_log_keeps_both(archive):
    before, fingerprint = row_of(archive), archive.fingerprint
    archive.correct([proposed(archive)])
    done = archive.undo(1, "乙", "看错了", AT)
    assert [each.number for each in done.corrections] == [1]
    assert (row_of(again(archive)), again(archive).corrections) == (before, ())
    assert archive.fingerprint == fingerprint
    log = again(archive).log
    assert [(each.number, each.value) for each in log.made] == [(1, "3.50")]
    assert [(each.number, each.ending, each.author, each.reason) for each in log.closed] == [
        (1, Ending.UNDONE, "乙", "看错了")
    ]
    assert [codes(archive.undo(number, "乙", "看错了", AT)) for number in (1, 2)] == [["DQ-A026"], ["DQ-A026"]]


def test_a_second_correction_takes_the_place_of_the_first_and_undoing_it_brings_back_the_print(archive):
    before = row_of(archive)
    archive.correct([proposed(archive)])
    archive.correct([proposed(archive, "4.50")])
    assert [(each.number, each.value) for each in archive.corrections] == [(2, "4.50")]
    assert archive.log.ending(1).ending is Ending.REPLACED
    archive.undo(2, "乙", "看错了", AT)
    assert row_of(archive) == before


def test_the_same_document_read_again_keeps_its_corrections(archive):
    archive.correct([proposed(archive)])
    assert archive.append([_marked(report())]).stored[0].action is Action.DUPLICATE
    moved = _marked(report(amounts=("9.00", "1.00", "2.50")))  # a newer reading sees one row more above
    for row, label in zip(moved.rows["alpha"], ("新行", "行0", "行1"), strict=True):
        row |= {"label": label, "path": label}
    written = archive.replace([moved])
    assert codes(written) == []
    row = row_of(again(archive), n=2)
    assert (row["amount"], row["amount__printed"], row["amount__doubt"]) == (Decimal("3.5"), "2.50", None)
    (held,) = again(archive).corrections
    assert (held.number, held.n, held.carried, held.author, held.at) == (2, 2, 1, "甲", AT)
    assert archive.log.ending(1).ending is Ending.CARRIED
    archive.undo(2, "乙", "看错了", AT)
    assert (row_of(archive, n=2)["amount"], row_of(archive, n=2)["amount__doubt"]) == (Decimal("2.5"), "column_shift")


@pytest.mark.parametrize("replacing", [False, True])
def test_a_new_version_that_prints_the_same_cell_keeps_the_correction(archive, replacing):
    archive.correct([proposed(archive)])
    new = _marked(report(text="corrected", amounts=("7.00", "2.50")))
    written = (archive.replace if replacing else archive.append)([new])
    name = "body-2018" if replacing else "body-2018-v2"
    assert (written.stored[0].entry.report, codes(written)) == (name, [])
    assert (row_of(archive, name)["amount"], row_of(archive, name, 0)["amount"]) == (Decimal("3.5"), 7)
    assert [(each.report, each.carried) for each in again(archive).corrections] == [(name, 1)]


@pytest.mark.parametrize("replacing", [False, True])
@pytest.mark.parametrize(
    ("amounts", "cell"),
    [(("1.00", "3.60"), {}), (("1.00", "2.50"), {"amount__unit": "万元"}), (("1.00",), {})],
    ids=["another figure", "another unit", "no such row"],
)
def test_a_correction_is_stale_where_a_new_version_prints_otherwise(archive, amounts, cell, replacing):
    archive.correct([proposed(archive)])
    new = _marked(report(text="corrected", amounts=amounts), **cell)
    written = (archive.replace if replacing else archive.append)([new])
    assert codes(written) == ["DQ-A028"]
    assert archive.corrections == again(archive).corrections == ()
    assert archive.log.ending(1).ending is Ending.STALE
    name = written.stored[0].entry.report
    seen = archive.scan("alpha").filter(pl.col("report") == name).sort("n").collect()
    assert [f"{each:.2f}" for each in seen["amount"]] == list(amounts)


def test_among_rows_of_one_name_the_one_at_the_same_place_is_meant(archive):
    one = _marked(report("twins", amounts=("1.00", "1.00")))
    for row in one.rows["alpha"]:
        row |= {"label": "同名", "path": "同名"}
    archive.append([one])
    archive.correct([proposed(archive, name="twins-2018")])
    archive.replace([one])
    assert [row_of(archive, "twins-2018", n)["amount"] for n in (0, 1)] == [1, Decimal("3.5")]


def test_what_changed_in_between_is_not_corrected(archive):
    asked = proposed(archive)
    again(archive).correct([proposed(archive, "9.00", author="另一人")])
    assert codes(archive.correct([asked])) == ["DQ-A027"]
    assert codes(archive.correct([replace(asked, sha256="0" * 64), replace(asked, n=77)])) == ["DQ-A027"]
    assert row_of(again(archive))["amount"] == 9


def test_all_corrections_or_none(archive):
    bad = replace(proposed(archive, n=0), before=Figure("5", 1, None, None, None))
    assert codes(archive.correct([proposed(archive), bad])) == ["DQ-A027"]
    assert (row_of(again(archive))["amount"], again(archive).log.made) == (Decimal("2.5"), ())


@pytest.mark.parametrize("failing", ["write_manifest", "write_batch"])
def test_a_crash_leaves_the_archive_as_it_was(archive, monkeypatch, failing):
    before, fingerprint, asked = row_of(archive), archive.fingerprint, proposed(archive)

    def crash(*_args):
        raise OSError("disk full")

    with monkeypatch.context() as patched:
        patched.setattr(writing, failing, crash)
        with pytest.raises(OSError, match="disk full"):
            archive.correct([asked])
    fresh = again(archive)
    assert (row_of(fresh), fresh.fingerprint, fresh.log.made, fresh.verify()) == (before, fingerprint, (), [])
    fresh.correct([asked])
    live = {batch.path(fresh.root, name) for batch in fresh._manifest.batches for name in batch.parts}
    retired = {batch.path(fresh.root, name) for batch in fresh._manifest.retired for name in batch.parts}
    assert set(fresh.root.glob("tables/*/*/*")) == live | retired


def test_writers_at_once_lose_no_correction(archive):
    many = Archive.create(archive.root.parent / "many", schema(), keep_documents=False).archive
    many.append([_marked(report(amounts=tuple(f"{n}.00" for n in range(1, 9))))])
    code = (
        "import sys; from pathlib import Path; from tests.archive.test_corrections import *\n"
        "store = Archive.open(Path(sys.argv[1]), schema()).archive\n"
        "for n in map(int, sys.argv[2:]):\n"
        "    assert codes(store.correct([proposed(store, f'{n}.55', n=n)])) == []\n"
    )
    writers = [
        subprocess.Popen([sys.executable, "-c", code, many.root, *map(str, rows)])
        for rows in ((0, 2, 4, 6), (1, 3, 5, 7))
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    fresh = again(many)
    assert sorted(each.number for each in fresh.corrections) == list(range(1, 9))
    assert [row_of(fresh, n=n)["amount"] for n in range(8)] == [Decimal(f"{n}.55") for n in range(8)]


def test_a_damaged_file_is_not_written_over(archive):
    asked = proposed(archive)
    path = next(archive.root.glob("tables/alpha/year=2018/*.parquet"))
    path.write_bytes(path.read_bytes()[:-20])
    assert "DQ-A003" in codes(again(archive).correct([asked]))
    assert again(archive).log.made == ()


def test_an_archive_without_corrections_of_an_earlier_program_is_read(archive):
    path = archive.root / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    del content["corrections"]
    path.write_text(json.dumps({**content, "schema_version": 1}), encoding="utf-8")
    assert again(archive).corrections == ()
    assert codes(again(archive).correct([proposed(archive)])) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", 7),
        ("author", "甲\n乙"),
        ("table", "../alpha"),
        ("before", {}),
        ("path", 5),
        ("after", {"value": "x"}),
    ],
)
def test_a_log_that_is_none_is_refused(archive, name, value):
    archive.correct([proposed(archive)])
    path = archive.root / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    made = content["corrections"]["made"][0]
    made[name] = {**made[name], **value} if name == "after" else value
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [each.code for each in Archive.open(archive.root, schema()).diagnostics] == ["DQ-A002"]
