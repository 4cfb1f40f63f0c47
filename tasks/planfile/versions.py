"""Every version of a plan file, kept as it was."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from motions.models import Plan, PlanVersion
from tasks.planfile.export import export_plan
from units.models import User

Content = dict[str, Any]


def as_text(content: Content) -> str:
    """The file, as `export_plan` writes it."""
    return json.dumps(content, ensure_ascii=False, indent=2, default=float) + "\n"


def content_of(version: PlanVersion) -> Content:
    content: Content = json.loads(version.content, parse_float=Decimal)
    return content


def keep_version(
    plan: Plan, *, reason: str = "", applied_at: datetime | None = None, by: User | None = None
) -> PlanVersion:
    """What the plan says now, under its current number; the same once more keeps the first."""
    version, _is_new = PlanVersion.objects.get_or_create(
        plan=plan,
        number=plan.version,
        defaults={
            "content": as_text(export_plan(plan)),
            "dates": {row.order: row.due_on.isoformat() for row in plan.deadlines.all()},
            "reason": reason,
            "applied_at": applied_at,
            "by": by,
            "by_name": by.name if by else "",
        },
    )
    return version
