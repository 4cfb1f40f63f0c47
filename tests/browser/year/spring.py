"""March to May: the plan is handed out and confirmed; one unit returns a task; the plan is amended."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import expect

from common.errors import NotAllowedError, NotVisibleError
from events.errors import WrongStateError
from tasks.errors import AlreadyHandedOutError, TooLateToReturnError
from tasks.models import Obligation
from tasks.services.handing_out import hand_out
from tests.browser.year.year import everything, open_up, refused, row
from tests.directive_facts import INVESTMENT
from tests.playing import KAIFENG
from tests.reports.test_races import all_at_once

if TYPE_CHECKING:
    from tests.browser.year.year import Year

COUNTY, RETURNING, LEADING = "兰考县人民政府", "市应急局", "市财政局"
LEAF_RETURNED = "6"
REASON = "省里调整年度盘子，市政府常务会议研究同意。"
AMENDED, OLD_GOAL, NEW_GOAL = "5.3", INVESTMENT["5.3"][2], 52
NO_LONGER, ANEW = ("6", "市科技局"), ("4", "市金融局")


def play(year: Year) -> None:
    _hand_out(year)
    _confirm(year)
    _amend(year)


def _hand_out(year: Year) -> None:
    year.at("2022-03-16", 10)
    for somebody in (year.cast.bureau, year.cast.clerk):
        with refused(NotAllowedError):
            hand_out(plan_id=year.plan.pk, **year.by(somebody))
    office = year.sees("office-1")
    box = open_up(office, "交办给各单位")
    box.get_by_role("button", name="确定交办").click()
    expect(office.get_by_text("已交办，各单位的经办人和负责人已收到通知。")).to_be_visible()
    with refused(AlreadyHandedOutError):
        year.desk.hand_out(year.now)


def _confirm(year: Year) -> None:
    year.at("2022-03-18")
    county = year.sees("lankao-clerk")
    county.get_by_role("link", name="一起签收").click()
    county.get_by_role("button", name="全部签收").click()
    expect(county.get_by_text("已签收").first).to_be_visible()
    returned = year.desk.one(RETURNING, LEAF_RETURNED, "responsible")
    with refused(NotAllowedError):  # by the clerk
        year.desk.return_(returned, year.now, who=year.clerk(RETURNING))
    with refused(NotVisibleError):  # another unit's
        year.desk.confirm(returned, year.now, who=year.clerk(COUNTY))
    year.desk.return_(returned, year.now)
    with refused(NotAllowedError):  # a unit cannot pass it on
        year.desk.reassign(returned, COUNTY, year.now, who=year.head(RETURNING))
    year.at("2022-03-22")
    year.desk.insist(returned, year.now)
    year.desk.confirm(returned, year.now)
    with refused(WrongStateError):  # twice
        year.desk.confirm(returned, year.now)
    late = year.desk.one(LEADING, "5.10")
    for unit in _unconfirmed(year) - {LEADING}:
        year.desk.confirm_all(unit, year.now)
    year.at("2022-04-06")  # ten working days from 16 March ended on 30 March
    with refused(TooLateToReturnError):
        year.desk.return_(late, year.now)
    office = year.sees("office-1")
    office.get_by_role("link", name="签收清单").first.click()
    expect(row(office, "5.10", LEADING)).to_contain_text("待签收")
    both = [lambda: year.desk.confirm(late, year.now)] * 2
    assert all_at_once(*both) == ["WrongStateError", "done"]
    assert not _unconfirmed(year)


def _unconfirmed(year: Year) -> set[str]:
    owed = Obligation.objects.open().filter(plan=year.plan, kind=Obligation.Kind.RECEIPT)
    return set(owed.values_list("unit__name", flat=True))


def _amend(year: Year) -> None:
    """A goal is raised, one unit is relieved of a task and another takes part in one."""
    year.at("2022-05-10")
    path = Path(settings.VAR_DIR) / "amended.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(_changed_plan(), ensure_ascii=False), encoding="utf-8")
    before = everything()
    shown = _command("load_plan", path, amend=True, reason=REASON)
    for words in (NO_LONGER[1], ANEW[1], str(NEW_GOAL)):
        assert words in shown
    assert everything() == before
    _command("load_plan", path, amend=True, reason=REASON, yes=True)
    year.plan.refresh_from_db()
    assert year.plan.version == 2
    year.desk.confirm_all(ANEW[1], year.now)


def _changed_plan() -> dict[str, Any]:
    content = json.loads((Path(settings.BASE_DIR) / "fixtures" / KAIFENG).read_bytes())
    leaves = {leaf["number"]: leaf for leaf in content["tasks"]}
    leaves |= {leaf["number"]: leaf for leaf in leaves["5"]["items"]}
    (goal,) = (row for row in leaves[AMENDED]["targets"] if row["name"] == "年度投资")
    goal["minimum"] = NEW_GOAL
    summary = leaves[AMENDED]["summary"]
    leaves[AMENDED]["summary"] = summary.replace(f"{OLD_GOAL}亿元", f"{NEW_GOAL}亿元")
    leaf, unit = NO_LONGER
    leaves[leaf]["responsible_units"].remove(unit)
    leaf, unit = ANEW
    leaves[leaf]["responsible_units"].append(unit)
    return content


def _command(name: str, path: Path, **options: Any) -> str:
    told = io.StringIO()
    call_command(name, path, stdout=told, **options)
    return told.getvalue()
