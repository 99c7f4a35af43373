"""Every route is told to those who write programs."""

from __future__ import annotations

from scripts.write_api_reference import page


def test_the_page_of_the_api_is_what_the_routes_say(checkout, unchanged):
    stored = (checkout / "docs/reference/api.md").read_text(encoding="utf-8")
    assert stored == page(unchanged), "run `python scripts/write_api_reference.py`"


def test_every_route_of_the_api_is_described(unchanged):
    for path, operations in unchanged.openapi()["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (method, path)
            assert operation["tags"], (method, path)
