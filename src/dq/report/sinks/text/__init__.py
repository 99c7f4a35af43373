"""A run as text that a person understands at a glance."""
