"""Use cases: what the command line, and later the service and the language server, share.

Each module is imported by who needs it; this package imports nothing, so that a command loads only its own.
"""
