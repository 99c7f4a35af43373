"""Pages from templates: everything escaped, style and script within the page, nothing asked for from elsewhere."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

import dq
from dq.diagnostics.layout import clean
from dq.report.sinks.text.view import View

_PACKAGE: Final = "dq.report.sinks.html"
_SCRIPT: Final = "script.js"
_CHARTS: Final = ("vendor/vega.min.js", "charts.js")


def page(template: str, view: View, *, with_charts: bool = False, **values: object) -> str:
    """The page that a template makes.

    Parameters: `template` its name without ending; `values` what it names. Text is escaped wherever it is put in;
    `with_charts` takes in what draws charts (0.7 MB).
    Example: `page("report", view, report=report)`.
    """
    style = _asset("style.css")
    script = "\n".join(map(_asset, (_SCRIPT, *_CHARTS) if with_charts else (_SCRIPT,)))
    return _template(template).render(
        values,
        say=view.say,
        view=view,
        version=dq.__version__,
        policy=_policy(style, script),
        # These two are ours, and a browser runs them only as their hashes in the policy say.
        style=Markup(style),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - a file of this package
    )


def _policy(style: str, script: str) -> str:
    """What the page may do: show itself, in its own style and with its own script."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _asset(name: str) -> str:
    return resources.files(_PACKAGE).joinpath("static", name).read_text("utf-8")


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader(_PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.j2")


def _printable(value: object) -> object:
    """Text without control characters and direction marks; anything else as it is."""
    return clean(value) if type(value) is str else value
