"""Pages: every word of the data is text, nothing is asked for, what is pointed to is there."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import re
import shutil

import pdfplumber
import pytest

from dq.diagnostics.layout import clean
from dq.outcome.model import Waiver
from dq.report import find_sink
from dq.report.sinks.html.folder import page_name
from dq.semantics import load_rules
from dq.templates import default_schema
from dq.types import Severity, Verdict
from tests.browser import browse, checked_browser, chromium, complaints, too_wide
from tests.report.builders import HOSTILE_TITLE, HOSTILE_WORDS, OWNED, write_rules
from tests.report.html.made import Page, many, single

TAGS = frozenset(
    # A list of words is easier to read than a set of a line each.
    re.findall(
        r"\w+",
        """html head meta link title style body a header p h1 h2 h3 span ul li b aside nav main section article dl dt dd
        div button table colgroup col thead tbody tr th td details summary code strong sup ol mark pre svg rect footer
        script label input br i figure figcaption""",
    )
)


@pytest.fixture(scope="module")
def rulebook(tmp_path_factory):
    loaded = load_rules([write_rules(tmp_path_factory.mktemp("rules")) / "totals.dq"], default_schema())
    assert not loaded.diagnostics
    return loaded.book


@pytest.fixture(scope="module")
def shipped(checkout):
    loaded = load_rules([checkout / "rules"], default_schema())
    return loaded.book


@pytest.fixture(scope="module")
def written(rulebook, shipped, tmp_path_factory):
    """Every kind of page: an archive's in Chinese, a single report's in both languages."""
    sink = find_sink("html")
    assert sink is not None
    folder = tmp_path_factory.mktemp("html")
    sink.write(many(rulebook), folder / "archive")
    sink.write(single(shipped), folder / "zh.html")
    sink.write(single(shipped, "en"), folder / "en.html")
    return folder


@pytest.fixture(scope="module")
def pages(written):
    return {path: Page(path) for path in sorted(written.rglob("*.html"))}


def test_there_is_a_page_for_each_report_that_is_wrong_and_none_for_the_others(written):
    assert len(list((written / "archive" / "reports").glob("*.html"))) == len(HOSTILE_WORDS)
    assert (written / "archive" / "index.html").is_file()
    assert (written / "archive" / "bodies-1.html").is_file()


def test_the_index_tells_what_became_of_outcomes_since_the_run_before(pages, written):
    text = pages[written / "archive" / "index.html"].text
    for words in ("与上次运行相比", "3 新出现", "1 已消除", "上次运行：r0", "2019-12-31"):
        assert words in " ".join(text.split()), words


def test_what_is_new_leads_to_the_page_of_its_report(written):
    source = (written / "archive" / "index.html").read_text(encoding="utf-8")
    changed = source[source.index('id="trend"') : source.index("上次运行：")]
    wrong = sum(1 for number in range(3) if number % 2 == 0)
    assert len(re.findall(r'<th scope="row"><a href="reports/[0-9a-f]{20}\.html">', changed)) == wrong


def test_hostile_words_are_text(pages):
    seen = "".join(page.text for page in pages.values())
    for word in (*HOSTILE_WORDS, HOSTILE_TITLE):
        assert clean(word).strip() in seen, word
    for path, page in pages.items():
        assert not set(page.tags) - TAGS, path
        assert not [name for _, name, _ in page.attributes if name.startswith("on") or name == "style"], path
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x1b]", page.source), path


def test_the_policy_lets_run_only_what_is_ours(pages, written):
    for path, page in pages.items():
        (policy,) = (value for _, name, value in page.attributes if name == "content" and "default-src" in value)
        assert policy.startswith("default-src 'none';"), path
        assert "unsafe" not in policy
        for directive, texts in (("script-src", page.scripts), ("style-src", page.styles)):
            if path.parent != written:
                assert f"{directive} 'self'" in policy, path
                assert not "".join(texts), "what pages of a folder share lies beside them"
                continue
            (text,) = texts
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{directive} 'sha256-{digest}'" in policy, path


def test_everything_that_is_pointed_to_is_there(pages, written):
    for path, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), path
        for tag, address in page.addresses():
            if tag == "script" or (tag == "link" and address != "data:,"):
                assert path.parent != written, "a page for itself has everything within"
                assert (path.parent / address).resolve().parent == written / "archive" / "dq-static"
                assert (path.parent / address).is_file()
            elif tag == "link":
                continue
            elif address.startswith("#"):
                assert address[1:] in page.ids, f"{path}: {address}"
            else:
                assert tag == "a"
                assert (path.parent / address).resolve() in pages, f"{path}: {address}"
        ties = [value for _, name, value in page.attributes if name == "data-tie"]
        for tie in (part for value in ties for part in value.split(" ")):
            cell, line, side = tie.split("|")
            assert {cell, line} - {""} <= set(page.ids), f"{path}: {tie}"
            assert side


def test_a_page_tells_the_figures_the_rule_and_where_they_are_printed(written, pages):
    page = pages[written / "zh.html"]
    for words in ("310.10", "311.10", "差额", "允许误差", "依据", "第 10 行", "dq report '年报 1.txt' --to html"):
        assert words in page.text, words
    marked = re.findall(r"<mark>([^<]*)</mark>", page.source)
    assert "301.10" in marked
    assert "310.10" in marked
    english = pages[written / "en.html"].text
    for words in ("difference", "allowance", "Basis", "line 10", "What was checked", "to do it again"):
        assert words in english, words


def test_a_browser_shows_every_page_without_request_complaint_or_hostile_deed(pages, written, tmp_path):
    """What a hostile word tried to do would be refused by the policy, and the refusal be logged."""
    shutil.copytree(written / "archive" / "dq-static", tmp_path / "dq-static")
    refused = [tmp_path / "zh.html", tmp_path / "bodies-1.html"]
    for path, folder in zip(refused, (written, written / "archive"), strict=True):
        source = (folder / path.name).read_text(encoding="utf-8")
        path.write_text(source.replace("</body>", f"<script>{OWNED}</script></body>"), encoding="utf-8")
    with chromium() as browser:
        assert complaints(browser, pages) == {}
        assert len(pages) == 4 + len(HOSTILE_WORDS)
        assert set(complaints(browser, refused)) == set(map(str, refused)), "both policies refuse what is not ours"


def test_a_chosen_finding_ties_its_figures_together_in_a_browser(written, tmp_path):
    """The page's own script, and one of ours that the policy would not let in: it presses the first button."""
    browser = checked_browser(tmp_path)
    source = (written / "zh.html").read_text(encoding="utf-8")
    source = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", source)
    press = "<script>document.querySelector('button[data-tie]').click()</script></body>"
    path = tmp_path / "pressed.html"
    path.write_text(source.replace("</body>", press), encoding="utf-8")
    _, console, dom = browse(browser, path, tmp_path)
    assert console == []
    assert len(re.findall(r'class="[^"]*tied[^"]*"', dom)) >= 2
    assert re.search(r'class="tiebar" role="status"(?! hidden)', dom)


def test_pages_fit_a_phone_answer_to_the_keyboard_and_are_numbered_in_print(written):
    archive = written / "archive"
    longest = max((archive / "reports").glob("*.html"), key=lambda path: path.stat().st_size)
    kinds = [written / "zh.html", written / "en.html", archive / "index.html", archive / "bodies-1.html", longest]
    with chromium() as browser:
        assert too_wide(browser, kinds) == {}
        assert too_wide(browser, kinds[2:3], ".scroll:has(> table:not([class]))") == {}
        page = browser.new_page()
        page.goto(kinds[1].as_uri())
        page.keyboard.press("Tab")
        assert page.locator("a.skip:focus").inner_text() == "Skip to the content"
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.locator("button[data-tie]:focus").count():
                break
        page.keyboard.press("Enter")
        assert page.locator(".tiebar").is_visible()
        printed = pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    number = len(printed.pages)
    assert number > 1
    assert f"{number} / {number}" in printed.pages[-1].extract_text()


def test_the_same_run_gives_the_same_bytes(rulebook, written, tmp_path):
    sink = find_sink("html")
    assert sink is not None
    sink.write(many(rulebook), tmp_path / "archive")
    for path in (written / "archive").rglob("*.html"):
        again = tmp_path / "archive" / path.relative_to(written / "archive")
        assert again.read_bytes() == path.read_bytes(), path


def test_pages_of_an_earlier_report_do_not_stay_and_those_of_others_do(rulebook, shipped, tmp_path):
    sink = find_sink("html")
    assert sink is not None
    stale = tmp_path / page_name("final_accounts-2001-gone")
    foreign = tmp_path / "reports" / "notes.html"
    stale.parent.mkdir()
    for each in (stale, foreign):
        each.write_text("old")
    sink.write(many(rulebook), tmp_path)
    assert (stale.exists(), foreign.exists()) == (False, True)


def test_beyond_the_bound_reports_are_listed_without_a_page(rulebook, tmp_path, monkeypatch):
    from dq.report.sinks.html import folder

    monkeypatch.setattr(folder, "_BYTES", 100_000)
    sink = find_sink("html")
    assert sink is not None
    told = []
    sink.write(dataclasses.replace(many(rulebook), progress=lambda *step: told.append(step[:2])), tmp_path)
    written = list((tmp_path / "reports").glob("*.html"))
    assert 0 < len(written) < len(HOSTILE_WORDS)
    wanted = len(HOSTILE_WORDS)
    assert told == [*((done, wanted) for done in range(1, len(written) + 1)), (wanted, wanted)]
    assert sum(path.stat().st_size for path in written) <= 100_000
    left = wanted - len(written)
    assert f"{left} 份报告只列在清单里" in Page(tmp_path / "index.html").text


def test_what_draws_charts_is_there_only_where_a_chart_is(rulebook, written, tmp_path):
    nothing = dataclasses.replace(many(rulebook), earlier=(), since=None)
    run = nothing.run()
    found = {each.report for each in run.outcomes if each.verdict is Verdict.VIOLATED}
    sound = dataclasses.replace(
        run,
        reports=tuple(each for each in run.reports if each.report not in found),
        outcomes=tuple(each for each in run.outcomes if each.report not in found),
    )
    sink = find_sink("html")
    assert sink is not None
    sink.write(dataclasses.replace(nothing, run=lambda: sound), tmp_path)
    drawing = 'src="dq-static/vega.min.js"'
    assert drawing not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert drawing in (written / "archive" / "index.html").read_text(encoding="utf-8")
    assert not [path for path in written.rglob("reports/*.html") if "vega" in path.read_text(encoding="utf-8")]
    assert (written / "zh.html").stat().st_size > 700_000, "a page for itself has everything within"


def test_rules_are_told_by_the_tables_that_they_read(pages, written, shipped):
    page = pages[written / "zh.html"]
    rows = re.findall(
        r'<tr><th scope="row">(?:<a[^>]*>)?([^<]*)(?:</a>)?</th>\n<td><svg[^>]*aria-label="([^"]*)"', page.source
    )
    told = dict(rows)
    assert told["收入支出决算总表"].startswith("不成立 1, 无法判断")
    # Of tables that were not read nothing is found but that they were not.
    unread = [each for each in single(shipped).run().outcomes if each.verdict is Verdict.VIOLATED and "TB" in each.rule]
    assert told["没有读到的表"].startswith(f"不成立 {len(unread)}, 无法判断")
    assert "成立" in told["收入决算表"]


def test_what_is_waived_is_told_apart_and_is_no_finding(shipped, tmp_path):
    made = single(shipped)
    waiver = Waiver("*", None, (), None, HOSTILE_TITLE, "审计处", "2030-12-31")
    run = made.run()
    wrong = run.counts["violated"]
    outcomes = [
        dataclasses.replace(each, waiver=waiver) if each.verdict is Verdict.VIOLATED else each for each in run.outcomes
    ]
    run = dataclasses.replace(run, outcomes=tuple(outcomes))
    sink = find_sink("html")
    assert sink is not None
    sink.write(dataclasses.replace(made, run=lambda: run), tmp_path / "waived.html")
    page = Page(tmp_path / "waived.html")
    for words in (f"除已豁免的 {wrong} 项外，没有不成立的", HOSTILE_TITLE, "审计处", "2030-12-31", "310.10"):
        assert words in page.text, words
    assert "article" not in page.tags


def test_what_is_sure_comes_first_and_the_doubted_is_named_in_the_first_screen(shipped, tmp_path):
    made = single(shipped)
    run = made.run()
    sure = next(each for each in run.outcomes if each.verdict is Verdict.VIOLATED)
    doubted = dataclasses.replace(sure, rule="TT999", cause="other", severity=Severity.ERROR, reading_doubt=True)
    run = dataclasses.replace(run, outcomes=(doubted, sure))
    sink = find_sink("html")
    assert sink is not None
    sink.write(dataclasses.replace(made, run=lambda: run), tmp_path / "doubted.html")
    page = Page(tmp_path / "doubted.html")
    places = [
        page.source.index(each) for each in ('href="#doubted"', 'id="findings"', 'id="f1"', 'id="doubted"', 'id="f2"')
    ]
    assert places == sorted(places)
    assert f'id="f1-title"><span class="number">1</span> <span class="badge b-{sure.severity.value}">' in page.source


def test_what_is_waived_takes_no_room_from_what_stands(rulebook, tmp_path, monkeypatch):
    from dq.report.sinks.html import folder

    monkeypatch.setattr(folder, "_MOST", {Verdict.VIOLATED: 1})
    made = many(rulebook)
    run = made.run()
    waiver = Waiver("*", None, (), None, "已批复", "审计处", "2030-12-31")
    standing = next(each for each in run.outcomes if each.verdict is Verdict.VIOLATED)
    waived = dataclasses.replace(standing, rule="TT999", waiver=waiver)
    run = dataclasses.replace(run, outcomes=(waived, waived, standing))
    sink = find_sink("html")
    assert sink is not None
    sink.write(dataclasses.replace(made, run=lambda: run), tmp_path)
    page = Page(tmp_path / folder.page_name(standing.report))
    assert "发现 1 个问题" in page.text
    assert page.text.count("审计处") == 1
