"""Each sentence of the language is shown by a golden case or a test: the list is whole, and what it names is there."""

from __future__ import annotations

import ast
import re

import pytest

from dq.semantics import check_text
from dq.templates import default_schema
from tests.conftest import require_or_skip
from tests.golden.cases import cases

_LINE = re.compile(r"^\| (?P<words>(?:\\\||[^|])+?) \| (?P<shown>[^|]+) \|$", re.MULTILINE)
_HEAD = ("sentence", "heading", "detail", "---")


@pytest.fixture(scope="module")
def promises(checkout):
    """Opening words → what shows it, by section of the list."""
    text = (checkout / "tests" / "semantics" / "promises.md").read_text(encoding="utf-8")
    return {
        section.split("\n", 1)[0]: {
            line["words"].replace("\\|", "|"): line["shown"].split("; ")
            for line in _LINE.finditer(section)
            if line["words"] not in _HEAD
        }
        for section in text.split("\n## ")[1:]
    }


@pytest.fixture(scope="module")
def specification(checkout):
    page = checkout.parent / "shared" / "design" / "language.md"
    if not page.is_file():
        require_or_skip("the language's specification (../shared/design/language.md) is not beside the checkout")
    return page.read_text(encoding="utf-8")


def _without(text, words):
    return [piece for piece in text if not any(each in piece for each in words)]


def test_every_sentence_has_what_shows_it(promises, specification):
    bare = re.sub(r"```.*?```", "", specification, flags=re.DOTALL)
    sections = re.split(r"^## ", bare, flags=re.MULTILINE)
    for number, section in enumerate(sections):
        paragraphs = re.split(r"\n\s*\n|\n(?=\||\*\*)", section if number == 0 else section.partition("\n")[2])
        whole = [" ".join(each.split()) for each in paragraphs if not each.startswith(("# ", "| verdict", "| ---"))]
        sentences = [each for part in whole for each in re.split(r"(?<=[.;])\s+(?=\S)", part) if each]
        listed = [words for title, lines in promises.items() for words in lines if f"tion, {max(number, 1)}:" in title]
        assert sentences
        assert _without(sentences, listed) == []
        if number != 1:  # the words before the first section are listed with it
            assert [words for words in listed if not any(words in each for each in sentences) and number] == []


def test_every_heading_and_detail_of_the_reference_has_what_shows_it(promises, checkout):
    page = (checkout / "docs" / "reference" / "language.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ .+", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    details = re.findall(r"^- .+", page.partition("### Settled in detail")[2].partition("\n## ")[0], re.MULTILINE)
    for found, title in ((headings, "heading by heading"), (details, "settled in detail")):
        listed = promises[f"The reference page, {title}"]
        assert found
        assert _without(found, listed) == []
        assert [words for words in listed if not any(words in each for each in found)] == []


def test_what_the_list_names_is_there(promises, checkout):
    tests = checkout / "tests"
    golden = {(file.stem, case.title) for file in (tests / "golden").glob("*.md") for case in cases(file)}
    named = {each for lines in promises.values() for shown in lines.values() for each in shown}
    files = {each.partition(": ")[0] for each in named if "/" in each}
    functions = {
        (file, node.name)
        for file in files
        for node in ast.parse((tests / f"{file}.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    pairs = {(left, right) for left, _, right in (each.partition(": ") for each in named)}
    assert pairs - golden - functions == set()


def test_the_samples_of_the_specification_load(specification):
    samples = re.search(r"```\n(rule FA101.*?)```", specification, re.DOTALL)
    assert samples is not None
    needed = 'rule PF001 "总分在百分以内" { for each evaluation as e check e.score between 0 and 100 }'
    result = check_text(f"{samples[1]}\n{needed}", "samples.dq", default_schema())
    assert result.diagnostics == ()
    assert [rule.id for rule in result.book.rules] == ["FA101", "FA220", "FA310", "FA501", "NT120", "PF001", "PF010"]
