"""`dq schedule`: files in the user's own folder of configuration, and none without --write."""

from __future__ import annotations

import shlex

import pytest

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
    dq("schedule", "remove", "nightly", "--config", config, "--write")
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
    words = shlex.split(line.split(None, 5)[5].replace("\\%", "%"))
    assert words[-4:] == ["run", "nightly", "--config", str(config)]
    assert "crontab -" in result.stdout


def test_a_checkpoint_without_a_time_cannot_be_scheduled(dq, home, config):
    result = dq("schedule", "install", "idle", "--config", config)
    assert (result.exit_code, "DQ-N008" in result.stderr) == (2, True)


def test_a_time_that_is_none_is_told_with_its_place(dq, home, config):
    config.write_text('[checkpoint.nightly]\narchive = "a"\n[checkpoint.nightly.schedule]\nat = "25:00"\n', "utf-8")
    result = dq("schedule", "install", "nightly", "--config", config)
    assert (result.exit_code, "dq.toml:4:" in result.stderr) == (2, True)
