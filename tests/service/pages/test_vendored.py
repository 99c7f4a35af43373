"""What the pages take from others: the bytes that were reviewed, with their licences, in the wheel."""

from __future__ import annotations

import hashlib
import json

import pytest

VENDORED = {
    "LICENSES.txt": "72c200be58857cd0a2569b0834ea45be5f4823e2603cb06903c8d437d6819b4d",
    "codemirror.min.js": "29d0fdd01a48eef70de86971da1492fb4c64bf10df0be5b69268e236566c808f",
    "htmx.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
}
LARGEST = 600_000
"""Bytes of all scripts together."""


@pytest.fixture
def vendor(checkout):
    """The folder of vendored files."""
    return checkout / "src" / "dq" / "service" / "pages" / "static" / "vendor"


def test_vendored_files_are_those_that_were_built(vendor):
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.iterdir()}
    assert found == VENDORED, "after `node scripts/pages/build.mjs`: review, and write the hashes here"
    assert sum(path.stat().st_size for path in vendor.glob("*.js")) < LARGEST


def test_every_vendored_package_keeps_its_licence(vendor, checkout):
    lock = json.loads((checkout / "scripts" / "pages" / "package-lock.json").read_text(encoding="utf-8"))
    told = (vendor / "LICENSES.txt").read_text(encoding="utf-8")
    packages = {name.removeprefix("node_modules/"): each for name, each in lock["packages"].items() if name}
    bundled = {name: each for name, each in packages.items() if "esbuild" not in name}
    assert [name for name, each in bundled.items() if f"{name} {each['version']} ({each['license']})" not in told] == []
    assert not any("resolved" in each for each in packages.values()), "no registry address in the repository"


def test_vendored_scripts_ask_for_nothing_outside(vendor):
    namespaces = {b"http://www.w3.org/2000/svg"}
    for path in vendor.glob("*.js"):
        addresses = {part.split(b'"')[0].split(b"'")[0].split(b"`")[0] for part in path.read_bytes().split(b"http")[1:]}
        assert {b"http" + each for each in addresses if each.startswith((b"://", b"s://"))} <= namespaces
