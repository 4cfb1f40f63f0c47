"""The office closes on a page; who reads the plan sees it there, on the boards and in the files."""

from __future__ import annotations

import json
from http import HTTPStatus
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from reports.services.amending import amend
from reports.words import STATUS_WORDS
from tasks.closings import leaf_closings, stage_closings
from tasks.planfile.export import export_plan
from tasks.planfile.read import read_plan_file
from tests.browser.markup import faults_of
from tests.dashboards.test_closed import correct, first_with_figure, standing
from tests.playing import person
from tests.reports.closing import City
from units.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings):
    city = City()
    city.report(0)
    settings.REHEARSAL_CLOCK = city.after(0, 30).date()
    return city


def browser(somebody) -> Client:
    client = Client()
    client.force_login(somebody.user)
    return client


@pytest.fixture
def office(city):
    return browser(city.office)


def page(client, name, *args: object, query=""):
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == HTTPStatus.OK
    return BeautifulSoup(answer.content, "html.parser")


def text(soup):
    return soup.main.get_text(" ", strip=True)


def test_an_archived_plan_asks_nobody_for_anything(settings):
    city = City()
    missing = city.leads[0]
    for stage in range(len(city.stages)):
        city.report(stage, skip=(missing,) if stage == 0 else ())
        city.close_stage(stage, words="未报。")
    now = city.after(len(city.stages) - 1, 5)
    city.answer(now)
    for leaf in city.leaves:
        city.close_leaf(leaf, now=now, despite="第一阶段未报。")
    settings.REHEARSAL_CLOCK = now.date()
    clerk, office = browser(city.player(missing).clerk), browser(city.office)
    assert "件事等您办" in text(page(clerk, "my_work"))
    city.close_plan(now)
    work = text(page(clerk, "my_work"))
    assert "现在没有等您办的事" in work
    assert "开始填报" not in work
    assert "逾期 " not in work
    home = text(page(office, "home"))
    assert "下一步：" not in home
    assert "计划已归档，没有下一步" in home


def test_the_office_closes_and_opens_a_stage_on_the_page(city, office):
    stage = city.stages[0]
    form = page(office, "closing", city.plan.pk).select_one(f"#stage-{stage.pk} form")
    office.post(form["action"], {"words": ""})
    assert stage_closings(city.plan).get().deadline == stage
    form = page(office, "closing", city.plan.pk).select_one(f"#stage-{stage.pk} form")
    refused = office.post(form["action"], {"words": " "})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    office.post(form["action"], {"words": "数据有误"})
    assert not stage_closings(city.plan)
    events = page(office, "closing", city.plan.pk).select(".events li")
    assert ["重新打开" in events[0].get_text(), "结账" in events[1].get_text()] == [True, True]


def test_before_closing_it_is_said_whose_reports_are_not_accepted(city, office):
    begun = city.leads[0]
    city.player(begun, stage=1).start(city.before(1))
    row = page(office, "closing", city.plan.pk).select_one(f"#stage-{city.stages[1].pk}")
    states = {words.get_text(" ", strip=True) for words in row.select("td ul li")}
    word = {unit: STATUS_WORDS["draft" if unit == begun else "not_started"] for unit in city.leads}
    assert states == {f"{unit} {said}" for unit, said in word.items()}
    number = len(city.leads)
    assert f"{number} 个单位中 0 个审核通过" in row.get_text(" ", strip=True)
    done = page(office, "closing", city.plan.pk).select_one(f"#stage-{city.stages[0].pk}")
    assert f"{number} 个单位中 {number} 个审核通过" in done.get_text(" ", strip=True)
    assert done.select("td ul li") == []


def test_an_archived_plan_asks_nothing_of_its_units(city):
    player = city.player(city.leads[0], stage=1)
    player.start(city.before(1))
    clerk = browser(player.clerk)
    asked = "[aria-labelledby=now] article"
    assert page(clerk, "my_work").select(asked)
    type(city.plan).objects.filter(pk=city.plan.pk).update(closed_at=city.after(1))
    shown = page(clerk, "my_work")
    assert not shown.select(asked)
    assert "等您办" not in text(shown).replace("没有等您办", "")


def test_every_row_has_a_form_of_its_own(city, office):
    page = office.get(reverse("closing", args=[city.plan.pk]))
    assert list(faults_of(page.content.decode())) == []


def test_a_refusal_leaves_what_was_typed(city, office):
    leaf = city.leaves[0]
    address = reverse("leaf_closing", args=[leaf.pk, "close"])
    typed = {"result": "met", "words": "全部办成"}
    answer = office.post(address, typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    form = BeautifulSoup(answer.content, "html.parser").select_one(f"#leaf-{leaf.pk} form")
    assert form.find("textarea", {"name": "words"}).get_text(strip=True) == "全部办成"
    assert form.find("input", {"value": "met"}).has_attr("checked")
    assert leaf.number in form.get_text()
    office.post(address, typed | {"despite": "单位撤并"})
    assert leaf_closings(city.plan).get().despite == "单位撤并"


def test_who_only_reads_sees_no_button(city):
    bureau = browser(person(city.plan.supervisor_unit_id, Role.SUPERVISOR))
    assert not page(bureau, "closing", city.plan.pk).main.select("form")


def test_marks_are_on_board_leaf_pdf_and_ledger(city, office):
    city.close_stage(0)
    unit, leaf, target = first_with_figure(city, standing(city, city.after(0, 2)))
    correct(city, unit, city.after(0, 10), share="0.7")
    task = next(row for row in city.leaves if row.pk == leaf.id)
    city.close_leaf(
        task, result="partly", words="完成七成", despite="提前办结", now=city.after(0, 20)
    )
    (row,) = [
        row for row in standing(city, city.after(0, 25)).corrections if row.what == target.name
    ]

    board = page(office, "board", city.plan.pk)
    assert "已结账" in board.select_one("table.matrix thead").get_text()
    for soup in (
        board,
        page(office, "leaf_figures", city.plan.pk, leaf.key),
        page(office, "closing", city.plan.pk),
        page(office, "ledger", city.plan.pk, query="?sheet=corrections"),
    ):
        words = text(soup)
        assert "结账后更正" in words
        assert row.before in words
        assert row.after in words
    for name in ("board", "leaf_figures", "closing"):
        args = [city.plan.pk, leaf.key] if name == "leaf_figures" else [city.plan.pk]
        assert "部分完成" in text(page(office, name, *args))
    book = load_workbook(
        BytesIO(office.get(reverse("ledger_xlsx", args=[city.plan.pk])).getvalue())
    )
    heads, *rows = book["结账后更正"].iter_rows(values_only=True)
    found = [dict(zip(heads, values, strict=True)) for values in rows]
    assert {(line["结账时"], line["更正为"]) for line in found} >= {(row.before, row.after)}
    assert office.get(reverse("summary_pdf", args=[city.plan.pk])).status_code == HTTPStatus.OK


def test_an_archive_says_so_and_has_no_buttons(city, office, settings):
    for stage in range(1, len(city.stages)):
        city.report(stage)
    for stage in range(len(city.stages)):
        city.close_stage(stage)
    now = city.after(len(city.stages) - 1, 5)
    city.answer(now)
    for leaf in city.leaves:
        city.close_leaf(leaf, now=now)
    settings.REHEARSAL_CLOCK = now.date()
    form = page(office, "closing", city.plan.pk).find(id="archive").find_parent("section").form
    office.post(form["action"], {"words": "年度办理结束"})
    soup = page(office, "closing", city.plan.pk)
    assert not soup.main.select("form")
    assert "归档" in text(soup)
    for name in ("plan", "amend_plan"):
        assert "归档" in text(page(office, name, city.plan.pk))
    answer = office.post(
        reverse("stage_closing", args=[city.stages[0].pk, "reopen"]), {"words": "x"}
    )
    assert answer.status_code == HTTPStatus.CONFLICT


# -- amending on the page ----------------------------------------------------------------------------


def changed_file(city, change):
    value = json.loads(json.dumps(export_plan(city.plan), default=float))
    change(value)
    return BytesIO(json.dumps(value, ensure_ascii=False).encode())


def later(value):
    value["deadlines"][-1]["due"] = "2023-01-10"


def test_a_changed_file_is_shown_then_confirmed(city, office):
    address = reverse("amend_plan", args=[city.plan.pk])
    answer = office.post(address, {"file": changed_file(city, later)})
    soup = BeautifulSoup(answer.content, "html.parser")
    assert "2023-01-10" in text(soup)
    city.plan.refresh_from_db()
    assert city.plan.version == 1
    sent = {field["name"]: field.get("value", "") for field in soup.main.select("form input")}

    refused = office.post(address, sent | {"reason": " "})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "2023-01-10" in refused.content.decode()
    office.post(address, sent | {"reason": "会议决定延后"})
    city.plan.refresh_from_db()
    assert city.plan.version == 2
    assert "会议决定延后" in text(page(office, "amend_plan", city.plan.pk))
    file = office.get(reverse("plan_version", args=[city.plan.pk, 1]))
    assert json.loads(file.content)["deadlines"][-1]["due"] != "2023-01-10"
    again = office.post(address, sent | {"reason": "再来一次"})
    assert again.status_code == HTTPStatus.CONFLICT


@pytest.mark.parametrize("data", [b"{", b"PK\x03\x04", b"", b'{"format": "motion-plan/1"}'])
def test_a_wrong_file_changes_nothing(city, office, data):
    file = BytesIO(data)
    file.name = "plan.json"
    answer = office.post(reverse("amend_plan", args=[city.plan.pk]), {"file": file})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    city.plan.refresh_from_db()
    assert city.plan.version == 1


def test_a_withdrawn_leaf_stays_readable(city, office, settings):
    unit, leaf, _target = first_with_figure(city, standing(city, city.after(0, 2)))

    def without(value):
        for task in value["tasks"]:
            task["items"] = [row for row in task["items"] if row["key"] != leaf.key]
        value["tasks"] = [task for task in value["tasks"] if task["key"] != leaf.key]

    content = read_plan_file(changed_file(city, without).getvalue())
    amend(content=content, reason="不再办理", now=city.after(0, 10))
    board = page(office, "board", city.plan.pk)
    assert leaf.title in board.find(id="withdrawn").find_parent("section").get_text()
    words = text(page(office, "leaf_figures", city.plan.pk, leaf.key))
    assert "撤销" in words
    assert unit in words
