"""A few invented reports, made once."""

from __future__ import annotations

import pytest

from dq.synthesis.generation.plan import plan, portions
from tests.synthesis.generation.forms import final_accounts


@pytest.fixture(scope="session")
def made():
    """Sixty reports of fifteen bodies, by year."""
    return dict(portions(plan(60, 7, final_accounts(), range(2017, 2021))))
