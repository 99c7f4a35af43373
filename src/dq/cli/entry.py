"""The program's outermost frame: no traceback reaches a person, and every exit code means what it says."""

from __future__ import annotations

import gc
import sys
import traceback

from dq.cli.app import app
from dq.cli.speech import current_settings
from dq.settings.memory import keep_memory

RUN_ERROR = 3


def main() -> None:
    """Run the command in sys.argv and exit with its code (docs/reference/outcomes.md).

    Errors: none escape; a failure of our own or of the machine is told on standard error and exits with 3.
    """
    # One command makes few cycles and then ends: collecting them costs a tenth of a short run.
    gc.disable()
    keep_memory()
    try:
        app()
    except Exception as failure:  # noqa: BLE001 - the last resort: whatever failed, a person gets a sentence
        sys.exit(_report_failure(failure))
    finally:
        # Nor does the interpreter need to look for cycles in all of it on its way out.
        gc.freeze()


def _report_failure(failure: Exception) -> int:
    """Tell a failure that nobody expected; standard error may itself be closed."""
    debug = current_settings().debug
    kind = type(failure).__name__
    lines = [
        f"运行出错：{kind}: {failure}",
        f"run error: {kind}: {failure}",
    ]
    if debug:
        lines += traceback.format_exception(failure)
    else:
        lines.append("这是程序或环境的问题，不是检查结论。设 DQ_DEBUG=1 再运行可看到细节。")
        lines.append("This is a fault of the program or the machine, not a finding. Set DQ_DEBUG=1 to see details.")
    try:
        sys.stderr.write("\n".join(lines) + "\n")
    except (OSError, ValueError, UnicodeError):
        return RUN_ERROR
    return RUN_ERROR
