"""Long work: queued in the database, done by workers, taken up again after a restart."""
