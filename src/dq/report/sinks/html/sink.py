"""Sink `html`: an audit report as web pages, one self-contained page or a folder of them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dq.diagnostics import Text
from dq.report.protocol import Material, Sink, Written

_ENDINGS: Final = (".html", ".htm")


class HtmlSink:
    """Writes OUT/report.html (or OUT itself where it ends in .html) for one report; for several OUT/index.html and a
    page for each report that something is to be said of.
    """

    name = "html"
    title = Text("网页审核报告", "an audit report as web pages")

    def write(self, material: Material, out: Path) -> Written:
        """Write the pages. Raises OSError where `out` cannot be written to."""
        from dq.report.sinks.html.folder import write_folder
        from dq.report.sinks.html.report_page import whole_page

        run = material.run()
        if len(run.reports) != 1:
            return Written(write_folder(material, run, out))
        file = out if out.suffix.lower() in _ENDINGS else out / "report.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(whole_page(material, run), encoding="utf-8", newline="\n")
        return Written((file,))


SINK: Sink = HtmlSink()
