"""The reading report of `dq ingest` in its three forms, and what `dq check` says of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from dq.archive import Archive
from dq.archive.reading import plain_reading
from tests.browser import browse, checked_browser
from tests.cli.invented import REPORT, write_report

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}\u202e"


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def spoiled(tmp_path):
    """A report with a figure on a line of its own in the table of income."""
    return write_report(tmp_path, "spoiled.txt", "201\t一般", "7.31\n201\t一般")


def test_the_screen_shows_each_table_with_its_account(dq, tmp_path):
    told = dq("ingest", write_report(tmp_path), "--archive", tmp_path / "a", "--lang", "en").stdout
    assert "form Departmental final accounts (form of 2024), fits 22%" in told
    (row,) = [line.split() for line in told.splitlines() if line.lstrip().startswith("Summary of income")]
    assert row[-7:] == ["12", "10", "10", "0", "0", "0", "whole"]
    assert "check the reading" not in told


def test_what_was_not_read_is_told_with_its_line(dq, tmp_path, spoiled):
    told = dq("ingest", spoiled, "--archive", tmp_path / "a").stdout
    assert "表内有 1 个数字没有读入，请核对" in told
    assert "第 20 行  7.31  不属于任何一行" in told


def test_json_is_one_document_with_the_account(dq, tmp_path, spoiled):
    archive = tmp_path / "a"
    result = dq("ingest", spoiled, tmp_path / "nowhere.txt", "--archive", archive, "--format", "json", "--lang", "en")
    said = json.loads(result.stdout)
    (document,) = said["documents"]
    assert (document["action"], document["report"]) == ("added", "final_accounts-2024-青山区公园管理处")
    totals = document["reading"]["totals"]
    assert totals["figures"] == totals["facts"] + totals["understood"] + totals["unread"]
    assert (totals["unread"], totals["doubted"]) == (1, 14)
    assert [each["code"] for each in said["diagnostics"]] == ["DQ-C001", "DQ-I017"]
    (entry,) = Archive.open(archive).archive.reports
    kept = Archive.open(archive).archive.reading(entry.sha256)
    assert json.loads(json.dumps(plain_reading(kept))) == document["reading"]


def test_the_account_that_is_kept_depends_on_the_document_only(dq, tmp_path):
    document = write_report(tmp_path)
    for name in "ab":
        dq("ingest", document, "--archive", tmp_path / name)
    first, second = ([*(tmp_path / name).glob("documents/*.reading.json")] for name in "ab")
    assert len(first) == 1
    assert first[0].read_bytes() == second[0].read_bytes()


@pytest.mark.parametrize("content", [b"{}", b"[", b'{"reading_version": 9}', b"null", b"[1]"])
def test_an_account_that_is_damaged_is_none(dq, tmp_path, content):
    dq("ingest", write_report(tmp_path), "--archive", tmp_path / "a")
    (path,) = (tmp_path / "a" / "documents").glob("*.reading.json")
    path.write_bytes(content)
    archive = Archive.open(tmp_path / "a").archive
    assert archive.reading(archive.reports[0].sha256) is None
    assert archive.reading("../manifest") is None


def hostile_page(dq, folder, language):
    """The page of documents whose name, labels and figures try to be more than text."""
    bad = folder / "a'\"<b>&.txt"
    text = REPORT.replace("六、科学技术支出", f"六、{HOSTILE}").replace(
        "201\t一般", f"201\t{HOSTILE} 3\t7.31\n201\t一般"
    )
    bad.write_text(text, encoding="utf-8")
    (folder / "<i>refused.txt").write_bytes(b"")
    page = folder / "out" / "page.html"
    dq("ingest", folder, "--archive", folder / "a", "--reading-report", page, "--lang", language)
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_is_self_contained_and_escapes_everything(dq, tmp_path, language):
    page = hostile_page(dq, tmp_path, language)
    text = page.read_text(encoding="utf-8")
    found = Page(text)
    assert found.open == []
    tags = {tag for tag, _ in found.tags}
    assert tags.isdisjoint({"script", "img", "link", "iframe", "object", "b", "i", "form"})
    attributes = {name for _, named in found.tags for name in named}
    assert not any(name.startswith("on") or name in {"src", "href"} for name in attributes)
    assert "url(" not in text
    assert "\u202e" not in text
    assert "{{ 7*7 }}" in text
    assert {named.get("lang") for tag, named in found.tags if tag == "html"} == {"zh-CN" if language == "zh" else "en"}
    ids = [named["id"] for _, named in found.tags if "id" in named]
    assert len(ids) == len(set(ids))
    assert {named["aria-labelledby"] for tag, named in found.tags if tag == "section"} <= set(ids)
    assert all("scope" in named for tag, named in found.tags if tag == "th")


def test_a_browser_shows_the_page_without_request_or_complaint(dq, tmp_path):
    browser = checked_browser(tmp_path)
    (tmp_path / "documents").mkdir()
    page = hostile_page(dq, tmp_path / "documents", "zh")
    text = page.read_text(encoding="utf-8")
    # What hostile words would do, if they could, must be there to be done.
    assert "alert(1)" in text
    requests, console, dom = browse(browser, page, tmp_path)
    assert (requests, console) == ([], [])
    assert "读数报告" in dom
    assert "<script" not in dom
    assert "<img" not in dom


def test_a_page_that_cannot_be_written_is_told_and_the_archive_is_there(dq, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    page = tmp_path / "file" / "page.html"
    result = dq("ingest", write_report(tmp_path), "--archive", tmp_path / "a", "--reading-report", page)
    assert "DQ-C011" in result.stderr
    assert result.exit_code != 0
    assert (tmp_path / "a" / "manifest.json").exists()


def test_check_says_in_a_line_to_check_the_reading_first(dq, tmp_path, spoiled):
    told = dq("check", spoiled).stdout.splitlines()
    assert told[-1].startswith("请先核对读数：表内 1 个数字没有读入，14 格读数可疑")
    assert "请先核对读数" not in dq("check", write_report(tmp_path)).stdout


def test_check_of_an_archive_says_so_from_the_accounts_that_are_kept(dq, tmp_path, spoiled):
    archive = tmp_path / "a"
    dq("ingest", spoiled, "--archive", archive)
    told = dq("check", "--archive", archive).stdout.splitlines()
    assert told[-1].startswith("请先核对读数：表内 1 个数字没有读入，14 格读数可疑")
    (entry,) = Archive.open(archive).archive.reports
    assert "请先核对读数" in dq("check", "--archive", archive, "--report", entry.report).stdout
    (kept,) = archive.glob("documents/*.reading.json")
    kept.write_bytes(b"{")
    assert "请先核对读数" not in dq("check", "--archive", archive).stdout
