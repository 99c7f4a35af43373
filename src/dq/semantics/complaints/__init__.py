"""What the checks say, one function a fault: the wording stands here and nowhere else."""
