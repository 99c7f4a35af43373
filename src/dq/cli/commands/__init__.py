"""One module a command, each with `run(…) -> int`, loaded when its command is called."""
