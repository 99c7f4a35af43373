"""The site: every word of the data is text, nothing leaves the page, and it reads in Chinese."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.browser import chromium, complaints, too_wide
from tests.conftest import require_or_skip
from tests.report.builders import ACROSS_TITLE, HOSTILE, HOSTILE_TITLE
from tests.report.contrast import themes, too_faint

FORBIDDEN_TAGS = {"script", "img", "iframe", "object", "embed", "svg", "form", "base", "video", "audio"}


class Page(HTMLParser):
    """Gathers tags, attributes, visible text and what the page asks for."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.text = ""
        self.scripts: list[str] = []
        self.policy = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.scripts += [""] * (tag == "script")
        for name, value in attrs:
            self.attributes.add(name)
            if name == "content" and ("http-equiv", "Content-Security-Policy") in attrs:
                self.policy = value or ""
            if name == "id":
                self.anchors.add(value or "")
            if name in ("src", "href"):
                (self.links if tag == "a" else self.addresses).append(value or "")

    def handle_data(self, data):
        if self.cdata_elem == "script":
            self.scripts[-1] += data
        else:
            self.text += data


@pytest.fixture(scope="module")
def source_pages(built):
    found = sorted((built.out / "site" / "reports").glob("*.html"))
    assert len(found) == 3
    return found


@pytest.fixture(scope="module")
def rule_pages(built, source_pages):
    found = sorted(set((built.out / "site").rglob("*.html")) - set(source_pages))
    assert len(found) == 1 + 2 + 4
    return found


@pytest.fixture(scope="module")
def all_pages(rule_pages, source_pages):
    return [*rule_pages, *source_pages]


def test_hostile_words_are_text_on_every_page(all_pages):
    seen = ""
    for path in all_pages:
        page = Page(path)
        assert not page.tags & FORBIDDEN_TAGS - {"script"}, path
        assert not [name for name in page.attributes if name.startswith("on")], path
        seen += page.text
    assert HOSTILE_TITLE in seen
    assert HOSTILE in seen


def test_rule_packs_are_called_by_the_title_of_their_file(rule_pages):
    pages = [Page(path).text for path in rule_pages]
    titled = [text for text in pages if f"{ACROSS_TITLE}（across）" in text]
    assert len(titled) == 1 + 1 + 2, "the first page, the pack's own, and its results in two years"
    assert any("规则包 totals" in text for text in pages), "a file without a title is called by its name"


def test_nothing_is_escaped_twice(all_pages):
    for path in all_pages:
        text = path.read_text(encoding="utf-8")
        assert html.escape(html.escape("<script>")) not in text
        assert "&amp;amp;amp;" not in text


def test_every_address_is_within_the_site(all_pages, built):
    site = (built.out / "site").resolve()
    for path in all_pages:
        page = Page(path)
        files = [address for address in page.addresses if address != "data:,"]
        for address in [*files, *(link for link in page.links if not link.startswith("#"))]:
            assert ":" not in address.split("/")[0], address
            file, _, anchor = unquote(address).partition("#")
            target = (path.parent / file).resolve()
            assert target.is_file(), f"{path}: {address}"
            assert site in target.parents
            assert not anchor or anchor in Page(target).anchors


def test_evidence_links_to_the_cells_as_printed(built, source_pages):
    """Links to others are looked up above; here, what stands at their ends."""
    page = Page(next((built.out / "site" / "validations" / "totals").rglob("archive-2018.html")))
    (wrong,) = [path for path in source_pages if "49.00" in Page(path).text]
    ends = {unquote(link).partition("#")[2] for link in page.links if wrong.name in link}
    assert {"c-expenditure-2-total", "c-expenditure-0-total"} <= ends
    text = wrong.read_text(encoding="utf-8")
    assert 'class="n bad" id="c-expenditure-2-total"' in text
    assert "某局" in text
    assert HOSTILE in Page(next(path for path in source_pages if "alert(1)" in path.read_text("utf-8"))).text


def test_pages_forbid_foreign_addresses_and_scripts_but_the_one_of_source_pages(rule_pages, source_pages):
    for path in rule_pages:
        page = Page(path)
        assert page.policy.startswith("default-src 'none'; style-src")
        assert "script-src" not in page.policy
        assert page.scripts == []
    for path in source_pages:
        page = Page(path)
        assert page.scripts == [""], "nothing of the data is in it"
        assert page.policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; ")
        assert {"../dq-static/style.css", "../dq-static/script.js"} < set(page.addresses)


def test_licences_lie_beside_the_vendored_files(built):
    static = built.out / "site" / "static"
    assert "MIT" in (static / "LICENSES.txt").read_text(encoding="utf-8")
    assert "http" not in "".join(
        line for line in (static / "dq.css").read_text(encoding="utf-8").splitlines() if "url(" in line
    )


def test_results_show_rule_basis_figures_and_source_lines(built):
    page = Page(next((built.out / "site" / "validations" / "totals").rglob("archive-2018.html")))
    for words in (
        "合计行 = 各行之和",
        "依据：表内勾稽",
        "check    t.c = sum",
        "49.00",
        "7.00",
        "第 20、21、22 行",
        "不成立",
        "级别：警告",
    ):
        assert words in page.text, words
    across = Page(next((built.out / "site" / "validations" / "across").rglob("archive-2018.html")))
    for words in ("无法判断", "前提规则不成立", "缺少所需的表或行"):
        assert words in across.text, words


def test_rounding_and_undecided_look_like_neither_pass_nor_failure(built):
    totals = next((built.out / "site" / "validations" / "totals").rglob("archive-2024.html")).read_text("utf-8")
    assert "dq-state-rounding" in totals
    across = next((built.out / "site" / "validations" / "across").rglob("archive-2024.html")).read_text("utf-8")
    assert "dq-state-undecided" in across


LABELS = ("danger", "success", "info", "primary", "secondary", "dark")


@pytest.mark.parametrize("theme", [0, 1])
def test_every_text_can_be_read_on_its_ground_in_light_and_dark(sink, theme):
    style = (Path(sink.__file__).parent / "static" / "dq.css").read_text(encoding="utf-8")
    both = themes(style)
    assert both[0].keys() == both[1].keys()
    assert len(re.findall("#[0-9a-f]{6}", style)) == 2 * len(both[0]), "every colour has its dark one"
    grounds = dict.fromkeys(("page", "band", "head", "over"), ("text", "soft", "link"))
    labels = {f"badge-{name}": ("on-badge",) for name in LABELS} | {"badge-warning": ("on-warning",)}
    assert too_faint(both[theme], {**grounds, **labels, "badge-light": ("text", "critical", "warning", "info")}) == {}


def test_a_browser_shows_every_page_offline_without_complaint_and_every_kind_fits_a_phone(all_pages):
    kinds = {path.parts[path.parts.index("site") + 1]: path for path in all_pages}
    with chromium() as browser:
        assert complaints(browser, all_pages) == {}
        assert too_wide(browser, list(kinds.values())) == {}
        assert too_wide(browser, [kinds["index.html"]], ".dq-listing") == {}


def test_a_browser_shows_every_page_of_the_demonstration(checkout):
    """The site of the sample archive, with all shipped rules, as `make demo` leaves it; CI makes it first."""
    pages = sorted((checkout / "build" / "demo" / "site").rglob("*.html"))
    if not pages:
        require_or_skip("there is no site of the sample archive (make demo)")
    assert {path.parent.name for path in pages} >= {"site", "expectations", "reports"}
    with chromium() as browser:
        assert complaints(browser, pages) == {}
