"""How long pages of findings take with 100,000 findings stored, and how long the service takes to start.

    python benchmarks/service.py [--findings 100000] [--connections 20] [--seconds 60] [--rounds 3]

`dq serve` runs as people run it, with as many processes as it takes by itself (DQ_SERVE_PROCESSES), on a folder of this
measurement's own, and is measured once all of them answer; the client is a process of its own on the same
machine: each connection asks for the next page as soon as it has one. Pages: the list by rank, filtered by body, rule
and severity, deeper pages by cursor, and single findings, in equal parts. Told are requests a second, the 50th, 95th
and 99th percentile of the time to the whole page, the processor's time that the service took for one, and how often its
threads waited for each other, a round each; exits with 1 where a 95th percentile is over 100 ms or the start takes 3 s.
On a machine that does something else, too, only the processor's time tells anything, and not all: threads that take the
interpreter from each other cost most where both processors are free for them.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from urllib.request import Request, urlopen

from sqlalchemy import insert
from sqlalchemy.orm import sessionmaker

from dq.service.accounts import users
from dq.service.accounts.credentials import open_session
from dq.service.accounts.roles import Role
from dq.service.database import connect, migrate, transaction
from dq.service.database.models import Finding, Run
from dq.service.layout import DataFolder

BOUND_MS: Final = 100.0
START_SECONDS: Final = 3.0
_ALL_ANSWER: Final = 10.0
"""Seconds in which processes beside the first one begin to answer, too."""
RUN: Final = "20240507T020000-000001"
_PASSWORD: Final = "measured in the dark"  # noqa: S105 - of an account in a folder that is gone afterwards
_ROW: Final = {"table": "summary", "n": 10, "code": None, "label": "本年收入合计", "path": "本年收入合计"}
_OUTCOME: Final = {
    "rule_title": "收入合计等于支出合计加结余",
    "message": "收入合计 1,234.56 万元，支出合计 1,200.00 万元，相差 34.56 万元",
    "statement": "1234.56 = 1200.00；差 34.56，容差 0.01",
    "left": "1234.56",
    "right": "1200.00",
    "difference": "34.56",
    "allowance": "0.01",
    "unit": "万元",
    "row": _ROW,
    "operands": [
        {
            "table": "summary",
            "row": _ROW,
            "column": "actual",
            "value": "1234.56",
            "unit": "万元",
            "printed": "1,234.56",
            "state": "figure",
            "role": role,
            "doubt": None,
            "corrected": None,
            "report": None,
            "source": {"document": "a.txt", "page": None, "line": 67, "column": 9, "sheet": None, "cell": None},
        }
        for role in ("left", "right")
    ],
}


def store(folder: DataFolder, count: int) -> tuple[str, list[dict[str, Any]]]:
    """Fill a new folder with findings. Returns: the cookie of somebody signed in, and some of the findings."""
    folder.make()
    engine = connect(f"sqlite:///{folder.root / 'service.sqlite'}")
    migrate(engine)
    sessions = sessionmaker(engine)
    chance = random.Random(9)  # noqa: S311 - the same findings each time
    with transaction(sessions, writes=True) as session:
        cookie, _csrf = open_session(session, users.make(session, "bench", _PASSWORD, Role.VIEWER), 12)
        moment = datetime(2024, 5, 7, 2, tzinfo=UTC)
        session.add(Run(id=RUN, checkpoint="nightly", started=moment, finished=moment, summary={}))
        session.flush()
        for first in range(0, count, 5000):
            rows = [_finding(chance) for _ in range(first, min(first + 5000, count))]
            session.execute(insert(Finding), rows)
    engine.dispose()
    return cookie, rows[:200]


def _finding(chance: random.Random) -> dict[str, Any]:
    severity = chance.choices(("error", "warning", "info"), (1, 3, 1))[0]
    body, year = chance.randrange(500), chance.randrange(2018, 2025)
    return {
        "run_id": RUN,
        "fingerprint": f"{chance.getrandbits(128):032x}",
        "rule": f"SM{chance.randrange(100, 160)}",
        "severity": severity,
        "verdict": "violated",
        "rank": ("error", "warning", "info").index(severity),
        "report": f"某某市第{body}局-{year}-final_accounts",
        "body": f"某某市第{body}局",
        "year": year,
        "table_name": "summary",
        "row_name": "本年收入合计",
        "waived": False,
        "change": chance.choice(("new", "persisting")),
        "evidence": {
            "title": {"zh": "收入合计等于支出合计加结余", "en": "Income equals expenditure and balances"},
            "kind": "final_accounts",
            "column": "amount",
            "outcome": _OUTCOME,
        },
    }


class Asked:
    """One connection that asks for page after page and notes how long each took, in milliseconds."""

    def __init__(self, port: int, cookie: str, paths: list[str], until: float) -> None:
        self.times: list[float] = []
        self.failed = 0
        self._port, self._cookie, self._paths, self._until = port, cookie, paths, until

    async def ask(self) -> None:
        """Ask until the time is over."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        chance = random.Random(id(self))  # noqa: S311 - which page next
        while time.monotonic() < self._until:
            path = chance.choice(self._paths)
            began = time.perf_counter()
            writer.write(f"GET {path} HTTP/1.1\r\nHost: here\r\nCookie: dq_session={self._cookie}\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            await reader.readexactly(int(length[1]) if length else 0)
            self.times.append((time.perf_counter() - began) * 1000)
            self.failed += not head.startswith(b"HTTP/1.1 200")
        writer.close()


def processes(process: subprocess.Popen[str]) -> list[Path]:
    """What Linux tells of the process that was started and of those that it started to answer beside it."""
    own = Path(f"/proc/{process.pid}")
    beside = own.joinpath("task", own.name, "children").read_text().split()
    return [own, *(own.with_name(each) for each in beside)]


def processor_seconds(process: subprocess.Popen[str]) -> float:
    """What the service has used of the processor so far, from Linux's account of it."""
    told = [each.joinpath("stat").read_text().rpartition(")")[2].split() for each in processes(process)]
    return sum(int(fields[11]) + int(fields[12]) for fields in told) / os.sysconf("SC_CLK_TCK")


def waits(process: subprocess.Popen[str]) -> int:
    """How often the threads of the service have given up the processor to wait for something, so far."""
    tasks = [task for each in processes(process) for task in each.joinpath("task").iterdir()]
    told = (re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", (task / "status").read_text()) for task in tasks)
    return sum(int(found[1]) for found in told if found is not None)


def told_with_cost(
    process: subprocess.Popen[str], ask: Callable[[], dict[str, float]], seconds: float
) -> dict[str, float]:
    """One round, with the milliseconds of the processor that the service took for a page, and how often it waited.

    Parameters: `ask` the round, `seconds` how long it lasts.
    """
    cost, waited = processor_seconds(process), waits(process)
    told = ask()
    answered = max(1.0, told["requests_per_second"] * seconds)
    cost, waited = processor_seconds(process) - cost, waits(process) - waited
    return {**told, "cpu_ms": round(cost / answered * 1000, 2), "waits": round(waited / answered, 1)}


async def measure(port: int, cookie: str, paths: list[str], connections: int, seconds: float) -> dict[str, float]:
    """One round. Returns: requests a second and percentiles in milliseconds."""
    until = time.monotonic() + seconds
    clients = [Asked(port, cookie, paths, until) for _ in range(connections)]
    await asyncio.gather(*(client.ask() for client in clients))
    times = sorted(each for client in clients for each in client.times)
    cuts = statistics.quantiles(times, n=100)
    return {
        "requests_per_second": round(len(times) / seconds, 1),
        "p50_ms": round(cuts[49], 1),
        "p95_ms": round(cuts[94], 1),
        "p99_ms": round(cuts[98], 1),
        "not_200": sum(client.failed for client in clients),
    }


def start(data: Path) -> tuple[subprocess.Popen[str], int, float]:
    """Start the service. Returns: its process, its port, and the seconds until it answered."""
    began = time.perf_counter()
    environment = {**os.environ, "DQ_SERVE_REQUESTS_PER_MINUTE": "100000000"}
    words = [
        sys.executable,
        "-c",
        "from dq.cli import main; main()",
        "serve",
        "--data",
        str(data),
        "--port",
        "0",
        "--lang",
        "en",
    ]
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env=environment)  # noqa: S603 - ourselves
    assert process.stderr is not None  # noqa: S101 - it was asked for
    line = process.stderr.readline()
    found = re.search(r":(\d+)/", line)
    if found is None:
        raise SystemExit(f"the service did not start: {line}")
    # What it says later is read, too: a service whose words nobody reads waits for that.
    threading.Thread(target=process.stderr.read, daemon=True).start()
    with urlopen(f"http://127.0.0.1:{found[1]}/api/v1/health"):
        pass
    seconds = time.perf_counter() - began
    time.sleep(_ALL_ANSWER)
    return process, int(found[1]), seconds


def pages(port: int, cookie: str, some: list[dict[str, Any]]) -> list[str]:
    """The pages to ask for: as many lists as single findings."""
    lists = ["/findings", "/findings?severity=error", "/findings?change=new"]
    for row in some[:30]:
        lists += [f"/findings?body={quote(row['body'])}", f"/findings?rule={row['rule']}&severity=warning"]
    cursor = ""
    for _ in range(30):
        asked = Request(
            f"http://127.0.0.1:{port}/api/v1/findings?limit=200&cursor={cursor}",
            headers={"Cookie": f"dq_session={cookie}"},
        )
        with urlopen(asked) as answer:  # noqa: S310 - as above
            cursor = json.load(answer)["next"]
        if cursor is None:
            break
        lists.append(f"/findings?cursor={cursor}")
    return lists + [f"/findings/{row['fingerprint']}" for row in some[: len(lists)]]


def main() -> int:
    """Measure and tell."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--findings", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        cookie, some = store(DataFolder(data), options.findings)
        process, port, seconds = start(data)
        try:
            paths = pages(port, cookie, some)

            def ask() -> dict[str, float]:
                return asyncio.run(measure(port, cookie, paths, options.connections, options.seconds))

            rounds = [told_with_cost(process, ask, options.seconds) for _ in range(options.rounds)]
        finally:
            process.terminate()
            process.wait()
    told = {"findings": options.findings, "start_seconds": round(seconds, 2), "rounds": rounds}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    return int(seconds >= START_SECONDS or any(each["p95_ms"] > BOUND_MS or each["not_200"] for each in rounds))


if __name__ == "__main__":
    sys.exit(main())
