"""Two confirmations, or a confirmation and a colleague's saving, at the very same moment."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from common.table_reader import read_tables
from reports.loading.tables import TABLES, figures_workbook
from reports.models import Figure
from reports.services.drafting import FigureEntry, PartContent
from reports.services.loading_figures import figures_difference, load_figures
from tests.loading.sheets import cell_of, typed_into
from tests.playing import FIRST_DAY, Player, at, load
from tests.reports.test_races import AT_ONCE, all_at_once
from units.loading.uploads import HandedIn, keep_upload, packed
from units.models import Upload

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="SQLite has no row locks: one writer at a time"
    ),
]

NOW = at(FIRST_DAY)


@pytest.fixture
def player() -> Player:
    found = Player(load(), "市财政局")
    found.start(NOW)
    return found


def confirming(player: Player) -> Callable[[], object]:
    """An upload with one figure, looked at and about to be confirmed."""
    data = figures_workbook(player.filing)
    data = typed_into(
        data,
        ("完成数", cell_of(data, "完成数", "累计完成数", 2), 7),
        ("完成数", cell_of(data, "完成数", "截至日期", 2), FIRST_DAY),
    )
    upload = keep_upload(
        purpose=Upload.Purpose.FIGURES,
        subject=str(player.filing.pk),
        government_id=player.plan.government_id,
        by=player.clerk.user,
        file=HandedIn("演示数据.xlsx", data),
        content=packed(read_tables(data, TABLES).lines),
    )
    seal = figures_difference(player.filing, upload, today=FIRST_DAY).seal
    return lambda: load_figures(
        filing_id=player.filing.pk,
        upload_id=upload.pk,
        seal=seal,
        by=player.clerk.user,
        access=player.clerk.access,
        now=NOW,
    )


def test_an_upload_confirmed_at_once_is_written_once(player: Player) -> None:
    results = all_at_once(*[confirming(player)] * AT_ONCE)
    assert results == ["UploadUsedError"] * (AT_ONCE - 1) + ["done"]
    assert Figure.objects.get().value == Decimal(7)


def test_two_files_at_once_do_not_overwrite_each_other_unseen(player: Player) -> None:
    results = all_at_once(confirming(player), confirming(player))
    assert results == ["DifferenceChangedError", "done"]


def test_a_colleague_who_saves_meanwhile_is_not_overwritten_unseen(player: Player) -> None:
    confirm = confirming(player)
    (part,) = player.draft_parts()
    target = next(t for t in part.obligation.task.targets.all() if not t.is_scope)
    told = PartContent(figures=(FigureEntry(target.pk, Decimal(5), FIRST_DAY),))
    results = all_at_once(confirm, lambda: player.save(part, told, NOW))
    value = Figure.objects.get().value
    if "DifferenceChangedError" in results or value == Decimal(5):
        assert value == Decimal(5)
    else:  # the colleague started from a revision that has gone by, and is told so
        assert results == ["EditConflictError", "done"]
        assert value == Decimal(7)
