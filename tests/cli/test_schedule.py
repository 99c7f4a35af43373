"""`dq schedule`: files in the user's own folder of configuration, and none without --write."""

from __future__ import annotations

import os
import shlex
import subprocess

import pytest

from dq.runner.checkpoints import Checkpoint, Notice
from dq.runner.scheduling import timer

CONFIG = """\
[checkpoint.nightly]
archive = "archive"
schedule = { at = "02:30", days = ["mon", "fri"] }

[checkpoint.idle]
archive = "archive"
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder))
    (tmp_path / "a folder 100%").mkdir()
    (tmp_path / "a folder 100%" / "dq.toml").write_text(CONFIG, encoding="utf-8")
    return folder


@pytest.fixture
def config(home):
    return home.parent / "a folder 100%" / "dq.toml"


def test_nothing_is_written_unless_asked_for(dq, home, config):
    result = dq("schedule", "install", "nightly", "--config", config)
    assert result.exit_code == 0
    assert "OnCalendar=Mon,Fri *-*-* 02:30:00" in result.stdout
    assert "--write" in result.stdout
    assert not home.exists()


def test_systemd_units_are_written_shown_and_removed(dq, home, config):
    result = dq("schedule", "install", "nightly", "--config", config, "--write", "--lang", "en")
    assert "systemctl --user enable --now dq-nightly.timer" in result.stdout
    units = home / "systemd" / "user"
    assert sorted(path.name for path in units.iterdir()) == ["dq-nightly.service", "dq-nightly.timer"]
    service = (units / "dq-nightly.service").read_text(encoding="utf-8")
    assert f'"--config" "{str(config).replace("%", "%%")}"' in service
    assert "there" in dq("schedule", "show", "nightly", "--config", config, "--lang", "en").stdout
    dq("schedule", "remove", "nightly", "--config", config)
    assert len(list(units.iterdir())) == 2
    result = dq("schedule", "remove", "nightly", "--config", config, "--write")
    assert "systemctl --user stop dq-nightly.timer" in result.stdout
    assert not list(units.iterdir())


def test_what_cannot_be_written_whole_is_not_written_at_all(dq, home, config):
    units = home / "systemd" / "user"
    service = units / "dq-nightly.service"
    (units / "dq-nightly.timer").mkdir(parents=True)
    given = ("nightly", "--config", config, "--write")
    for old in (None, "as it was"):
        if old is not None:
            service.write_text(old, encoding="utf-8")
        result = dq("schedule", "install", *given)
        assert (result.exit_code, "DQ-C011" in result.stderr, "dq-nightly.timer" in result.stderr) == (3, True, True)
        assert (service.read_text(encoding="utf-8") if service.exists() else None) == old
        assert {path.name for path in units.iterdir()} <= {"dq-nightly.timer", "dq-nightly.service"}
    assert (dq("schedule", "remove", *given).exit_code, service.read_text(encoding="utf-8")) == (3, "as it was")


def test_a_line_for_cron(dq, home, config):
    result = dq("schedule", "install", "nightly", "--config", config, "--by", "cron", "--write")
    line = (home / "dq" / "cron" / "nightly").read_text(encoding="utf-8")
    assert line.startswith("30 2 * * 1,5 ")
    words = shlex.split(line.split(None, 5)[5].replace("\\%", "%"), comments=True)
    assert words[-4:] == ["run", "nightly", "--config", str(config)]
    assert f"\n  {line}" in result.stdout  # not cut, however long: it is there to be copied
    assert "crontab -" in result.stdout


@pytest.mark.parametrize("keeper", ["systemd", "cron"])
def test_addresses_are_kept_where_only_the_user_reads_them_and_reach_the_run(tmp_path, keeper):
    notices = (Notice("DQ_NOTIFY", "always"), Notice("DQ_NOTIFY", "failures"))
    checkpoint = Checkpoint("nightly", tmp_path, at="02:30", notices=notices)
    home = tmp_path / "a home 100%"
    made = timer(checkpoint, tmp_path / "dq.toml", ["sh", "-c", 'printf %s "$DQ_NOTIFY"'], home, keeper)
    keep, *_ = made.then
    subprocess.run(["sh", "-c", keep.replace("…", "json://host/?a=1&b=2")], check=True)
    path = home / "dq" / "nightly.env"
    assert (path.read_text(encoding="utf-8"), path.stat().st_mode & 0o77) == ("DQ_NOTIFY='json://host/?a=1&b=2'\n", 0)
    assert sum("nightly.env" in command for command in made.then) == 1
    text = "".join(made.files.values())
    if keeper == "systemd":
        assert f"\nEnvironmentFile=-{home}/dq/nightly.env\n".replace("%", "%%") in text
    else:
        command = text.split(None, 5)[5].replace("\\%", "%")
        done = subprocess.run(["sh", "-c", command], check=True, capture_output=True, text=True)
        assert done.stdout == "json://host/?a=1&b=2"


def test_a_line_for_cron_is_there_once_and_goes(tmp_path, monkeypatch):
    programs, table = tmp_path / "bin", tmp_path / "table"
    programs.mkdir()
    (programs / "crontab").write_text(f"#!/bin/sh\nif [ $1 = -l ]; then cat {table}; else cat > {table}.new; fi\n")
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    table.write_text("1 1 * * * other # dq:nightly2\n", encoding="utf-8")

    def done(command):
        subprocess.run(["sh", "-c", command], check=True)
        (tmp_path / "table.new").replace(table)
        return table.read_text(encoding="utf-8").splitlines()

    for at in ("02:30", "03:45"):
        made = timer(Checkpoint("nightly", tmp_path, at=at), tmp_path / "dq.toml", ["dq"], tmp_path, "cron")
        for path, content in made.files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        other, ours = done(*made.then)
        assert other.endswith("# dq:nightly2")
        assert ours.startswith(f"{int(at[3:])} {int(at[:2])} * * * dq run nightly")
    assert done(*made.after) == ["1 1 * * * other # dq:nightly2"]


@pytest.mark.parametrize("keeper", ["systemd", "cron"])
@pytest.mark.parametrize("action", ["install", "remove", "show"])
def test_the_timer_of_another_configuration_is_left_alone(dq, home, config, keeper, action):
    assert dq("schedule", "install", "nightly", "--config", config, "--by", keeper, "--write").exit_code == 0
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    other = config.parent / "dq.toml2"
    other.write_text(CONFIG.replace("02:30", "03:30"), encoding="utf-8")
    result = dq("schedule", action, "nightly", "--config", other, "--by", keeper, "--write")
    assert (result.exit_code, "DQ-N034" in result.stderr) == (2, True)
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    config.write_text(CONFIG.replace("02:30", "04:30"), encoding="utf-8")  # another time is no other configuration
    assert dq("schedule", "install", "nightly", "--config", config, "--by", keeper, "--write").exit_code == 0


def test_a_checkpoint_without_a_time_cannot_be_scheduled(dq, home, config):
    result = dq("schedule", "install", "idle", "--config", config)
    assert (result.exit_code, "DQ-N008" in result.stderr) == (2, True)


def test_a_time_that_is_none_is_told_with_its_place(dq, home, config):
    config.write_text('[checkpoint.nightly]\narchive = "a"\n[checkpoint.nightly.schedule]\nat = "25:00"\n', "utf-8")
    result = dq("schedule", "install", "nightly", "--config", config)
    assert (result.exit_code, "dq.toml:4:" in result.stderr) == (2, True)
