"""Checked rules → logical plan: what is read, grouped, joined and compared. No engine is imported here.

`build` makes a plan as written, `passes` better it, `explain` prints it, `remembered` recalls it; a run whose plan is
remembered imports neither of the first three, so nothing is imported here.
"""
