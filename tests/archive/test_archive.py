"""The archive on disk: whole writes, versions, damage, two writers at once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from filelock import FileLock

from dq.archive import Action, Archive, writing
from dq.archive import archive as archive_module
from dq.archive.parts import misnumbered
from dq.diagnostics import Level
from tests.archive.builders import documents, report, schema


@pytest.fixture
def root(tmp_path):
    return tmp_path / "archive"


@pytest.fixture
def held(root):
    """An archive of two years: two reports of 2018, one of 2019; documents omitted."""
    archive = Archive.create(root, schema(), keep_documents=False).archive
    archive.append([report(), report("other"), report(year=2019)])
    return archive


def again(archive):
    """The archive as a fresh process sees it."""
    return Archive.open(archive.root, schema()).archive


def ids(store):
    return sorted(store.scan("reports").collect()["report"])


def amounts(store, name):
    found = store.scan("alpha").filter(pl.col("report") == name).sort("n").collect()
    return [str(value.normalize()) for value in found["amount"]]


def parts(root, dataset="alpha", year=2018):
    return sorted((root / "tables" / dataset / f"year={year}").glob("*.parquet"))


def codes(diagnostics):
    return [diagnostic.code for diagnostic in diagnostics]


def test_reports_lie_in_one_dataset_a_table_partitioned_by_year(held):
    files = sorted(str(path.relative_to(held.root).parent) for path in held.root.glob("tables/**/*.parquet"))
    assert files == [f"tables/{name}/year={year}" for name in ("alpha", "reports", "tables") for year in (2018, 2019)]
    manifest = json.loads((held.root / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["documents"] == "omitted"
    assert [(e["report"], e["template"], e["engine_version"], len(e["sha256"])) for e in manifest["reports"]] == [
        ("body-2018", "form", "0", 64),
        ("body-2019", "form", "0", 64),
        ("other-2018", "form", "0", 64),
    ]
    assert held.years == (2018, 2019)
    assert held.together() == (("body-2018", "other-2018"), ("body-2019",))
    for wanted, found in ((["body-2019"], ["body-2019"]), (["body-2018"], ["body-2018", "other-2018"]), ([], [])):
        assert sorted(held.scan("alpha", wanted).collect()["report"].unique()) == found


def test_an_append_is_seen_by_a_fresh_reader_and_not_by_one_at_work(held):
    at_work = again(held)
    written = held.append([report("late", 2019)])
    assert [(stored.action, stored.entry.report) for stored in written.stored] == [(Action.ADDED, "late-2019")]
    assert ids(at_work) == ["body-2018", "body-2019", "other-2018"]
    assert ids(again(held)) == ids(held) == ["body-2018", "body-2019", "late-2019", "other-2018"]


def test_a_duplicate_writes_nothing_and_says_so(held):
    before = (held.root / "manifest.json").read_bytes()
    written = held.append([report()])
    assert [(stored.action, stored.entry.report) for stored in written.stored] == [(Action.DUPLICATE, "body-2018")]
    assert (held.root / "manifest.json").read_bytes() == before


def test_a_corrected_document_is_a_new_version_under_an_id_of_its_own(held):
    (stored,) = held.append([report(text="corrected", amounts=("9.00",))]).stored
    assert (stored.action, stored.entry.report, stored.entry.version) == (Action.NEW_VERSION, "body-2018-v2", 2)
    assert ids(again(held)) == ["body-2018-v2", "body-2019", "other-2018"]
    assert [entry.report for entry in held.reports] == ["body-2018", "body-2018-v2", "body-2019", "other-2018"]
    assert (amounts(held, "body-2018"), amounts(held, "body-2018-v2")) == ([], ["9"])


def test_replacing_keeps_the_id_and_touches_no_other_report(held):
    (stored,) = held.replace([report(text="corrected", amounts=("9.00",))]).stored
    assert (stored.action, stored.entry.report, stored.entry.version) == (Action.REPLACED, "body-2018", 1)
    assert [amounts(again(held), name) for name in ("body-2018", "other-2018", "body-2019")] == [
        ["9"],
        ["1", "2.5"],
        ["1", "2.5"],
    ]
    assert len(held.reports) == 3


def test_a_document_read_anew_takes_the_place_of_its_old_reading(held):
    held.append([report(text="corrected", amounts=("9.00",))])
    (stored,) = held.replace([report(amounts=("1.00", "2.51"))]).stored  # the first document, by a better template
    assert (stored.entry.report, stored.entry.version) == ("body-2018", 1)
    assert ids(again(held)) == ["body-2018-v2", "body-2019", "other-2018"]


def test_a_document_read_anew_as_of_another_body_leaves_its_old_place(held):
    misread = report("misread", text="body-2018")
    (stored,) = held.replace([misread]).stored
    assert (stored.action, stored.entry.report) == (Action.ADDED, "misread-2018")
    assert ids(again(held)) == ["body-2019", "misread-2018", "other-2018"]
    assert amounts(held, "body-2018") == []


def test_documents_are_kept_by_hash(root):
    archive = Archive.create(root, schema()).archive
    (sha256,) = documents("text")
    archive.append([report(text="text")], documents("text"))
    assert again(archive).document(sha256).read_bytes() == b"text"
    assert (again(archive).keeps_documents, archive.document("0" * 64)) == (True, None)
    with pytest.raises(ValueError, match="not handed over"):
        archive.append([report("other", text="lost")])
    with pytest.raises(ValueError, match="not the one that was read"):
        archive.append([report("other", text="lost")], {next(iter(documents("lost"))): b"other"})
    assert ids(again(archive)) == ["body-2018"]


def test_an_archive_without_reports_leaves_no_trace(root):
    archive = Archive.create(root, schema()).archive
    assert ids(archive) == []
    assert not root.exists()


@pytest.mark.parametrize("step", ["write_batch", "write_manifest"])
def test_a_crash_before_the_manifest_changes_nothing_and_the_next_write_cleans_up(held, monkeypatch, step):
    genuine = getattr(writing, step)

    def crash(*arguments):
        genuine(*arguments) if step == "write_batch" else None
        raise KeyboardInterrupt

    fingerprint, files = held.fingerprint, set(held.root.rglob("*.parquet"))
    monkeypatch.setattr(writing, step, crash)
    with pytest.raises(KeyboardInterrupt):
        held.replace([report(text="corrected", amounts=("9.00",))])
    monkeypatch.undo()
    leftovers = set(held.root.rglob("*.parquet")) - files
    assert leftovers
    assert (again(held).fingerprint, amounts(again(held), "body-2018")) == (fingerprint, ["1", "2.5"])
    half_written = held.root / "tables" / "alpha" / "year=2018" / ".part-0123456789abcdef.parquet.new"
    half_written.write_bytes(b"PAR1")
    held.append([report("late", 2019)])
    assert not leftovers & set(held.root.rglob("*.parquet"))
    assert not half_written.exists()
    assert again(held).verify() == []


def test_a_reader_at_work_outlives_one_replacement(held):
    at_work = again(held)
    held.replace([report(text="corrected", amounts=("9.00",))])
    assert amounts(at_work, "body-2018") == ["1", "2.5"]
    for year in (2020, 2021):
        held.append([report(year=year)])
    assert amounts(again(held), "body-2018") == ["9"]
    assert len(parts(held.root)) == 2  # the one that held both reports is gone


WRITER = """
import sys
from pathlib import Path
from dq.archive import Archive
from tests.archive.builders import report, schema
archive = Archive.create(Path(sys.argv[1]), schema(), keep_documents=False).archive
for number in range(12):
    assert not archive.append([report(f"{sys.argv[2]}{number}")]).diagnostics
"""


def test_two_writers_at_once_lose_nothing(root, checkout):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, root, name], cwd=checkout) for name in ("a", "b")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    archive = Archive.open(root, schema()).archive
    assert ids(archive) == sorted(f"{name}{number}-2018" for name in "ab" for number in range(12))
    assert archive.verify() == []


def test_a_busy_archive_is_a_diagnostic(held, monkeypatch):
    monkeypatch.setattr(archive_module, "LOCK_SECONDS", 0.05)
    with FileLock(held.root / ".lock"):
        written = held.append([report("late", 2019)])
    assert (codes(written.diagnostics), written.stored) == (["DQ-A005"], ())


def test_many_small_writes_are_merged(root, monkeypatch):
    monkeypatch.setattr(writing, "SMALL_BATCHES", 3)
    archive = Archive.create(root, schema(), keep_documents=False).archive
    for number in range(9):
        archive.append([report(f"body{number}")])
    assert ids(again(archive)) == [f"body{number}-2018" for number in range(9)]
    live = json.loads((root / "manifest.json").read_text(encoding="utf-8"))["batches"]
    assert len(live) <= 4
    assert archive.scan("alpha").collect().height == 18


def test_a_large_write_is_split_so_that_replacing_one_report_stays_cheap(root, monkeypatch):
    monkeypatch.setattr(writing, "REPORTS_PER_BATCH", 2)
    archive = Archive.create(root, schema(), keep_documents=False).archive
    archive.append([report(f"body{number}") for number in range(5)])
    assert len(parts(root)) == 3


def test_equal_content_has_equal_bytes_and_fingerprint(held, tmp_path):
    twin = Archive.create(tmp_path / "twin", schema(), keep_documents=False).archive
    twin.append([report(year=2019), report("other"), report()])
    files = {path.relative_to(held.root): path.read_bytes() for path in held.root.rglob("*") if path.is_file()}
    assert files == {path.relative_to(twin.root): path.read_bytes() for path in twin.root.rglob("*") if path.is_file()}
    assert twin.fingerprint == held.fingerprint


def damage_by_cutting(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def damage_in_the_middle(path):
    content = bytearray(path.read_bytes())
    content[4:64] = bytes(byte ^ 0xFF for byte in content[4:64])
    path.write_bytes(content)


def damage_by_dropping_rows(path):
    pl.read_parquet(path, hive_partitioning=False).head(1).write_parquet(path)


def damage_by_retyping(path):
    pl.read_parquet(path, hive_partitioning=False).cast({"amount": pl.String}).write_parquet(path)


def damage_by_taking_numbers(path):
    frame = pl.read_parquet(path, hive_partitioning=False)
    frame.with_columns(n=pl.when(pl.col("n") != 1).then("n")).write_parquet(path)


def damage_by_numbering_twice(path):
    frame = pl.read_parquet(path, hive_partitioning=False)
    frame.with_columns(pl.col("n").replace(1, 0)).write_parquet(path)


def written_elsewhere(held, harm):
    """A file that another program wrote, whose hash stands in the manifest."""
    (path,) = parts(held.root)
    was = hashlib.sha256(path.read_bytes()).hexdigest()
    harm(path)
    manifest = held.root / "manifest.json"
    manifest.write_text(manifest.read_text().replace(was, hashlib.sha256(path.read_bytes()).hexdigest()))
    return path


def damage_by_dropping_numbers(path):
    pl.read_parquet(path, hive_partitioning=False).drop("n").write_parquet(path)


DAMAGES = [Path.unlink, damage_by_cutting, damage_in_the_middle, damage_by_dropping_rows, damage_by_retyping]
MISNUMBERED = [damage_by_taking_numbers, damage_by_numbering_twice, damage_by_dropping_numbers]


@pytest.mark.parametrize("harm", [*DAMAGES, *MISNUMBERED])
def test_a_damaged_part_is_named_and_the_other_partitions_still_scan(held, harm):
    (path,) = parts(held.root)
    harm(path)
    inspection = again(held).inspect()
    (diagnostic,) = inspection.diagnostics
    assert (diagnostic.code, diagnostic.level, diagnostic.span.file) == ("DQ-A003", Level.ERROR, str(path))
    assert "body-2018" in diagnostic.notes[-1].en
    assert "dq ingest" in diagnostic.help.zh
    assert [entry.report for entry in inspection.unreadable] == ["body-2018", "other-2018"]
    assert (ids(inspection.sound), amounts(inspection.sound, "body-2019")) == (["body-2019"], ["1", "2.5"])
    assert inspection.sound.scan("tables").collect()["report"].to_list() == ["body-2019"]


@pytest.mark.parametrize("harm", [damage_by_cutting, *MISNUMBERED])
def test_what_another_program_wrote_is_refused_where_it_cannot_be_checked(held, harm):
    path = written_elsewhere(held, harm)
    inspection = again(held).inspect()
    assert [(said.code, said.span.file) for said in inspection.diagnostics] == [("DQ-A003", str(path))]
    assert ids(inspection.sound) == ["body-2019"]


def test_what_another_program_wrote_in_another_order_is_taken(held):
    written_elsewhere(held, lambda path: pl.read_parquet(path, hive_partitioning=False).reverse().write_parquet(path))
    assert again(held).inspect().diagnostics == ()


def test_an_old_version_does_not_stand_in_for_a_damaged_new_one(held):
    old = set(parts(held.root))
    held.append([report(text="corrected", amounts=("9.00",))])
    (new,) = set(parts(held.root)) - old
    new.unlink()
    inspection = again(held).inspect()
    assert [entry.report for entry in inspection.unreadable] == ["body-2018-v2"]
    assert ids(inspection.sound) == ["body-2019", "other-2018"]


def test_a_write_that_must_rewrite_a_damaged_part_writes_nothing(held):
    damage_by_cutting(parts(held.root)[0])
    before = (held.root / "manifest.json").read_bytes()
    written = held.replace([report(text="corrected")])
    assert (codes(written.diagnostics), written.stored) == (["DQ-A003"], ())
    assert (held.root / "manifest.json").read_bytes() == before


def test_an_edited_cell_is_read_as_it_is_with_a_warning(held):
    before, (path,) = held.fingerprint, parts(held.root)
    frame = pl.read_parquet(path, hive_partitioning=False)
    frame.with_columns(
        amount=pl.when(n=1, report="body-2018")
        .then(pl.lit(Decimal(77)).cast(frame.schema["amount"]))
        .otherwise("amount")
    ).write_parquet(path)
    edited = again(held)
    inspection = edited.inspect()
    assert [(said.code, said.level) for said in inspection.diagnostics] == [("DQ-A004", Level.WARNING)]
    assert amounts(inspection.sound, "body-2018") == ["1", "77"]
    assert edited.fingerprint != before


def test_an_older_archive_reads_under_a_schema_with_more_columns(held):
    wider = Archive.open(held.root, schema("amount", "final")).archive
    assert wider.verify() == []
    assert wider.scan("alpha").select("amount", "final", "final__state").sort("amount").collect().row(0) == (
        Decimal(1),
        None,
        None,
    )
    wider.replace([report(text="corrected", amounts=("9.00",))])
    assert amounts(wider, "body-2018") == ["9"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda m: m.update(schema_version=99), "schema version"),
        (lambda m: m["batches"][0].update(id="../../../outside"), "no proper name"),
        (lambda m: m["batches"][0].update(year="2018/../.."), "no proper number"),
        (lambda m: m["batches"][0]["parts"].update({"../reports": {"rows": 1, "sha256": "0" * 64}}), "no proper name"),
        (lambda m: m["reports"][0].update(sha256="../../secret"), "no proper name"),
        (lambda m: m["reports"][0].update(report="a\x1b[31m"), "no proper text"),
        (lambda m: m["reports"].pop(), "differ"),
        (lambda m: m.pop("reports"), "KeyError"),
        (lambda m: m.update(batches=[[]]), "TypeError"),
        (lambda m: m.update(documents="elsewhere"), "none of"),
    ],
)
def test_a_manifest_with_improper_content_is_refused(held, change, why):
    path = held.root / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    change(manifest)
    path.write_text(json.dumps(manifest), encoding="utf-8")
    opened = Archive.open(held.root, schema())
    assert (opened.archive, codes(opened.diagnostics)) == (None, ["DQ-A002"])
    assert why in opened.diagnostics[0].notes[0].en
    assert codes(held.append([report("late")]).diagnostics) == ["DQ-A002"]


@pytest.mark.parametrize(("version", "advice"), [(99, "Update"), (0, "Restore"), ("99", "Restore")])
def test_a_newer_manifest_asks_for_a_newer_program_and_no_backup(held, version, advice):
    path = held.root / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "schema_version": version}), encoding="utf-8")
    (diagnostic,) = Archive.open(held.root, schema()).diagnostics
    assert (diagnostic.code, diagnostic.help.en.split()[0]) == ("DQ-A002", advice)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"schema_version": 1}'])
def test_a_manifest_that_is_none_is_refused(held, content):
    (held.root / "manifest.json").write_bytes(content)
    assert codes(Archive.open(held.root, schema()).diagnostics) == ["DQ-A002"]


def test_a_manifest_of_absurd_size_is_not_read(held, monkeypatch):
    monkeypatch.setattr("dq.archive.manifest._BYTES_AT_MOST", 10)
    assert codes(Archive.open(held.root, schema()).diagnostics) == ["DQ-A002"]


def test_no_archive_is_a_diagnostic_with_a_remedy(tmp_path):
    (tmp_path / "file").write_text("no folder")
    for path in (tmp_path / "nowhere", tmp_path, tmp_path / "file"):
        opened = Archive.open(path, schema())
        assert (opened.archive, codes(opened.diagnostics)) == (None, ["DQ-A001"])
        assert "dq ingest" in opened.diagnostics[0].help.in_language("zh")


def test_files_are_looked_into_some_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr("dq.archive.parts._AT_ONCE", 2)
    asked: list[int] = []
    together = pl.collect_all
    monkeypatch.setattr(pl, "collect_all", lambda queries: asked.append(len(queries)) or together(queries))
    paths = [tmp_path / f"{place}.parquet" for place in range(5)]
    for place, path in enumerate(paths):
        numbers = [0, 0] if place in (1, 4) else [0, 1]
        pl.DataFrame({"report": ["a", "a"], "n": numbers}, schema_overrides={"n": pl.Int32}).write_parquet(path)
    assert (misnumbered(paths), asked) == ({paths[1], paths[4]}, [2, 2, 1])
