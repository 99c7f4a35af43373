"""Reports of a run: one sink a form, found by folder (`report/sinks/`)."""

from dq.report.protocol import ArchiveNeededError, Material, Sink, Written, find_sink, sink_names

__all__ = ["ArchiveNeededError", "Material", "Sink", "Written", "find_sink", "sink_names"]
