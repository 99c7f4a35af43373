"""Every diagnostic code of the rule language with its explanation: why, an example, the remedy."""

from dq.diagnostics.codes import form, names, reuse, types, whole
from dq.diagnostics.codes.model import Page

PAGES: tuple[Page, ...] = (*form.PAGES, *whole.PAGES, *reuse.PAGES, *names.PAGES, *types.PAGES)
"""All pages, in order of code."""

__all__ = ["PAGES", "Page", "page_of"]


def page_of(code: str) -> Page | None:
    """The page of a code, or None where there is none.

    Example: `page_of("DQ-L005").title.en` → `"== instead of ="`.
    """
    return next((page for page in PAGES if page.code == code), None)
