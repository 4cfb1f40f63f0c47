"""The figures of a stage from a workbook: its tables, and what it says beside the draft."""
