"""What stands between braces within the text of a message."""

from __future__ import annotations

import re
from typing import Final

BRACED: Final = re.compile(r"[{｛]([^{}｛｝]*)[}｝]")
"""A value to be put in; its text is that of one expression."""
