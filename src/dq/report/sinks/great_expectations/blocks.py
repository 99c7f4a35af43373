"""The blocks that pages are made of: headings, tables of facts, lists, links, and what several results come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

from dq.report.sinks.great_expectations.content import badge, phrase, result_counts
from dq.report.sinks.great_expectations.private_api import RenderedHeaderContent, RenderedTableContent
from dq.report.sinks.great_expectations.words import COUNTED, Words, colour_of

GRAVITY: Final = {state: place for place, state in enumerate(COUNTED)}
_TABLE: Final = {"body": {"classes": ["table", "table-sm", "dq-facts"]}, "classes": ["col-12"]}
_LISTING: Final = {"body": {"classes": ["table", "table-sm", "table-hover"]}, "classes": ["col-12", "dq-listing"]}


def total_counts(results: Iterable[Any]) -> Counter[str]:
    """The counts of all rules' states together.

    Example: `total_counts(result.results)["violated"]` → 1.
    """
    total: Counter[str] = Counter()
    for result in results:
        total.update(result_counts(result))
    return total


def partition_of(validation_results: Any, words: Words) -> str:
    """The partition that was checked, as people call it.

    Example: `partition_of(result, Words("zh"))` → `"2018 年度"`.
    """
    specification = validation_results.meta.get("batch_spec") or {}
    year = specification.get("year")
    return words.year(year) if year is not None else str(specification.get("data_asset_name", ""))


def states_table(header: list[str], numbers: list[Counter[str]], words: Words) -> Any:
    """Every state with its numbers and what it means.

    Parameters: `header` of all columns; `numbers` by state, one each column.
    """
    rows = [
        [badge(words.state(name), colour_of(name)), *(count(each[name]) for each in numbers), words.meaning(name)]
        for name in COUNTED
    ]
    return RenderedTableContent(header_row=header, table=rows, styling=_TABLE)


def facts_table(rows: list[tuple[str, Any]]) -> Any:
    """Names and what they are. Example: `facts_table([("rules", "42")])`."""
    return RenderedTableContent(table=[list(row) for row in rows], styling=_TABLE)


def listing(header: list[str], rows: list[list[Any]]) -> Any:
    """A list with its heads; a dash in each column where it is empty."""
    return RenderedTableContent(header_row=header, table=rows or [["—"] * len(header)], styling=_LISTING)


def heading(text: str) -> Any:
    """The head of a section."""
    return RenderedHeaderContent(
        header=phrase("$text", {"text": text}, {"": {"classes": ["m-0"]}}, "h5"),
        styling={"classes": ["col-12", "p-0"], "header": {"classes": ["alert", "alert-secondary"]}},
    )


def count(number: int) -> Any:
    """A number, set to be compared with those below it."""
    return phrase("$n", {"n": f"{number:,}"}, {"": {"classes": ["dq-number"]}})


def link(text: object, address: object) -> Any:
    """A link. Parameters: `address` relative to the page."""
    return phrase("$text", {"text": text}, {"": {"attributes": {"href": str(address)}}}, "a")
