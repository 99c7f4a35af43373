"""`dq check`: documents or an archive against rules."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dq.application.checking import Checked, check
from dq.application.exits import FailOn
from dq.application.readings.text import check_first
from dq.cli.console import print_data, print_diagnostics, print_lines, reading_progress, spoken, working
from dq.cli.options import Evidence, Format
from dq.cli.sources import named_rules, named_sources
from dq.outcome.model import RunRecord
from dq.report.sinks.text.screen import screen
from dq.report.sinks.text.view import EVERYTHING, SCREEN, View
from dq.settings import Language


def run(  # noqa: PLR0913 - the options of the command
    *,
    paths: Sequence[Path],
    archive: Path | None,
    reports: Sequence[str],
    rules: Sequence[Path],
    output: Format,
    everything: bool,
    evidence: Evidence,
    fail_on: FailOn,
    fail_on_undecided: bool,
    language: Language | None,
) -> int:
    """Check, tell what was found in the form asked for, and give the exit code."""
    tongue = spoken(language)
    sources = named_sources(paths, archive, reports)
    waiting = "检查中…" if tongue == "zh" else "checking…"
    of_archive = sources.archive is not None
    with reading_progress("读入" if tongue == "zh" else "reading") as progress, working(waiting, wanted=of_archive):
        checked = check(
            sources,
            named_rules(rules),
            # The screen shows the cells of violations only; gathering the others would take a tenth of a short run.
            evidence="violated" if output == "text" and not everything and evidence == "auto" else evidence,
            language=tongue,
            holds=everything and output != "text",
            progress=progress,
        )
    print_diagnostics(checked.diagnostics, tongue)
    if output == "json":
        from dq.report.sinks.json import document

        print_data(document(checked.run, everything=everything, diagnostics=checked.diagnostics, language=tongue))
    elif checked.run is not None and output == "text":
        view = View(tongue, checked.rules.schema, checked.rules.by_id, EVERYTHING if everything else SCREEN)
        print_lines((*screen(checked.run, view), *check_first(checked.unsure(), view)))
    elif checked.run is not None:
        _print_form(output, checked, checked.run, tongue, everything=everything, fail_on=fail_on)
    return checked.exit(fail_on, fail_on_undecided=fail_on_undecided)


def _print_form(
    form: str, checked: Checked, run: RunRecord, language: Language, *, everything: bool, fail_on: FailOn
) -> None:
    """Print the file that the sink of this name would write."""
    from dq.report.protocol import Material, find_sink
    from dq.report.streams import StreamSink

    sink = find_sink(form)
    if not isinstance(sink, StreamSink):
        raise TypeError(f"{form} is no stream of text")
    material = Material(
        lambda: run,
        checked.rules.book,
        checked.rules.schema,
        language=language,
        text=checked.originals.text,
        everything=everything,
        fail_on=fail_on,
    )
    print_data(sink.lines(material))
