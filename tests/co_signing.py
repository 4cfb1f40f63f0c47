"""Playing the co-signatures of a filing through the services, as the further leads would give them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.co_signatures import gaps_of
from reports.services.co_signing import co_sign, object_to, put_up
from reports.workflow import CoSignatureStatus
from units.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from reports.models import CoSignature
    from tests.playing import Person, Player


def head_of(row: CoSignature) -> Person:
    """Of the further lead."""
    from tests.playing import person  # noqa: PLC0415 - each plays the other's people

    return person(row.obligation.unit, Role.HEAD)


def ask(player: Player, now: datetime, **only: int) -> list[CoSignature]:
    return put_up(
        filing_id=player.filing_id,
        by=player.clerk.user,
        access=player.clerk.access,
        now=now,
        **only,
    )


def sign(row: CoSignature, now: datetime) -> None:
    row.part.refresh_from_db()
    _sign_as(head_of(row), row, now)


def _sign_as(head: Person, row: CoSignature, now: datetime) -> None:
    co_sign(
        co_signature_id=row.pk,
        seen_revision=row.part.revision,
        by=head.user,
        access=head.access,
        now=now,
    )


def refuse(row: CoSignature, now: datetime, reason: str = "年度投资口径不一致。") -> None:
    head = head_of(row)
    object_to(
        co_signature_id=row.pk,
        seen_revision=row.part.revision,
        reason=reason,
        by=head.user,
        access=head.access,
        now=now,
    )


def sign_all(player: Player, now: datetime) -> None:
    """Whatever is missing is put up and agreed to."""
    draft = player.filing.draft
    gaps = gaps_of(draft)
    if any(row.status == CoSignatureStatus.NOT_ASKED for row in gaps):
        ask(player, now)
        gaps = gaps_of(draft)
    heads = {row.obligation.unit_id: row for row in gaps}
    heads = {unit: head_of(row) for unit, row in heads.items()}
    for row in gaps:
        _sign_as(heads[row.obligation.unit_id], row, now)
