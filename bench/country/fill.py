"""Thousands of governments with a plan year each, written by the database itself.

All are made like one that the portal opened and loaded: its calendar, rules and people. Beside the
reports of a stage, which falls on the same day everywhere, contributions are due all the year round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection

from reminders.services import seed_rules
from units.services import open_government

if TYPE_CHECKING:
    from datetime import date

# Of each government. 34 clerks, each with one report a stage: 3 000 governments mail 102 000 people.
UNITS = 34
# 3 000 governments owe 2 million things.
CONTRIBUTIONS = 600

STATEMENTS = {
    "governments": """
        INSERT INTO units_government (name) SELECT 'City ' || n FROM generate_series(2, %(n)s) n""",
    "calendar days": """
        INSERT INTO units_calendarday (government_id, day, is_workday, name)
        SELECT g.id, d.day, d.is_workday, d.name
        FROM units_government g, units_calendarday d WHERE d.government_id = %(first)s AND g.id <> %(first)s""",
    "calendar years": """
        INSERT INTO units_calendaryear (government_id, year, source)
        SELECT g.id, y.year, y.source
        FROM units_government g, units_calendaryear y WHERE y.government_id = %(first)s AND g.id <> %(first)s""",
    "rule sets": """
        INSERT INTO units_ruleset (government_id, name, kind)
        SELECT g.id, 'bench', 'motion' FROM units_government g""",
    "reminder rules": """
        INSERT INTO reminders_reminderrule (government_id, kind, "offset", measure, audiences, channels, is_active)
        SELECT g.id, r.kind, r."offset", r.measure, r.audiences, r.channels, true
        FROM units_government g, reminders_reminderrule r
        WHERE r.government_id = %(first)s AND g.id <> %(first)s""",
    "units": """
        INSERT INTO units_unit (government_id, name)
        SELECT g.id, 'Unit ' || n FROM units_government g, generate_series(1, %(units)s) n""",
    "people": """
        INSERT INTO units_user (username, password, name, email, is_sample, is_superuser, is_staff, is_active,
                                date_joined)
        SELECT role || '-' || u.id, '!', role || ' ' || u.id, role || u.id || '@bench.test', true, false, false,
               true, now()
        FROM units_unit u, unnest(ARRAY['clerk', 'head']) role""",
    "posts": """
        INSERT INTO units_membership (user_id, unit_id, role, from_on)
        SELECT p.id, split_part(p.username, '-', 2)::int, split_part(p.username, '-', 1), '2000-01-01'
        FROM units_user p""",
    "plans": """
        INSERT INTO motions_plan (government_id, slug, version, status, title, copied_to, rule_set_id, host_unit_id)
        SELECT g.id, 'bench', 1, 'open', 'Plan of ' || g.name, '[]', r.id,
               (SELECT min(u.id) FROM units_unit u WHERE u.government_id = g.id)
        FROM units_government g JOIN units_ruleset r ON r.government_id = g.id AND r.name = 'bench'""",
    "stages": """
        INSERT INTO motions_deadline (plan_id, "order", kind, due_on)
        SELECT p.id, n, 'report', %(stage)s::date + (n - 1) * 45
        FROM motions_plan p, generate_series(1, 2) n""",
    "reports owed": """
        INSERT INTO tasks_obligation (government_id, plan_id, plan_version, key, kind, unit_id, deadline_id,
                                      original_due_on, due_on, reason)
        SELECT u.government_id, d.plan_id, 1, 'filing/' || d.id || '/' || u.id, 'filing', u.id, d.id,
               d.due_on, d.due_on, ''
        FROM motions_deadline d JOIN motions_plan p ON p.id = d.plan_id
        JOIN units_unit u ON u.government_id = p.government_id""",
    "contributions owed": """
        INSERT INTO tasks_obligation (government_id, plan_id, plan_version, key, kind, unit_id, deadline_id,
                                      original_due_on, due_on, reason, met_at)
        SELECT p.government_id, p.id, 1, 'contribution/' || n, 'contribution', u.id, d.id, day.due, day.due, '',
               CASE WHEN day.due < %(start)s THEN day.due + interval '10 hours' END
        FROM motions_plan p
        JOIN motions_deadline d ON d.plan_id = p.id AND d."order" = 1
        CROSS JOIN generate_series(1, %(contributions)s) n
        CROSS JOIN LATERAL (SELECT (%(year)s || '-01-01')::date + (n * 365 / %(contributions)s) AS due) day
        JOIN LATERAL (SELECT min(u.id) + n %% %(units)s AS id FROM units_unit u
                      WHERE u.government_id = p.government_id) u ON true""",
}


def fill(governments: int, *, start: date, stage: date, contributions: int = CONTRIBUTIONS) -> None:
    """`stage`: the day by which every lead unit owes a report. What was due before `start` is met."""
    first = open_government(name="City 1")
    seed_rules(government=first)
    facts: dict[str, int | date] = {
        "n": governments,
        "first": first.pk,
        "units": UNITS,
        "contributions": contributions,
        "start": start,
        "stage": stage,
        "year": stage.year,
    }
    with connection.cursor() as cursor:
        for name, statement in STATEMENTS.items():
            if contributions or name != "contributions owed":
                cursor.execute(statement, facts)
        cursor.execute("VACUUM ANALYZE")
