"""100 000 accepted reports of one government, each with its text, written by the database itself."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from bench.searching.words import ABSENT_AT_HOME, RARE, RARE_PAIR
from tests.playing import KAIFENG
from units.services import open_government

if TYPE_CHECKING:
    from collections.abc import Iterator

PLANS, STAGES, UNITS = 100, 10, 100
CLAUSES_A_TEXT, RARE_EVERY = 45, 20_000
CLAUSE = re.compile(r"[\u4e00-\u9fff、]{6,30}")

STATEMENTS = {
    "units": """
        INSERT INTO units_unit (government_id, name)
        SELECT %(government)s, '市第' || n || '局' FROM generate_series(1, %(units)s) n""",
    "people": """
        INSERT INTO units_user (username, password, name, email, is_sample, is_superuser, is_staff, is_active,
                                date_joined)
        SELECT role || '-' || u.id, '!', '人员' || u.id, '', true, false, false, true, now()
        FROM units_unit u, unnest(ARRAY['clerk', 'office']) role WHERE u.government_id = %(government)s""",
    "posts": """
        INSERT INTO units_membership (user_id, unit_id, role, from_on)
        SELECT p.id, split_part(p.username, '-', 2)::int, split_part(p.username, '-', 1), '2000-01-01'
        FROM units_user p WHERE p.password = '!'""",
    "plans": """
        INSERT INTO motions_plan (government_id, slug, version, status, number, title, copied_to, rule_set_id,
                                  office_unit_id)
        SELECT %(government)s, 'bench-' || n, 1, 'open', '测政〔' || 1900 + n || '〕1号', '议案办理第' || n || '号',
               '[]', (SELECT min(id) FROM units_ruleset WHERE government_id = %(government)s),
               (SELECT min(id) FROM units_unit WHERE government_id = %(government)s)
        FROM generate_series(1, %(plans)s) n""",
    "stages": """
        INSERT INTO motions_deadline (plan_id, "order", kind, due_on)
        SELECT p.id, n, 'report', '2022-01-31'::date + n * 30
        FROM motions_plan p, generate_series(1, %(stages)s) n WHERE p.government_id = %(government)s""",
    "tasks": """
        INSERT INTO tasks_task (plan_id, "order", key, number, title, milestones_open)
        SELECT p.id, 1, 't1', '1', '培育重点企业', false FROM motions_plan p WHERE p.government_id = %(government)s""",
    "reports owed": """
        INSERT INTO tasks_obligation (government_id, plan_id, plan_version, key, kind, unit_id, deadline_id, task_id,
                                      original_due_on, due_on, reason, met_at)
        SELECT p.government_id, p.id, 1, what || '/' || d.id || '/' || u.id, what, u.id, d.id,
               CASE WHEN what = 'part' THEN t.id END, d.due_on, d.due_on, '', d.due_on
        FROM motions_plan p JOIN motions_deadline d ON d.plan_id = p.id JOIN tasks_task t ON t.plan_id = p.id
        JOIN units_unit u ON u.government_id = p.government_id, unnest(ARRAY['filing', 'part']) what
        WHERE p.government_id = %(government)s ORDER BY d.due_on, u.id""",
    "reports": """
        INSERT INTO reports_filing (obligation_id, status)
        SELECT o.id, 'accepted' FROM tasks_obligation o
        WHERE o.kind = 'filing' AND o.government_id = %(government)s ORDER BY o.id""",
    "versions": """
        INSERT INTO reports_filingversion (filing_id, number, document_number, contact, telephone, revision,
            cover_revision, unit_name, sent_by_name, signed_by_name, submitted_at, recorded_at, is_sample,
            entered_by_name)
        SELECT f.id, 1, '测报〔2022〕' || f.id || '号', '', '', 1, 1, '', '', '', now(), now(), true, ''
        FROM reports_filing f JOIN tasks_obligation o ON o.id = f.obligation_id
        WHERE o.government_id = %(government)s ORDER BY f.id""",
    "versions in force": """
        UPDATE reports_filing f SET latest_version_id = v.id, accepted_version_id = v.id
        FROM reports_filingversion v WHERE v.filing_id = f.id""",
}
TEXTS_OF = """
    SELECT v.id, part.id, o.unit_id FROM reports_filingversion v
    JOIN reports_filing f ON f.id = v.filing_id JOIN tasks_obligation o ON o.id = f.obligation_id
    JOIN tasks_obligation part ON part.key = replace(o.key, 'filing/', 'part/') AND part.plan_id = o.plan_id
    WHERE o.government_id = %s ORDER BY v.id"""
COPY = """
    COPY reports_part (version_id, obligation_id, narrative, problems, is_nil, revision, decision, decision_reason,
                       is_locked) FROM STDIN"""


def fill() -> int:
    """The number of the unit whose clerk searches."""
    clauses = clauses_of_the_directive()
    government = open_government(name="测试市")
    facts = {"government": government.pk, "plans": PLANS, "stages": STAGES, "units": UNITS}
    with connection.cursor() as cursor:
        for statement in STATEMENTS.values():
            cursor.execute(statement, facts)
        cursor.execute(TEXTS_OF, [government.pk])
        owed = cursor.fetchall()
        home = max(unit for _version, _part, unit in owed)
        with cursor.copy(COPY) as copy:
            for row in _parts(owed, clauses, home):
                copy.write_row(row)
        cursor.execute("VACUUM ANALYZE")
    return home


def clauses_of_the_directive() -> list[str]:
    return CLAUSE.findall((settings.BASE_DIR / "fixtures" / KAIFENG).read_text())


def _parts(
    owed: list[tuple[int, int, int]], clauses: list[str], home: int
) -> Iterator[tuple[object, ...]]:
    chance = random.Random(2022)  # noqa: S311 - texts for measuring
    for number, (version, part, unit) in enumerate(owed):
        words = chance.choices(clauses, k=CLAUSES_A_TEXT)
        if number % RARE_EVERY == 0 or (unit == home and number % 997 == 0):
            words.insert(3, f"{RARE}已开工，{RARE_PAIR}养殖已验收")
        if unit != home and number % 2:
            words.insert(9, f"{ABSENT_AT_HOME}传习所已挂牌")
        yield (version, part, "，".join(words), "", False, 1, "accepted", "", False)
