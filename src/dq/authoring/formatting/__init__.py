"""The canonical form of rule files."""

from dq.authoring.formatting.format import Formatted, Keywords, formatted

__all__ = ["Formatted", "Keywords", "formatted"]
