"""The unit and the container file speak of options, settings and files that there are; neither is started here."""

from __future__ import annotations

import re
import shlex
from configparser import RawConfigParser

import pytest
from typer.main import get_command

from dq.cli.app import app
from dq.service.configuration import ServiceConfiguration

SETTINGS = {f"DQ_SERVE_{name.upper()}" for name in ServiceConfiguration.model_fields}


@pytest.fixture
def deploy(checkout):
    return checkout / "docs" / "how-to" / "deploy"


def test_the_unit_starts_a_command_that_there_is_and_may_write_its_data_alone(deploy):
    unit = RawConfigParser(strict=False, comment_prefixes="#")
    unit.optionxform = str
    unit.read_string(deploy.joinpath("dq.service").read_text(encoding="utf-8"))
    program, command = shlex.split(unit["Service"]["ExecStart"])
    assert program.endswith("/dq")
    assert command in get_command(app).commands
    assert unit["Service"]["ProtectSystem"] == "strict"
    name, folder = unit["Service"]["Environment"].split("=")
    assert (name in SETTINGS, folder) == (True, f"/var/lib/{unit['Service']['StateDirectory']}")


def test_the_container_copies_what_there_is_and_runs_as_nobody_special(deploy, checkout):
    text = deploy.joinpath("Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    steps = [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]
    copied = [word for step, rest in steps if step == "COPY" and "--from" not in rest for word in rest.split()[:-1]]
    assert [name for name in copied if not (checkout / name).exists()] == []
    assert {"src", "rules", "grammar", "requirements.lock", "pyproject.toml"} <= set(copied)
    assert ["USER", "dq"] in steps
    assert dict(step for step in steps if step[0] == "CMD")["CMD"] == '["serve"]'


@pytest.mark.parametrize(
    "page", ["docs/how-to/deploy.md", "docs/how-to/deploy/Containerfile", "docs/reference/service.md"]
)
def test_every_setting_that_is_named_exists(checkout, page):
    named = set(re.findall(r"DQ_SERVE_[A-Z_]*[A-Z]", (checkout / page).read_text(encoding="utf-8")))
    assert named
    assert named <= SETTINGS


def test_every_setting_is_explained(checkout):
    page = (checkout / "docs/reference/service.md").read_text(encoding="utf-8")
    assert [name for name in sorted(SETTINGS) if f"`{name}`" not in page] == []
