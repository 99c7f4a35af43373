"""One frozen `Settings`, read once from the environment by the entry points.

A plain dataclass: pydantic-settings would add 0.18 s to the start of every command.
"""

from dq.settings.model import Language, Settings, read_settings

__all__ = ["Language", "Settings", "read_settings"]
