"""Write the seeds of every target's corpus: `python -m tests.fuzz.write_corpus [NAME…]`. What was found stays."""

from __future__ import annotations

import sys

from tests.fuzz.contract import CORPUS, load, names


def main(wanted: list[str]) -> None:
    """Write the corpora of these targets, of all where none is named."""
    for name in wanted or names():
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in load(name).seeds().items():
            (folder / file).write_bytes(content)


if __name__ == "__main__":
    main(sys.argv[1:])
