"""What makes authors of rules good at it: the formatter and the lints."""
