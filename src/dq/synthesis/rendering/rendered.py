"""A report in, a document out."""

from __future__ import annotations

from dq.archive import ReportTables
from dq.synthesis.rendering.formats import form_named
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.publishing import publish
from dq.synthesis.rendering.told import Told
from dq.templates import Template

_PLAIN = Noise()


def render(
    report: ReportTables, template: Template, form: str, noise: Noise = _PLAIN, told: Told | None = None
) -> bytes:
    """Write a report out as a publisher would: reading the document gives the report again.

    Parameters: `template` the form that the report was read by; `form` one of `forms()`; `noise` what disturbs it;
    `told` what it says outside its tables, by default what is true of it (`Told.of`).
    Errors: `KeyError` for a form that is not known; `ValueError` for a table that the template does not have.
    Example: `render(read.report, template, "flat", Noise(7))`.
    """
    return form_named(form).write(publish(report, template, noise, told), noise)
