"""Write docs/reference/cli.md from the program's own help pages.

Usage: `python scripts/write_cli_reference.py`; with `--print` it goes to standard output (the test compares).
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

CHECKOUT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = CHECKOUT / "docs" / "reference" / "cli.md"
PROGRAM: Final = "from dq.cli.app import app; app(prog_name='dq')"
COMMANDS: Final = (
    (),
    ("ingest",),
    ("check",),
    ("facts",),
    ("correct",),
    ("rules",),
    ("explain",),
    ("fmt",),
    ("lint",),
    ("test",),
    ("report",),
    ("run",),
    ("diff",),
    ("schedule",),
    ("synth",),
    ("render",),
    ("serve",),
    ("backup",),
    ("restore",),
    ("gx",),
    ("gx", "run"),
)
HEAD: Final = """\
# Commands

Generated from the program's help by `scripts/write_cli_reference.py`: change the help texts, not this page.
The program speaks Chinese unless `--lang en` or `DQ_LANG=en` asks for English. Output that people pipe on is
described in [outcomes.md](outcomes.md).

| variable | meaning |
| --- | --- |
| `DQ_LANG` | `zh` (default) or `en`: language of help and output |
| `DQ_ARCHIVE` | archive taken where no `--archive` and no document is given |
| `DQ_RULES` | rule files and folders taken where no `--rules` is given, separated as `PATH` is |
| `DQ_FILE_LIMIT` | most documents that one command reads (100000) |
| `DQ_CACHE` | folder where checked rules are kept, empty for none (default: `dq` in the user's cache folder) |
| `DQ_DEBUG` | `1` shows the traceback of a run error |
| `NO_COLOR` | no colours on a terminal; piped output never has any |

Exit codes: 0 nothing violated at or above `--fail-on` · 1 something violated · 2 usage or rule-file errors ·
3 run errors; the highest that applies wins ([details](outcomes.md#exit-codes)).
"""


def main() -> None:
    """Write the page, or print it."""
    page = HEAD + "".join(_section(command) for command in COMMANDS)
    if "--print" in sys.argv[1:]:
        sys.stdout.write(page)
    else:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page, encoding="utf-8", newline="\n")


def _section(command: tuple[str, ...]) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DQ_")}
    environment |= {"DQ_LANG": "en", "COLUMNS": "100", "PYTHONPATH": str(CHECKOUT / "src"), "PYTHONUTF8": "1"}
    page = subprocess.run(  # noqa: S603 - this project's own program
        [sys.executable, "-c", PROGRAM, *command, "--help"], env=environment, capture_output=True, check=True
    ).stdout.decode()
    lines = "\n".join(text.rstrip() for text in page.rstrip().splitlines())
    return f"\n## {' '.join(('dq', *command))}\n\n```text\n{lines}\n```\n"


if __name__ == "__main__":
    main()
