"""The wheel, installed in a clean environment outside the checkout, does the main job."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from dq import __version__
from dq.archive import Archive
from dq.resources import sample_archive_folder


@pytest.fixture(scope="module")
def wheel(checkout, tmp_path_factory):
    """The project built as a wheel, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    (found,) = folder.glob("dq-*.whl")
    return found


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Runs the installed `dq`; dependencies come from the running environment, `dq` itself from the wheel alone."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, wheel], check=True, capture_output=True)
    (site,) = (folder / "venv" / "lib").glob("python*/site-packages")
    # Path files in that folder are not followed, so the editable checkout stays out of sight.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DQ_"))}

    def command(*arguments, program="dq", expected=(0,)):
        done = subprocess.run(
            [python.with_name(program), *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in expected, done.stderr
        return done.stdout

    return command


def test_the_wheel_carries_grammar_rules_templates_and_sample(wheel, checkout):
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    for folder in ("grammar", "rules", "datasets"):
        files = {str(path.relative_to(checkout)) for path in _files(checkout / folder)}
        assert files
        assert {f"dq/_data/{file}" for file in files} <= packed
    assert "dq/_data/docs/reference/outcomes.schema.json" in packed
    for file in _files(checkout / "src"):
        assert str(file.relative_to(checkout / "src")) in packed
    # The pages load nothing from elsewhere: what they need of others is in the wheel, with its licences.
    vendored = {Path(name).name for name in packed if name.startswith("dq/service/pages/static/vendor/")}
    assert vendored == {"LICENSES.txt", "codemirror.min.js", "htmx.min.js"}


def _files(folder: Path):
    hidden = {"__pycache__", ".lock"}
    return (path for path in folder.rglob("*") if path.is_file() and hidden.isdisjoint(path.parts))


def test_the_installed_package_is_the_wheel_and_finds_what_it_carries(run):
    code = (
        "import dq; from dq.resources import grammar_text, rules_folder, sample_archive_folder;"
        "from dq.templates import load_catalogue;"
        "print(dq.__file__); print(len(grammar_text()) > 0, any(rules_folder().rglob('*.dq')),"
        "(sample_archive_folder() / 'manifest.json').is_file(), len(load_catalogue()) > 0)"
    )
    where, found = run("-c", code, program="python").splitlines()
    assert Path(where).parents[4].name == "venv"
    assert found == "True True True True"


def test_the_installed_program_checks_the_sample(run):
    assert __version__ in run("--version")
    assert len(run("rules").splitlines()) > 1
    said = run("check", "--archive", sample_archive_folder(), "--format", "json", expected=(0, 1))
    assert all(entry.report in said for entry in Archive.open(sample_archive_folder()).archive.reports)


def test_the_installed_program_writes_web_pages(run, tmp_path):
    report = Archive.open(sample_archive_folder()).archive.reports[0].report
    out = tmp_path / "page.html"
    run(
        *("report", "--archive", sample_archive_folder(), "--report", report),
        *("--to", "html", "--out", out, "--fail-on", "never"),
        expected=(0, 3),
    )
    assert report in out.read_text(encoding="utf-8")
