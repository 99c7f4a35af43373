"""What a checkpoint tells others: a digest beside the context, a message to a web address."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from markdown_it import MarkdownIt

from tests.report.builders import ACROSS_TITLE


class Hook(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    received: ClassVar[list[dict]] = []

    def do_POST(self):
        Hook.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *arguments):
        """Keep the test's output clean."""


@pytest.fixture
def hook():
    Hook.received.clear()
    server = HTTPServer(("127.0.0.1", 0), Hook)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()
    thread.join()


def with_webhook(monkeypatch, rebuilt, sink, *urls):
    import great_expectations as gx

    from dq.report.sinks.great_expectations.notices import WebhookAction
    from dq.report.sinks.great_expectations.private_api import quiet

    with quiet():
        context = gx.get_context(mode="file", context_root_dir=rebuilt.out / "gx")
        checkpoint = context.checkpoints.get("audit")
        checkpoint.actions = [
            WebhookAction(name=f"tell-{n}", url_from=f"HOOK_{n}") for n, _ in enumerate(urls)
        ] + checkpoint.actions
        checkpoint.save()
    for n, url in enumerate(urls):
        monkeypatch.setenv(f"HOOK_{n}", url)
    return sink.run_checkpoint(rebuilt.out, run_name="night")


def test_the_digest_has_counts_and_open_rules_as_text(built):
    text = (built.out / "digest.md").read_text(encoding="utf-8")
    shown = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    assert f"不成立 {built.run.counts['violated']}" in shown
    assert "<script" not in shown
    assert "TT102" in shown


def test_an_address_is_sent_the_summary_and_what_fails_is_a_problem_of_the_run(rebuilt, sink, hook, monkeypatch):
    bad = ("http://127.0.0.1:9/nobody", "file:///etc/passwd", "http://example.org/sec ret", "http://[sec ret")
    run = with_webhook(monkeypatch, rebuilt, sink, hook, *bad)
    (told,) = Hook.received
    assert (told["checkpoint"], told["run"], told["counts"]) == ("audit", "night", run.counts)
    assert {each["rule"] for each in told["open"]} == {
        rule for rule, counts in run.rules.items() if counts["violated"] or counts["error"]
    }
    assert {each["pack"] for each in told["open"]} <= {"totals", f"{ACROSS_TITLE}（across）"}
    problems = " ".join(problem.en for problem in run.problems)
    assert "webhook tell-1" in problems
    assert "webhook tell-2: HOOK_2 holds no http address" in problems
    assert "webhook tell-3: InvalidURL" in problems
    assert "webhook tell-4: ValueError" in problems
    kept = [path.read_text(encoding="utf-8") for path in (rebuilt.out / "gx").rglob("*.*") if path.is_file()]
    for secret in (hook, "nobody", "sec ret"):
        assert secret not in problems
        assert not any(secret in text for text in kept)
    assert run.exit_code() == 3
    assert (rebuilt.out / "site" / "index.html").is_file()
