"""The published rules of a service: read as they are, changed by a proposal that a second person approves."""
