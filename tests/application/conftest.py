"""The town, made once."""

from __future__ import annotations

import shutil

import pytest

from tests.application.town import Town, make_town


@pytest.fixture(scope="session")
def made_town(tmp_path_factory) -> Town:
    """The town itself; no test changes it."""
    return make_town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def town(made_town, tmp_path) -> Town:
    """A copy that a test may change."""
    shutil.copytree(made_town.root, tmp_path / "town")
    return Town(tmp_path / "town", made_town.first, made_town.second)
