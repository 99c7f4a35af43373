"""Whatever is appended and replaced in whatever order, the archive holds what a plain list of versions would."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from dq.archive import Archive, writing
from tests.archive.builders import report, schema

reports = st.builds(
    lambda body, year, edition, amount: report(body, year, f"{body} {year} {edition} {amount}", (amount,)),
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from([2018, 2019]),
    st.integers(1, 3),
    st.sampled_from(["1", "2"]),
)
writes = st.lists(st.tuples(st.booleans(), st.lists(reports, max_size=4)), max_size=8)


def apply(versions, one, *, replacing):
    """The plain model: for each body and year the documents and amounts of its versions, oldest first."""
    said = one.report
    content = (said["sha256"], one.rows["alpha"][0]["amount"])
    held = versions.setdefault((said["department"], said["year"]), [])
    twin = next((n for n, (sha256, _) in enumerate(held) if sha256 == content[0]), None)
    if twin is not None:
        held[twin] = content if replacing else held[twin]
    elif replacing and held:
        held[-1] = content
    else:
        held.append(content)


@given(writes)
def test_the_archive_holds_what_a_plain_list_would(sequence):
    model = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.multiple(writing, REPORTS_PER_BATCH=2, SMALL_BATCHES=2),
    ):
        archive = Archive.create(Path(folder), schema(), keep_documents=False).archive
        for replacing, batch in sequence:
            assert (archive.replace if replacing else archive.append)(batch).diagnostics == ()
            for one in batch:
                apply(model, one, replacing=replacing)
        for reader in (archive, Archive.create(Path(folder), schema(), keep_documents=False).archive):
            assert reader.verify() == []
            joined = reader.scan("reports").join(reader.scan("alpha"), on="report").collect()
            assert sorted(joined.select("department", "year", "version", "sha256", "amount").rows()) == sorted(
                (body, year, len(held), *held[-1]) for (body, year), held in model.items()
            )
            assert len(reader.reports) == sum(map(len, model.values()))
