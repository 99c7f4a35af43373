"""What keeps the service from beginning is told with its place and remedy."""

from __future__ import annotations

import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from filelock import FileLock

from dq.cli.commands.serve import run
from dq.service.layout import DataFolder


def _refusal(capsys, **options):
    return run(language="en", **options), capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "example.org", "::"])  # noqa: S104 - what must be refused
def test_it_is_not_opened_to_the_network_in_the_clear(capsys, tmp_path, host):
    code, said = _refusal(capsys, data=tmp_path, host=host)
    assert (code, "DQ-S001" in said) == (2, True)
    assert not (tmp_path / "service.sqlite").exists()


def test_a_value_that_makes_no_sense_is_told_without_repeating_it(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("DQ_SERVE_PORT", "hunter2")
    code, said = _refusal(capsys, data=tmp_path)
    assert (code, "DQ-S002" in said, "port" in said, "hunter2" in said) == (2, True, True, False)


def test_two_services_do_not_share_a_folder(capsys, tmp_path):
    with FileLock(tmp_path / "service.lock"):
        code, said = _refusal(capsys, data=tmp_path)
    assert (code, "DQ-S003" in said) == (3, True)


def test_a_database_that_cannot_be_opened_is_told(capsys, tmp_path):
    (tmp_path / "service.sqlite").write_bytes(b"this is no database, whatever its name may say" * 100)
    code, said = _refusal(capsys, data=tmp_path, port=0)
    assert (code, "DQ-S004" in said) == (3, True)


def test_a_database_of_a_later_version_is_left_alone(capsys, configuration):
    database = configuration.data / "service.sqlite"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
        connection.commit()
    code, said = _refusal(capsys, data=configuration.data, port=0)
    assert (code, "DQ-S007" in said) == (3, True)


def test_a_certificate_that_cannot_be_used_is_told(capsys, tmp_path):
    for file in (tmp_path / "missing.pem", tmp_path / "empty.pem"):
        (tmp_path / "empty.pem").write_text("")
        code, said = _refusal(capsys, data=tmp_path / "data", port=0, tls_certificate=file, tls_key=file)
        assert (code, "DQ-S008" in said) == (3, True)


# Other commands end without collecting cycles; a service that did not would grow with every page.
_SERVED = """
import atexit, gc
from dq.cli import main
atexit.register(lambda: gc.isenabled() or print("cycles are never collected"))
main()
"""


def test_it_ends_in_good_order_when_asked_to(begun, tmp_path):
    shutil.copytree(begun, tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "archive")
    words = [
        sys.executable,
        "-c",
        _SERVED,
        "serve",
        "--data",
        str(tmp_path / "data"),
        "--archive",
        str(tmp_path / "elsewhere"),
    ]
    with subprocess.Popen(
        [*words, "--port", "0", "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as served:
        address = served.stderr.readline()
        port = int(re.search(r":(\d+)/", address)[1])
        with socket.create_connection(("127.0.0.1", port)) as asking:
            asking.sendall(b"GET /api/v1/ready HTTP/1.0\r\n\r\n")
            assert b"200 OK" in asking.recv(100)
        served.send_signal(signal.SIGTERM)
        assert (served.wait(20), served.stdout.read(), served.stderr.read()) == (0, "", "")
    assert (tmp_path / "data" / "archive").samefile(tmp_path / "elsewhere")


def test_a_port_that_is_taken_is_told(capsys, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = _refusal(capsys, data=tmp_path, port=taken.getsockname()[1])
    assert (code, "DQ-S005" in said) == (3, True)


def test_a_folder_that_cannot_be_made_is_told(capsys, tmp_path):
    (tmp_path / "file").write_text("")
    code, said = _refusal(capsys, data=tmp_path / "file" / "data")
    assert (code, "DQ-S006" in said) == (3, True)


def test_a_data_folder_is_of_one_archive(capsys, tmp_path):
    own = tmp_path / "data" / "archive"
    own.mkdir(parents=True)
    (own / "manifests").mkdir()
    code, said = _refusal(capsys, data=tmp_path / "data", archive=tmp_path / "elsewhere", port=0)
    assert (code, "DQ-S015" in said, str(own) in said.replace("\n", "")) == (2, True, True)
    code, said = _refusal(capsys, data=own, archive=tmp_path / "data", port=0)
    assert (code, "DQ-S015" in said) == (2, True)


def test_an_archive_that_is_away_is_named_until_it_is_found_again(capsys, tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.make()
    folder.take_archive(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").rename(tmp_path / "moved")
    code, said = _refusal(capsys, data=folder.root, port=0)
    assert (code, "DQ-S016" in said, "elsewhere" in said) == (3, True, True)
    folder.take_archive(tmp_path / "moved")
    assert folder.archive.samefile(tmp_path / "moved")
