"""A plan without a document number and without a leading group, with other stages and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.exports.faces import Faces
from tests.playing import SECOND_CITY, Player, at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    plan = load(SECOND_CITY)
    player = Player(plan, "市财政局")
    player.submit(at("2022-06-28"))
    player.accept(at("2022-06-30"))
    return plan


def test_it_is_exported_like_any_other(plan: Plan) -> None:
    host = Unit.objects.get(pk=plan.reviewing_unit_id)
    faces = Faces(plan, person(host, Role.OFFICE, name="主办").user)
    assert faces.ledger().rows()
    assert "洛河市人民政府关于印发" in faces.exports().text
    text = faces.pdf().text
    assert text.startswith("议案办理督办摘要洛河市人民政府关于印发")
    assert "新增担保贷款8—12亿元42022-06-28" in text
    assert "None" not in text
    rows = faces.workbook().rows("事项台账")
    accepted = {row["指标"]: row["已审核数"] for row in rows if row["已审核数"]}
    assert accepted == {"新增担保贷款": 4, "风险补偿资金": 0.25}
    facts = {row["项目"]: row["内容"] for row in faces.workbook().rows("说明")}
    assert "文号" not in facts
    name = unquote(faces.get("ledger_xlsx")["Content-Disposition"])
    assert "洛河市人民政府关于印发" in name
