"""Runs over small reports for the tests of pages: one sound but for a fault, some with hostile words everywhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from dq.archive import MemoryStore
from dq.engine import check
from dq.ingest import read_bytes
from dq.outcome.model import RunRecord
from dq.report import Material
from dq.report.protocol import Differing, EarlierRun, Since
from dq.semantics.checked import RuleBook
from dq.templates import default_schema
from tests.cli.invented import REPORT
from tests.report.builders import HOSTILE_WORDS, report

VOID = {"meta", "link", "br", "col", "rect", "input", "img", "hr"}


def material(run: RunRecord, book: RuleBook, store, language: str = "zh", text: str | None = None) -> Material:
    """What a sink draws on, over a run that was made already."""
    return Material(
        lambda: run,
        book,
        default_schema(),
        language=language,
        store=store,
        text=lambda _: None if text is None else tuple(text.split("\n")),
        command=("dq", "report", "年报 1.txt", "--to", "html", "--out", "out"),
    )


def single(book: RuleBook, language: str = "zh", old: str = "300.10", new: str = "301.10") -> Material:
    """The invented report with one wrong figure."""
    text = REPORT.replace(old, new, 1)
    read = read_bytes("report.txt", text.encode())
    assert read.report is not None
    store = MemoryStore([read.report], default_schema())
    run = check(book, store, default_schema(), evidence="auto", language=language)
    return material(fixed(run), book, store, language, text)


def many(book: RuleBook, language: str = "zh") -> Material:
    """A report for each hostile word, which is the name of its body and of its document; every second one is wrong."""
    rows = (("30.00", "10.00", "20.00"), ("12.00", "5.00", "7.00"), ("42.00", "15.00", "27.00"))
    wrong = (*rows[:2], ("49.00", "15.00", "27.00"))
    reports = [
        report(word, year, wrong if (number + (year == 2018)) % 2 else rows, "42.00")
        for number, word in enumerate(HOSTILE_WORDS)
        for year in (2018, 2024)
    ]
    for word, each in zip(HOSTILE_WORDS, reports[::2], strict=True):
        for row in each.rows["expenditure"]:
            row["label"] = word
    store = MemoryStore(reports, default_schema())
    run = check(book, store, default_schema(), evidence="violated", language=language)
    since = Since(
        "r0",
        {"new": 3, "resolved": 1},
        tuple(Differing(word, word, 2018, "final_accounts", word, "error", word) for word in HOSTILE_WORDS[:3]),
        (Differing("R1", "某局", 2018, "final_accounts", "合计", "error", "不再"),),
    )
    before = EarlierRun("r0", "2019-12-31T00:00:00+00:00", {"violated": 5})
    made = material(fixed(run), book, store, language, "\n".join(HOSTILE_WORDS * 5))
    return dataclasses.replace(made, earlier=(before,), since=since)


def fixed(run: RunRecord) -> RunRecord:
    """The run as if it were always the same one."""
    return dataclasses.replace(run, id="r1", started="2020-01-01T00:00:00+00:00", finished="2020-01-01T00:00:01+00:00")


class Page(HTMLParser):
    """Gathers tags, attributes, text and addresses, and sees that what is opened is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.source = path.read_text(encoding="utf-8")
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.ids: list[str] = []
        self.text = ""
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._open: list[str] = []
        self.feed(self.source)
        self.close()
        assert self._open == [], path

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag):
        assert self._open, tag
        assert self._open.pop() == tag

    def handle_data(self, data):
        match self._open[-1:]:
            case ["script"]:
                self.scripts.append(data)
            case ["style"]:
                self.styles.append(data)
            case _:
                self.text += data

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Tag and address of everything that names one."""
        return ((tag, value) for tag, name, value in self.attributes if name in ("src", "href", "action", "data"))
