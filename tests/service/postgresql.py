"""A PostgreSQL of Debian's for the tests: a cluster of its own in a temporary folder, reached by its socket alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SETTINGS = "-c listen_addresses='' -c fsync=off -c unix_socket_permissions=0777"


def programs() -> Path | None:
    """The folder of PostgreSQL's own programs, which Debian keeps off PATH; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster, give the URL of its first database, and remove it in the end."""
    folder = Path(tempfile.mkdtemp(prefix="dq-pg-"))  # short: the path of a socket may have 107 characters
    try:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if as_user:
            shutil.chown(folder, "postgres")
        bin_ = programs()
        run = [*as_user, str(bin_ / "initdb")]
        _do([*run, "--pgdata", f"{folder}/data", "--auth=trust", "--username=dq", "--no-sync", "--encoding=UTF8"])
        control = [*as_user, str(bin_ / "pg_ctl"), "--pgdata", f"{folder}/data"]
        _do([*control, "--wait", "--log", f"{folder}/log", "-o", f"{SETTINGS} -k {folder}", "start"])
        try:
            yield f"postgresql+psycopg://dq@/postgres?host={folder}"
        finally:
            _do([*control, "--mode", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _do(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
