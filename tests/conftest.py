"""Fixtures that every room's tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings

CHECKOUT = Path(__file__).resolve().parents[1]

# A slow machine is no fault of the code, and a failure must come again; `make fuzz` looks further each time.
settings.register_profile("test", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("fuzz", deadline=None, max_examples=1000, print_blob=True)
settings.load_profile(os.environ.get("DQ_HYPOTHESIS", "test"))

# The collector of cycles would go through six thousand tests and all that they import again and again: it waits for
# more to look through, and passes over what was there before the first test.
gc.set_threshold(50_000, 20, 20)


def require_or_skip(reason: str) -> NoReturn:
    """Skip the test for what this machine lacks; with DQ_REQUIRE_ALL=1 (CI) its lack is a failure."""
    if os.environ.get("DQ_REQUIRE_ALL") == "1":
        pytest.fail(f"DQ_REQUIRE_ALL=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared_documents() -> Path:
    """The folder of published reports that lies beside the checkout."""
    folder = CHECKOUT.parent / "shared" / "documents"
    if not folder.is_dir():
        require_or_skip("the published reports (../shared/documents) are not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def shared_by_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run that is one for all of its workers."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session", autouse=True)
def memory(shared_by_workers: Path) -> Iterator[Path]:
    """Rules that were checked before are remembered, as people have it, but apart from what this user's `dq` keeps."""
    folder = shared_by_workers / "memory"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DQ_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the checkout."""
    return CHECKOUT


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that at the end no worker is alone with a long one."""
    slow = {item.path for item in items if item.get_closest_marker("slow") is not None}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """What is loaded before the first test stays to the last one."""
    gc.freeze()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` writes the golden Markdown files anew (tests/golden)."""
    parser.addoption("--update-golden", action="store_true", default=False, help="write golden files anew")
