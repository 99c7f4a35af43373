"""What to check, in which order, where: checkpoints, their runs, and what changed between them."""
