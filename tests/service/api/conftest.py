"""A service whose archive holds two reports and two runs, made and indexed once."""

from __future__ import annotations

import shutil

import pytest

from dq.service.configuration import ServiceConfiguration


@pytest.fixture
def configuration(stocked, tmp_path):
    """As for every service in tests, on a copy of that folder."""
    shutil.copytree(stocked, tmp_path / "data")
    return ServiceConfiguration(data=tmp_path / "data", workers=0)


@pytest.fixture
def auditor(signed_in):
    """A client of somebody who uploads, runs and proposes."""
    return signed_in("auditor")


@pytest.fixture
def work(app):
    """Does the jobs that wait, in this thread."""

    def do() -> int:
        done = 0
        while app.state.workers.do_one():
            done += 1
        return done

    return do
