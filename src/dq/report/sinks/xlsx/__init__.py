"""Working papers as a workbook: cover, findings, recalculation, waivers, and the tables of a report as printed."""
