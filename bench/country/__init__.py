"""A plan year of a whole country's governments in PostgreSQL: what a day's sweep and its mails cost."""
