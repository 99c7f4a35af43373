"""Pages from templates: everything escaped, style and script within the page or beside it, nothing from elsewhere."""

from __future__ import annotations

import base64
import errno
import hashlib
import os
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

import dq
from dq.diagnostics.layout import printable
from dq.report.sinks.text.view import View
from dq.report.streams import whole_file

_PACKAGE: Final = "dq.report.sinks.html"
BESIDE: Final = "dq-static/"
"""Where what pages share lies, as seen from those at the top of their folder."""
BESIDE_ABOVE: Final = f"../{BESIDE}"
"""The same, as seen from a page in a folder among them."""
_STYLE: Final = "style.css"
_SCRIPT: Final = "script.js"
_CHARTS: Final = ("vendor/vega.min.js", "charts.js")


def page(template: str, view: View, *, beside: str | None = None, with_charts: bool = False, **values: object) -> str:
    """The page that a template makes.

    Parameters: `template` its name without ending; `values` what it names. Text is escaped wherever it is put in;
    `beside` the address of what `write_beside` writes, as seen from the page, None for a page that has all of it in
    itself; `with_charts` takes in what draws charts (0.7 MB).
    Example: `page("report", view, report=report)`; `page("bodies", view, beside=BESIDE, bodies=bodies)`.
    """
    scripts = (_SCRIPT, *_CHARTS) if with_charts else (_SCRIPT,)
    dress = _within(scripts) if beside is None else _linked(beside, scripts)
    return _template(template).render(values, say=view.say, view=view, version=dq.__version__, **dress)


def write_beside(folder: Path, *, with_charts: bool = False) -> None:
    """Write what pages in or below `folder` share: a page of an archive would be mostly its copies of the same 20 KB.

    Raises OSError where `folder` cannot be written to, or a link leads out of it.
    Example: `write_beside(out)` → `out/dq-static/style.css` and `out/dq-static/script.js`.
    """
    (folder / BESIDE).mkdir(parents=True, exist_ok=True)
    if (folder / BESIDE).is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder / BESIDE))
    for name in (_STYLE, _SCRIPT, *(_CHARTS if with_charts else ())):
        with whole_file(folder / BESIDE / Path(name).name) as part:  # in the place of a link, not through it
            part.write_text(_asset(name), encoding="utf-8", newline="\n")


def _within(scripts: Sequence[str]) -> dict[str, object]:
    """Style and script for a page that has them in itself: a browser runs only what has their hashes."""
    style, script = _asset(_STYLE), "\n".join(map(_asset, scripts))
    return {
        "policy": _policy(_hash(style), _hash(script)),
        "style": Markup(style),  # noqa: S704 - a file of this package
        "script": Markup(script),  # noqa: S704 - a file of this package
        "links": None,
    }


def _linked(beside: str, scripts: Sequence[str]) -> dict[str, object]:
    """Addresses of style and scripts for a page that shares them with others; nothing in the page itself may run."""
    addresses = {"style": beside + _STYLE, "scripts": [beside + Path(name).name for name in scripts]}
    return {"policy": _policy("self", "self"), "links": addresses}


def _policy(style: str, script: str) -> str:
    """What the page may do: show itself, in our style and with our script."""
    return (
        f"default-src 'none'; style-src '{style}'; script-src '{script}'; img-src data:; "
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
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(f"{name}.html.j2")
