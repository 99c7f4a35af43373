"""Pages from their templates; everything put into one is escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.types import Scope

from dq.service.pages.words import in_language

TEMPLATES: Final = Path(__file__).parent / "templates"
STATIC: Final = Path(__file__).parent / "static"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(template: str, scope: Scope, language: str, **values: object) -> str:
    """A page as text.

    Parameters: `template` the file's name; `scope` of the request; `language` "zh" or "en"; `values` for the template,
    beside `t` (words of the language), `language`, `visitor` (None: nobody signed in) and `path`.
    """
    return (
        _environment()
        .get_template(template)
        .render(
            t=in_language(language),
            language=language,
            visitor=scope.get("state", {}).get("visitor"),
            path=scope["path"],
            **values,
        )
    )
