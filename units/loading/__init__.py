"""Units and people from a workbook, and what every file that is loaded back goes through."""
