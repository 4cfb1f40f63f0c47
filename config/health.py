"""`GET /healthz`: 200 when all parts work, else 503; the answer names each part's state.

503 is given when
- the database or the broker does not answer, or migrations are missing;
- no worker ended the jobs that come most often lately and none answers a ping (`worker`);
- beat has not asked for them lately (`beat`);
- a job of the schedule that is switched on did not end well lately and does not run (`jobs`).

Lately is three intervals of the job's schedule, and at least three minutes. After a restart what
the run before did still counts. Beside that stand figures that do not decide the answer, for whoever
watches: when each job last ended well, since when the oldest due mail waits, how many jobs failed for
good. The cost is the same whatever the portal holds, and nothing of what it holds is told.
"""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from common.health import ask_database, has_all_migrations
from config.celery import app
from engine.selectors import Job, jobs, machine_now, open_letters_count
from notifications.selectors import oldest_due_unsent

OK, FAILING, UNKNOWN = "ok", "failing", "unknown"
PARTS = ("database", "migrations", "broker", "worker", "beat", "jobs")
BROKER_TIMEOUTS = {"socket_timeout": 1, "socket_connect_timeout": 1}
PING_SECONDS = 0.5


@login_not_required
@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    parts, figures = dict.fromkeys(PARTS, UNKNOWN), {}
    parts["broker"] = OK if _broker_answers() else FAILING
    try:
        ask_database()
        parts["database"] = OK
        parts["migrations"] = OK if has_all_migrations() else FAILING
        if parts["migrations"] == OK:
            now = machine_now()
            rows = [job for job in jobs() if job.schedule.enabled]
            parts |= _jobs(rows, now, broker=parts["broker"] == OK)
            figures = _figures(rows, now)
    except DatabaseError:
        parts["database"] = FAILING
    healthy = all(state == OK for state in parts.values())
    status = HTTPStatus.OK if healthy else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"status": OK if healthy else FAILING, **parts, **figures}, status=status)


def _broker_answers() -> bool:
    try:
        with app.connection_for_read(transport_options=BROKER_TIMEOUTS) as link:
            link.default_channel.client.ping()
    except (OperationalError, RedisError, OSError):
        return False
    return True


def _jobs(rows: list[Job], now: datetime, *, broker: bool) -> dict[str, str]:
    """Worker and beat are seen by the jobs that come most often; a daily one says nothing of today."""
    often = [job for job in rows if job.every == min(row.every for row in rows)]
    beat = OK if any(job.is_asked_for(now) for job in often) else FAILING
    jobs = FAILING if any(job.is_late(now) for job in rows) else OK
    if not all(job.is_late(now) for job in often):
        return {"worker": OK, "beat": beat, "jobs": jobs}
    if not broker:
        return {"worker": UNKNOWN, "beat": beat, "jobs": jobs}
    answers = app.control.ping(timeout=PING_SECONDS)
    return {"worker": OK if answers else FAILING, "beat": beat, "jobs": jobs}


def _figures(rows: list[Job], now: datetime) -> dict[str, Any]:
    due = oldest_due_unsent()
    waits = max(0, int((now - due).total_seconds())) if due else 0
    return {
        "last_tick": {job.name: _tick(job.ticked_at, now) for job in rows},
        "oldest_due_unsent_seconds": waits,
        "dead_letters": open_letters_count(),
    }


def _tick(at: datetime | None, now: datetime) -> dict[str, Any] | None:
    if at is None:
        return None
    return {"at": at.isoformat(timespec="seconds"), "seconds": int((now - at).total_seconds())}
