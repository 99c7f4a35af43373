"""Pages from their templates; everything put into one is escaped."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import QueryParams
from starlette.types import Scope

import dq.report.sinks.html
from dq.diagnostics import Text
from dq.diagnostics.layout import clean, printable
from dq.service.pages.places import came_from, here, path_of
from dq.service.pages.words import WORDS, in_language

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"
REPORT_STATIC: Final = Path(dq.report.sinks.html.__file__).parent / "static"
"""The look and the script of report pages, which the pages here share."""

NAVIGATION: Final = (
    ("/", "overview"),
    ("/reports", "reports"),
    ("/findings", "findings"),
    ("/rules", "rules"),
    ("/checkpoints", "checkpoints"),
    ("/runs", "runs"),
    ("/corrections", "corrections"),
    ("/documents", "documents"),
)
ADMINISTRATION: Final = ("/administration", "administration")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        # What shows tables and findings on report pages shows them here.
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES), PackageLoader("dq.report.sinks.html")]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["moment"] = _moment
    made.filters["lines"] = _lines
    return made


def _lines(text: str) -> Markup:
    """A text of several lines: within a line as any other text."""
    return Markup("\n").join(clean(line) for line in text.split("\n"))


def _moment(at: datetime | None) -> Markup:
    """A moment to the minute on the clock of this machine, by which checkpoints are due, with its zone."""
    if at is None:
        return Markup("")
    here = at.astimezone()
    zone = timezone(here.utcoffset() or timedelta())
    return Markup('<time datetime="{}">{} {}</time>').format(here.isoformat(), here.strftime("%Y-%m-%d %H:%M"), zone)


def _done(scope: Scope) -> str:
    word = QueryParams(scope.get("query_string", b"")).get("done", "")
    return word if f"done.{word}" in WORDS else ""


def render_page(template: str, scope: Scope, language: str, **values: object) -> str:
    """A page as text.

    Parameters: `template` the file's name; `scope` of the request; `language` "zh" or "en"; `values` for the template,
    beside `t` (words of the language), `say` (the one of two texts), `language`, `visitor` (None: nobody signed in),
    `navigation`, `path`, `here` (the page with its query), `came_from` (the one before, empty where not known),
    `done` (the word for what was done just now, empty for nothing).
    """
    visitor = scope.get("state", {}).get("visitor")
    administers = visitor is not None and "administer" in visitor.rights
    return (
        _environment()
        .get_template(template)
        .render(
            t=in_language(language),
            say=lambda zh, en: Text(zh, en).in_language(language),
            language=language,
            visitor=visitor,
            navigation=(*NAVIGATION, ADMINISTRATION) if administers else NAVIGATION,
            path=path_of(scope),
            here=here(scope),
            came_from=came_from(scope),
            done=_done(scope),
            **values,
        )
    )
