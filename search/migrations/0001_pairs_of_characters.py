"""Any part of a word, two characters and longer, found by an index: see docs/adr/0029.

Both functions name only what is in pg_catalog, so that a dump can be put back in any order.
"""

from django.db import migrations

FOLDED = """
CREATE FUNCTION search_folded(VARIADIC words text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1000
AS $$ SELECT lower(normalize(array_to_string(words, E'\\n'), NFKC)) $$
"""
# A pair of neighbouring characters as one number: 21 bits hold any character.
GRAMS = """
CREATE FUNCTION search_grams(VARIADIC words text[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
AS $$
  SELECT coalesce(array_agg((ascii(pair.a)::bigint << 21) | ascii(pair.b)), '{}')
  FROM (
    SELECT string_to_array(lower(normalize(array_to_string(words, E'\\n'), NFKC)), NULL)
  ) AS folded(chars), unnest(chars, chars[2:]) AS pair(a, b)
  WHERE pair.b IS NOT NULL
$$
"""
INDEXES = (
    ("search_part", "reports_part", "search_grams(narrative, problems)"),
    ("search_document_number", "reports_filingversion", "search_grams(document_number)"),
)


def create(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(FOLDED, params=None)
    schema_editor.execute(GRAMS, params=None)
    for name, table, expression in INDEXES:
        schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin ({expression})")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for name, _table, _expression in INDEXES:
        schema_editor.execute(f"DROP INDEX {name}")
    schema_editor.execute("DROP FUNCTION search_grams(text[])")
    schema_editor.execute("DROP FUNCTION search_folded(text[])")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_tables")]
    operations = [migrations.RunPython(create, drop)]
