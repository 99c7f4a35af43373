"""The reading report: how documents were read, for terminals (`text`), for programs (`data`), as a page (`page`)."""
