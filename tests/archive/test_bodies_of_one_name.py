"""Reports of bodies that share a name are kept apart; what may be either is taken for neither."""

from __future__ import annotations

import itertools
import json

import pytest

from dq.archive import Action, Archive
from tests.archive.builders import report, schema


def of(text, amounts=("1.00", "2.50"), **about):
    """A report of `body`, its document, and what is printed of the body."""
    one = report(text=text, amounts=amounts)
    one.report.update(about)
    if about.get("level") == "unit":
        one.report["report"] += "-unit"
    for row in one.rows["alpha"]:
        row["path"] = row["label"]
    return one


@pytest.fixture
def archive(tmp_path):
    return Archive.create(tmp_path / "archive", schema(), keep_documents=False).archive


def stored(archive, *reports):
    return [(each.action, each.entry.report) for one in reports for each in archive.append([one]).stored]


def seen(archive):
    return sorted(archive.scan("reports").collect()["report"])


DEPARTMENT = of("d", level="department")
UNIT = of("u", level="unit")


@pytest.mark.parametrize("order", list(itertools.permutations([DEPARTMENT, UNIT, of("x", code="1")])))
def test_a_department_and_its_unit_of_one_name_are_two_reports_in_any_order(archive, order):
    stored(archive, *order)
    assert {"body-2018-unit"} < set(seen(archive))
    assert stored(archive, of("u2", level="unit")) == [(Action.NEW_VERSION, "body-2018-unit-v2")]
    assert "body-2018-unit" not in seen(archive)


def test_bodies_of_one_name_with_other_codes_or_regions_are_apart_and_each_has_its_versions(archive):
    north, south = of("n", region="北省", code="1"), of("s", region="南省", code="1")
    assert stored(archive, north, south, of("m", region="南省", code="2")) == [
        (Action.ADDED, "body-2018"),
        (Action.ADDED, "body-2018-1"),
        (Action.ADDED, "body-2018-2"),
    ]
    assert stored(archive, of("s2", region="南省", code="1")) == [(Action.NEW_VERSION, "body-2018-1-v2")]
    assert seen(archive) == ["body-2018", "body-2018-1-v2", "body-2018-2"]


def test_what_may_be_a_version_of_two_reports_is_of_neither(archive):
    stored(archive, of("n", region="北省"), of("s", region="南省"))
    ((action, name),) = stored(archive, of("either"))
    assert (action, name.startswith("body-2018-")) == (Action.ADDED, True)
    assert len(seen(archive)) == 3


def test_what_only_one_version_prints_does_not_keep_versions_apart(archive):
    assert stored(archive, of("a"), of("b", code="7", region="北省", level="department"), of("c", code="7")) == [
        (Action.ADDED, "body-2018"),
        (Action.NEW_VERSION, "body-2018-v2"),
        (Action.NEW_VERSION, "body-2018-v3"),
    ]


def test_the_same_content_under_another_name_is_a_duplicate(archive):
    stored(archive, DEPARTMENT)
    other = of("d", level="department")
    other.report["document"] = "other name.txt"
    assert stored(archive, other) == [(Action.DUPLICATE, "body-2018")]


def test_a_new_version_with_hardly_a_figure_in_common_is_told(archive):
    first = of("a", amounts=tuple(f"{n}.10" for n in range(30)))
    stored(archive, first)
    changed = of("b", amounts=("77.00", *(f"{n}.10" for n in range(1, 30))))
    assert archive.append([changed]).diagnostics == ()
    foreign = of("c", amounts=tuple(f"{n}.35" for n in range(100, 130)))
    written = archive.append([foreign])
    assert [each.code for each in written.diagnostics] == ["DQ-A030"]
    assert written.stored[0].action is Action.NEW_VERSION


def test_an_archive_of_an_earlier_program_opens_and_goes_on(archive):
    stored(archive, of("a"))
    path = archive.root / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    for entry in content["reports"]:
        for name in ("code", "level", "region"):
            del entry[name]
    path.write_text(json.dumps(content), encoding="utf-8")
    held = Archive.open(archive.root, schema()).archive
    assert held.reports[0].level is None
    assert stored(held, of("b", level="department", region="北省")) == [(Action.NEW_VERSION, "body-2018-v2")]


@pytest.mark.parametrize("value", [5, "a\nb", ["x"]])
def test_a_manifest_with_an_improper_body_is_refused(archive, value):
    stored(archive, of("a", code="1"))
    path = archive.root / "manifest.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content["reports"][0]["code"] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    assert [each.code for each in Archive.open(archive.root, schema()).diagnostics] == ["DQ-A002"]
