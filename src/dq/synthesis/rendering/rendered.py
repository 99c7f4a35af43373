"""A report in, a document out."""

from __future__ import annotations

from dq.archive import ReportTables
from dq.synthesis.rendering.formats import form_named
from dq.synthesis.rendering.noise import Noise
from dq.synthesis.rendering.publishing import publish
from dq.synthesis.rendering.sayings import Amounts
from dq.templates import Template

_PLAIN = Noise()


def render(
    report: ReportTables, template: Template, form: str, noise: Noise = _PLAIN, before: Amounts | None = None
) -> bytes:
    """Write a report out as a publisher would: reading the document gives the report again.

    Parameters: `template` the form that the report was read by; `form` one of `forms()`; `noise` what disturbs it;
    `before` what last year's report says of its amounts (`amounts`), with which the narrative compares.
    Errors: `KeyError` for a form that is not known; `ValueError` for a table that the template does not have.
    Example: `render(read.report, template, "flat", Noise(7))`.
    """
    return form_named(form).write(publish(report, template, noise, before), noise)
