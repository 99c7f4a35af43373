"""HEAD is GET without the body: of pages, tagged answers, refusals, and of what does not end by itself."""

from __future__ import annotations

import pytest

PATHS = ["/", "/findings", "/api/v1/health", "/api/v1/findings", "/api/v1/nowhere", "/api/v1/users", "/static/app.css"]


@pytest.mark.parametrize("path", PATHS)
def test_it_tells_what_get_tells(reader, path):
    asked, whole = reader.head(path), reader.get(path)
    assert (asked.status_code, asked.content, len(whole.content) > 0) == (whole.status_code, b"", True)
    assert dict(asked.headers) == dict(whole.headers)


def test_what_goes_on_ends_and_gives_its_place_back(auditor, app):
    run = auditor.get("/api/v1/runs").json()["items"][0]["id"]
    job = auditor.post("/api/v1/exports", json={"run": run, "sink": "csv"}).json()["id"]
    for _ in range(app.state.configuration.streams_per_user + 1):  # it waits, and nobody works
        assert auditor.head(f"/api/v1/jobs/{job}/events").headers["content-type"].startswith("text/event-stream")


def test_where_there_is_no_get_there_is_no_head(reader):
    refused = reader.head("/sign-out")
    assert (refused.status_code, refused.content) == (405, b"")
