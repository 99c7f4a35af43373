"""Jobs are done once, tell how far they are, can be cancelled, and outlive the process that did them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dq.service.database import transaction
from dq.service.database.models import Job
from dq.service.jobs import queue
from dq.service.jobs.worker import Workers


@pytest.fixture
def workers(app, configuration):
    def make(**handlers) -> Workers:
        return Workers(app.state.folder, app.state.sessions, configuration, handlers, alone=True)

    return make


@pytest.fixture
def queued(app):
    def enqueue(kind: str, **arguments) -> str:
        with transaction(app.state.sessions, writes=True) as session:
            return queue.enqueue(session, kind, "auditor", **arguments).id

    return enqueue


@pytest.fixture
def job(app):
    def look(job_id: str) -> Job:
        with transaction(app.state.sessions, writes=False) as session:
            return session.get(Job, job_id)

    return look


def test_jobs_are_done_in_the_order_they_came(workers, queued, job):
    done = []
    pool = workers(add=lambda work: done.append(work.arguments["n"]) or {"n": work.arguments["n"]})
    first, second = queued("add", n=1), queued("add", n=2)
    assert [pool.do_one(), pool.do_one(), pool.do_one()] == [True, True, False]
    assert done == [1, 2]
    assert (job(first).state, job(second).result) == (queue.DONE, {"n": 2})


def test_a_job_that_fails_is_told_and_the_next_one_done(workers, queued, job):
    pool = workers(bad=lambda _work: 1 / 0, good=lambda _work: {})
    bad, good = queued("bad"), queued("good")
    pool.do_one()
    pool.do_one()
    assert (job(bad).state, job(bad).result) == (queue.FAILED, {"problem": "failed"})
    assert job(good).state == queue.DONE


def test_a_running_job_ends_at_its_next_word_when_cancelled(app, workers, queued, job):
    def cancelled_midway(work):
        with transaction(app.state.sessions, writes=True) as session:
            queue.cancel(session.get(Job, work.job_id))
        work.progress(1, 1)
        pytest.fail("went on")

    number = queued("long")
    workers(long=cancelled_midway).do_one()
    assert job(number).state == queue.CANCELLED


def test_a_queued_job_is_cancelled_at_once(app, workers, queued, job):
    number = queued("never")
    with transaction(app.state.sessions, writes=True) as session:
        queue.cancel(session.get(Job, number))
    assert not workers().do_one()
    assert job(number).state == queue.CANCELLED


def test_what_a_dead_worker_left_is_done_by_the_next_and_given_up_after_three_tries(app, workers, queued, job):
    number = queued("deadly")
    for tries in (1, 2, 3):
        with transaction(app.state.sessions, writes=True) as session:
            assert queue.claim(session).attempts == tries  # and dies
        pool = workers()
        pool.start()
        pool.stop()
    assert (job(number).state, job(number).result["problem"]) == (queue.FAILED, "interrupted")


def test_what_another_service_does_is_left_to_it(app, queued, job):
    number = queued("theirs")
    with transaction(app.state.sessions, writes=True) as session:
        queue.claim(session)
    with transaction(app.state.sessions, writes=True) as session:
        assert queue.revive(session, alone=False) == 0
    assert job(number).state == queue.RUNNING


def test_a_long_job_is_not_taken_for_a_dead_ones(app, queued, job):
    number = queued("long")
    with transaction(app.state.sessions, writes=True) as session:
        claimed = queue.claim(session)
        claimed.heartbeat -= timedelta(minutes=5)
    with transaction(app.state.sessions, writes=True) as session:
        queue.beat(session, {number})
        assert queue.revive(session, alone=False) == 0
    with transaction(app.state.sessions, writes=True) as session:
        session.get(Job, number).heartbeat -= timedelta(minutes=5)
    with transaction(app.state.sessions, writes=True) as session:
        assert queue.revive(session, alone=False) == 1
    assert job(number).state == queue.QUEUED


def test_a_job_that_the_end_of_the_service_stops_is_no_failed_try(app, configuration, queued, job):
    number = queued("long")
    pool = Workers(app.state.folder, app.state.sessions, configuration, {}, alone=True)

    def stopped(work):
        pool.stop()
        work.progress(1, 2)
        pytest.fail("went on")

    pool._handlers = {"long": stopped}
    pool.do_one()
    assert (job(number).state, job(number).attempts, job(number).finished) == (queue.QUEUED, 0, None)
