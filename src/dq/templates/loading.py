"""The templates that come with the program: every TOML file in the folder `catalogue`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from dq.templates.model import Template
from dq.templates.reading import read_template
from dq.templates.shared import shared


@lru_cache(maxsize=1)
def load_catalogue() -> tuple[Template, ...]:
    """All templates of the catalogue, in order of name.

    Errors: `RuntimeError` naming every fault where a shipped template is damaged; that is no bad input but a broken
    installation.
    Example: `[template.name for template in load_catalogue()]` → `["final_accounts_2018", "final_accounts_2024"]`.
    """
    folder = resources.files(__package__)
    templates: list[Template] = []
    faults: list[str] = []
    for file in sorted(folder.joinpath("catalogue").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        reading = read_template(file.read_text(encoding="utf-8"), file.name, shared())
        faults += [f"{each.span.file}:{each.span.line}: {each.headline.en}" for each in reading.diagnostics]
        if reading.template is not None:
            templates.append(reading.template)
    if faults:
        raise RuntimeError("damaged template catalogue\n" + "\n".join(faults))
    return tuple(sorted(templates, key=lambda template: template.name))
