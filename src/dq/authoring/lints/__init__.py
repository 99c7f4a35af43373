"""The lints, one a module, each with its explanation and an example of both kinds."""
