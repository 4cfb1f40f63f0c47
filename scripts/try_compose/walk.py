"""One report, from an empty portal to its acceptance. Also walked in `make test`, without containers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from scripts.try_compose.visitor import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.try_compose.pages import Page
    from scripts.try_compose.visitor import Visitor

PLAN = "fixtures/kaifeng-2022-7.json"
GOVERNMENT = "开封市人民政府"
ADMINISTRATOR = ("trial-admin", "管理员（演示）", "市政务服务大数据局")
PASSWORD = secrets.token_urlsafe(18)
PEOPLE = (  # sign-in name, name, unit, role
    ("trial-clerk", "经办人（演示）", "市财政局", "clerk"),
    ("trial-head", "负责人（演示）", "市财政局", "head"),
    ("trial-co-lead", "联合牵头负责人（演示）", "市工业和信息化局", "head"),
    ("trial-office", "审核人（演示）", "市工业和信息化局", "office"),
)
FILE = "进展情况（演示）.pdf"
CONTENT = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@dataclass(frozen=True)
class Filed:
    clerk: Visitor
    path: str
    file_path: str

    def is_all_there(self) -> bool:
        page = self.clerk.get(self.path)
        return "已审核" in page.text and self.clerk.file(self.file_path) == CONTENT


def file_a_report(visitor: Callable[[], Visitor]) -> Filed:
    """The administrator adds the people; written, co-signed by the joint lead, signed, accepted."""
    admin = visitor().sign_in(ADMINISTRATOR[0], PASSWORD)
    for person in PEOPLE:
        _add_person(admin, *person)
    clerk, head, co_lead, office = (visitor().sign_in(name, PASSWORD) for name, *_ in PEOPLE)

    filing = clerk.press(clerk.get("/work/"), "开始填报")
    _write_part(clerk, clerk.follow(filing, "填写这一项"))
    clerk.press(clerk.get(filing.path), "把写好的事项送会签（1 处）")
    clerk.press(clerk.get(filing.path), "送负责人审签")
    co_lead.press(co_lead.follow(co_lead.get("/work/"), "去会签"), "会签同意")

    head.press(head.follow(head.get("/work/"), "去审签"), "审签并报送")

    review = office.press(office.get("/review/"), "打开审核")
    decided = office.press(review, "提交审核意见", _every(review, "decision-", "accepted"))
    if "已审核通过" not in decided.text:
        raise Refused(f"The report was not accepted: {decided.text[:600]}")
    file_path = clerk.get(filing.path).link(FILE)
    if file_path is None:
        raise Refused(f"{filing.path}: the file that was sent is not there.")
    return Filed(clerk, filing.path, file_path)


def _add_person(admin: Visitor, username: str, name: str, unit: str, role: str) -> None:
    asked = {"app_label": "units", "model_name": "membership", "field_name": "unit", "term": unit}
    found = admin.json(f"/admin/autocomplete/?{urlencode(asked)}")["results"]
    typed = {
        "username": username,
        "name": name,
        "email": f"{username}@example.gov.cn",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "memberships-TOTAL_FORMS": "1",
        "memberships-0-unit": next(row["id"] for row in found if row["text"] == unit),
        "memberships-0-role": role,
        "memberships-0-from_on": "2000-01-01",
    }
    admin.press(admin.get("/admin/units/user/add/"), "保存", typed)


def _write_part(clerk: Visitor, page: Page) -> None:
    """Saved twice: the first time the portal may ask about what it finds odd."""
    typed = _every(page, "value-", "1") | {"narrative": "按计划推进。（演示数据）"}
    saved = clerk.press(page, "保存", typed, {"new_files": (FILE, CONTENT)})
    clerk.press(saved, "保存", _every(saved, "explain-", "情况属实。"))


def _every(page: Page, beginning: str, value: str) -> dict[str, str]:
    names = {name for form in page.forms for name in form.names}
    return {name: value for name in names if name.startswith(beginning)}
