"""The plan file `motion-plan/1`: reading, loading, exporting and comparing one.

`content` is always the file's JSON as Python: dicts, lists, strings, None, and numbers as Decimal or int.
"""
