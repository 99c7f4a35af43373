"""Checkpoints are queued when they are due: once, also where the service was down or another one looks at the clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from dq.runner.configuration import read_checkpoint
from dq.service.database import transaction
from dq.service.database.models import Job
from dq.service.schedule import Schedule, last_due, next_due, nights

CHINA = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("at", "days", "moment", "due"),
    [
        ("02:30", (), "2024-05-07T09:00+08:00", "2024-05-07T02:30+08:00"),
        ("02:30", (), "2024-05-07T02:29+08:00", "2024-05-06T02:30+08:00"),
        ("02:30", (), "2024-05-07T02:30+08:00", "2024-05-07T02:30+08:00"),
        ("23:00", ("mon",), "2024-05-07T09:00+08:00", "2024-05-06T23:00+08:00"),
        ("09:01", ("tue",), "2024-05-07T09:00+08:00", "2024-04-30T09:01+08:00"),
    ],
)
def test_the_last_time_a_checkpoint_was_due(at, days, moment, due):
    assert last_due(at, days, datetime.fromisoformat(moment)) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("at", "days", "moment", "due"),
    [
        ("02:30", (), "2024-05-07T02:29+08:00", "2024-05-07T02:30+08:00"),
        ("02:30", (), "2024-05-07T02:30+08:00", "2024-05-08T02:30+08:00"),
        ("09:00", ("tue",), "2024-05-07T09:00+08:00", "2024-05-14T09:00+08:00"),
    ],
)
def test_the_next_time_a_checkpoint_is_due(at, days, moment, due):
    assert next_due(at, days, datetime.fromisoformat(moment)) == datetime.fromisoformat(due)


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "dq.toml"
    file.write_text(
        '[checkpoint.nightly]\narchive = "archive"\n[checkpoint.nightly.schedule]\nat = "02:30"\n'
        '[checkpoint.by-hand]\narchive = "archive"\n',
        encoding="utf-8",
    )
    return file


@pytest.fixture
def at(app, file):
    """Gives what a schedule queues at a moment; the service began on 6 May 2024 at noon."""

    def queue_due(moment: str, schedule: Schedule | None = None) -> list[str]:
        schedule = schedule or Schedule(file, app.state.sessions)
        schedule._began = datetime(2024, 5, 6, 12, tzinfo=CHINA)
        return schedule.queue_due(datetime.fromisoformat(moment))

    return queue_due


def test_what_is_due_is_queued_once(at):
    assert at("2024-05-07T02:29:59+08:00") == []
    assert at("2024-05-07T02:30:00+08:00") == ["nightly"]
    assert at("2024-05-07T02:30:20+08:00") == []
    assert at("2024-05-08T02:31:00+08:00") == ["nightly"]


def test_nights_that_were_missed_are_made_up_for_once(app, at):
    assert at("2024-05-07T03:00:00+08:00") == ["nightly"]
    assert at("2024-05-12T10:00:00+08:00") == ["nightly"]
    assert at("2024-05-12T10:00:20+08:00") == []
    with transaction(app.state.sessions, writes=False) as session:
        dues = [job.arguments["due"] for job in session.scalars(select(Job).order_by(Job.created))]
    assert dues == ["2024-05-07T02:30:00+08:00", "2024-05-12T02:30:00+08:00"]


def test_nights_tell_what_ran_in_time_what_was_made_up_for_and_what_never_ran(app, at, file):
    told = {7: "2024-05-07T02:30:10+08:00", 9: "2024-05-09T11:00:00+08:00", 10: "2024-05-10T02:30:05+08:00"}
    for moment in told.values():
        assert at(moment) == ["nightly"]
    with transaction(app.state.sessions, writes=True) as session:
        for job, moment in zip(session.scalars(select(Job).order_by(Job.created)), told.values(), strict=True):
            job.created = datetime.fromisoformat(moment)
    checkpoint, by_hand = (read_checkpoint(file, name).checkpoint for name in ("nightly", "by-hand"))
    moment = datetime.fromisoformat("2024-05-11T01:00+08:00")
    with transaction(app.state.sessions, writes=False) as session:
        found = nights(session, checkpoint, moment)
        assert [(each.due.day, each.job is not None, each.late) for each in found] == [
            (10, True, False),
            (9, True, True),
            (8, False, False),
            (7, True, False),
        ]
        assert nights(session, by_hand, moment) == []


def test_no_night_was_missed_before_the_first(app, file):
    with transaction(app.state.sessions, writes=False) as session:
        assert nights(session, read_checkpoint(file, "nightly").checkpoint, datetime.now(CHINA)) == []


def test_what_was_due_before_the_service_knew_of_it_is_not_made_up_for(at):
    assert at("2024-05-06T12:00:01+08:00") == []


def test_what_falls_due_on_the_day_the_service_began_is_run(at, file):
    file.write_text(file.read_text(encoding="utf-8").replace("02:30", "18:00"), encoding="utf-8")
    assert at("2024-05-06T17:59:59+08:00") == []
    assert at("2024-05-06T18:00:00+08:00") == ["nightly"]


def test_of_two_services_one_queues(app, at, file, monkeypatch):
    schedule = Schedule(file, app.state.sessions)
    # The other one looked at the queue before the first had written to it.
    monkeypatch.setattr(schedule, "_known", lambda _session, _name: datetime(2024, 5, 6, tzinfo=UTC))
    assert at("2024-05-07T02:30:00+08:00") == ["nightly"]
    assert at("2024-05-07T02:30:00+08:00", schedule) == []
    with transaction(app.state.sessions, writes=False) as session:
        assert len(session.scalars(select(Job)).all()) == 1


def test_without_a_configuration_nothing_is_due(app, tmp_path):
    assert Schedule(tmp_path / "dq.toml", app.state.sessions).queue_due(datetime(2024, 5, 7, tzinfo=CHINA)) == []


def test_what_goes_wrong_at_one_look_leaves_the_next(app, file, monkeypatch):
    looked = []

    def fail(_moment):
        looked.append(1)
        schedule._ending.set()
        raise KeyError("due")

    schedule = Schedule(file, app.state.sessions)
    monkeypatch.setattr(schedule, "queue_due", fail)
    schedule._watch()  # ends because it is asked to, not because of the failure
    assert looked == [1]
