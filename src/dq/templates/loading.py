"""The templates that come with the program: every TOML file in the folder `catalogue`."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

from dq.templates.model import Template
from dq.templates.reading import Classes, read_template


@lru_cache(maxsize=1)
def load_catalogue() -> tuple[Template, ...]:
    """All templates of the catalogue, in order of name.

    Errors: `RuntimeError` naming every fault where a shipped template is damaged; that is no bad input but a broken
    installation.
    Example: `[template.name for template in load_catalogue()]` → `["final_accounts_2018", "final_accounts_2024"]`.
    """
    folder = resources.files(__package__)
    classes = functional_classes()
    templates: list[Template] = []
    faults: list[str] = []
    for file in sorted(folder.joinpath("catalogue").iterdir(), key=lambda each: each.name):
        if not file.name.endswith(".toml"):
            continue
        reading = read_template(file.read_text(encoding="utf-8"), file.name, classes)
        faults += [f"{each.span.file}:{each.span.line}: {each.headline.en}" for each in reading.diagnostics]
        if reading.template is not None:
            templates.append(reading.template)
    if faults:
        raise RuntimeError("damaged template catalogue\n" + "\n".join(faults))
    return tuple(sorted(templates, key=lambda template: template.name))


@lru_cache(maxsize=1)
def functional_classes() -> Classes:
    """Functional classes of expenditure: code → names over the years, the latest first.

    Example: `functional_classes()["207"][0]` → `"文化旅游体育与传媒支出"`.
    """
    return _classes("functional_classes.toml")


@lru_cache(maxsize=1)
def economic_classes() -> Classes:
    """Economic classes of expenditure, of both levels: code → names over the years, the latest first.

    Example: `economic_classes()["30202"][0]` → `"印刷费"`.
    """
    return _classes("economic_classes.toml")


def _classes(name: str) -> Classes:
    file = resources.files(__package__).joinpath(name)
    return {code: tuple(names) for code, names in tomllib.loads(file.read_text(encoding="utf-8")).items()}
