"""The documentation site: Great Expectations' own builder with our pages, our view and files that lie beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from dq.report.sinks.great_expectations.private_api import SiteBuilder

SITE_NAME: Final = "dq"
_STATIC: Final = Path(__file__).with_name("static")
_HERE: Final = "dq.report.sinks.great_expectations"
_CONTENT_TYPES: Final = {".css": "text/css", ".txt": "text/plain"}


class OfflineSiteBuilder(SiteBuilder):
    """Builds the pages and lays the style sheets beside them (the stock files are 4 MB of pictures not shown here)."""

    def build(self, resource_identifiers: Any = None, build_index: bool = True) -> Any:  # noqa: FBT001, FBT002
        """The address of the first page and what it links to."""
        for section in self.site_section_builders.values():
            section.build(resource_identifiers=resource_identifiers)
        files = self.target_store.store_backends["static_assets"]
        for path in sorted(_STATIC.iterdir()):
            files.set(
                ("static", path.name),
                path.read_bytes(),
                content_type=_CONTENT_TYPES[path.suffix],
                content_encoding=None,
            )
        _, links = self.site_index_builder.build(build_index=build_index)
        return self.get_resource_url(only_if_exists=False), links


def site_config(base_directory: str, limit: int, language: str) -> dict[str, Any]:
    """Configuration of the site.

    Parameters: `base_directory` relative to the context's folder; `limit` how many results are shown, newest first;
    `language` "zh" or "en".
    Example: `site_config("../site/", 200, "zh")["class_name"]` → `"OfflineSiteBuilder"`.
    """
    view = {"module_name": f"{_HERE}.view", "class_name": "SafePageView", "language": language}
    pages, first = {"module_name": f"{_HERE}.pages", "language": language}, f"{_HERE}.first_page"
    sections = {"module_name": "great_expectations.render.renderer.column_section_renderer"}
    return {
        "module_name": f"{_HERE}.site",
        "class_name": "OfflineSiteBuilder",
        "show_how_to_buttons": False,
        "store_backend": {"class_name": "TupleFilesystemStoreBackend", "base_directory": base_directory},
        "site_index_builder": {
            "module_name": first,
            "class_name": "IndexBuilder",
            "validation_results_limit": limit,
            "renderer": {"module_name": first, "class_name": "IndexPage", "language": language},
            "view": {**view, "class_name": "SafeIndexView"},
        },
        "site_section_builders": {
            "expectations": {
                "renderer": {**pages, "class_name": "SuitePage"},
                "view": view,
            },
            "validations": {
                "renderer": {
                    **pages,
                    "class_name": "ResultsPage",
                    "column_section_renderer": {
                        **sections,
                        "class_name": "ValidationResultsColumnSectionRenderer",
                        "table_renderer": {"module_name": f"{_HERE}.pages", "class_name": "RuleResultsTable"},
                    },
                },
                "view": view,
            },
            "profiling": "None",  # this very string: the library knows no other way
        },
    }
