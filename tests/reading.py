"""The published reports as they are read: once a run for all tests and workers, since a PDF takes seconds."""

from __future__ import annotations

import hashlib
import os
import pickle
from pathlib import Path

from filelock import FileLock

from dq.ingest import ReadResult, read_document


def read_once(path: Path) -> ReadResult:
    """What `read_document` gives; each call has an object of its own, so that no test changes another's."""
    folder = Path(os.environ["DQ_CACHE"]).with_name("read")  # beside the memory that all workers of a run share
    folder.mkdir(exist_ok=True)
    kept = folder / hashlib.sha256(str(path).encode()).hexdigest()
    with FileLock(kept.with_suffix(".lock")):
        if not kept.is_file():
            kept.write_bytes(pickle.dumps(read_document(path)))
    return pickle.loads(kept.read_bytes())  # noqa: S301 - written here, by this run
