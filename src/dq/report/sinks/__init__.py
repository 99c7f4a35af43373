"""The sinks: one module a form of report, each with its `SINK`."""
