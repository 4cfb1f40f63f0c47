"""The frame of every page: navigation by role, sign-in, clock, refusals."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from common import clock
from common.errors import NotAllowedError
from common.views import server_error
from config import navigation
from motions.models import Plan
from tests.playing import FIRST_DAY, SECOND_CITY, load, person
from units.demo import demo_password, load_demo_people
from units.models import Unit, User
from units.roles import Role

pytestmark = pytest.mark.django_db

OFFICE_LINKS = ["首页", "我的工作", "审核", "看板", "登记", "台账", "导出", "提醒", "计划"]


@pytest.fixture(autouse=True)
def in_2022(settings: Any) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def plan() -> Plan:
    return load()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(plan: Plan, role: str) -> User:
    return person(plan.reviewing_unit_id, role).user


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def links(page: BeautifulSoup) -> list[str]:
    return [a.get_text(strip=True) for a in page.select(".site-nav a")]


# -- navigation ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CLERK, ["我的工作", "计划"]),
        (Role.HEAD, ["我的工作", "计划"]),
        (Role.OFFICE, OFFICE_LINKS),
        (Role.SUPERVISOR, ["首页", "我的工作", "看板", "督办", "台账", "导出", "提醒", "计划"]),
        (Role.VICE_MAYOR, ["首页", "我的工作", "看板", "计划"]),
        (
            Role.SYSTEM_ADMIN,
            [
                *("计划", "管理", "单位和人员", "发送渠道", "提醒规则", "工作日历"),
                *("人员交接", "退信", "后台任务", "时钟"),
            ],
        ),
    ],
)
def test_navigation_has_what_the_role_comes_for(plan: Plan, role: str, expected: list[str]):
    page = soup(signed_in(member(plan, role)).get("/plans/"))
    assert links(page) == expected
    assert [a.get_text(strip=True) for a in page.select(".site-nav [aria-current]")] == ["计划"]


def test_somebody_with_two_roles_has_the_entries_of_both_once(plan: Plan):
    user = person(plan.reviewing_unit_id, Role.CLERK, Role.OFFICE).user
    assert links(soup(signed_in(user).get("/plans/"))) == OFFICE_LINKS


def test_the_frame_says_who_one_is(plan: Plan):
    page = soup(signed_in(member(plan, Role.CLERK)).get("/plans/"))
    assert "市工业和信息化局 · 单位经办人" in page.select_one(".who").get_text()


def test_every_role_finds_every_entry_open(plan: Plan):
    for role in Role:
        client = signed_in(member(plan, role))
        for link in soup(client.get("/plans/")).select(".site-nav a"):
            assert client.get(link["href"], follow=True).status_code == 200, (role, link["href"])


def more_plans(plan: Plan, number: int) -> None:
    for index in range(number):
        plan.pk = None
        plan.slug, plan.number = f"more-{index}", f"汴政〔2023〕{index}号"
        plan._state.adding = True
        plan.save()


def test_the_frame_asks_the_same_number_of_queries_at_any_number_of_plans(
    plan: Plan, django_assert_num_queries: Any
):
    client = signed_in(member(plan, Role.OFFICE))
    address = reverse("password_change")
    client.get(address)
    # session, person, clock (frame and roles), roles 3; the frame's own: unit names, plans, unread
    with django_assert_num_queries(8):
        client.get(address)
    more_plans(Plan.objects.get(), 20)
    with django_assert_num_queries(8):
        client.get(address)


def test_several_plans_can_be_switched_and_the_page_stays_the_same(plan: Plan):
    more_plans(Plan.objects.get(pk=plan.pk), 20)
    client = signed_in(member(plan, Role.OFFICE))
    page = soup(client.get(reverse("plan", args=[plan.pk])))
    current = page.select_one(".menu__item[aria-current]")
    assert current.get_text(strip=True) == plan.number
    others = [a["href"] for a in page.select(".menu__panel .menu__item[href^='/plans/']")]
    assert len(others) == navigation.PLANS_IN_SWITCHER + 1  # and all of them
    assert all(re.fullmatch(r"/plans/(\d+/)?", address) for address in others)


def test_the_office_of_one_plan_has_no_way_into_the_board_of_another(plan: Plan):
    user = member(plan, Role.OFFICE)
    more_plans(Plan.objects.get(pk=plan.pk), 1)
    other = Plan.objects.get(slug="more-0")
    other.office_unit = Unit.objects.get(government=plan.government, name="市财政局")
    other.save()
    client = signed_in(user)
    assert "看板" in links(
        soup(client.get("/plans/"))
    )  # of the own plan, though the other is newer
    assert "看板" not in links(soup(client.get(reverse("plan", args=[other.pk]))))


def test_another_citys_plan_is_in_nobodys_switcher(plan: Plan):
    other = load(SECOND_CITY)
    page = soup(signed_in(member(plan, Role.OFFICE)).get("/plans/"))
    assert str(other) not in page.get_text()


def test_the_language_can_be_switched_before_and_after_signing_in(client: Client, plan: Plan):
    assert soup(client.get("/login/", headers={"Accept-Language": "en"})).html["lang"] == "zh-hans"
    client.post("/language/", {"language": "en", "next": "/login/"})
    assert soup(client.get("/login/")).html["lang"] == "en"
    client.force_login(member(plan, Role.CLERK))
    page = soup(client.get("/plans/"))
    assert page.select_one("button[name=language]")["value"] == "zh-hans"


# -- the rehearsal clock ----------------------------------------------------------------------------


def test_the_banner_is_on_every_page_and_its_link_for_who_may_move(plan: Plan):
    clerk, office = member(plan, Role.CLERK), member(plan, Role.OFFICE)
    assert "演练时钟：2022年8月24日" in soup(Client().get("/login/")).get_text()
    for address in ("/plans/", reverse("plan", args=[plan.pk]), "/no/such/page/"):
        banner = soup(signed_in(clerk).get(address)).select_one(".clock-banner")
        assert "非真实时间" in banner.get_text()
        assert not banner.select("a")
        assert soup(signed_in(office).get(address)).select(".clock-banner a")
    admin = signed_in(member(plan, Role.SYSTEM_ADMIN)).get("/admin/")
    assert soup(admin).select(".clock-banner")


def test_without_a_rehearsal_there_is_neither_banner_nor_clock_page(settings: Any, plan: Plan):
    settings.REHEARSAL_CLOCK = None
    client = signed_in(person(plan.reviewing_unit_id, Role.SYSTEM_ADMIN).user)
    page = soup(client.get("/plans/"))
    assert not page.select(".clock-banner")
    assert "时钟" not in links(page)
    assert client.get("/clock/").status_code == 404


def test_the_clock_moves_forward_by_form_and_never_back(plan: Plan):
    client = signed_in(member(plan, Role.OFFICE))
    answer = client.post("/clock/", {"day": "2022-09-01", "hour": "15:00"}, follow=True)
    assert "演练时钟已拨到 2022年9月1日 15:00" in soup(answer).get_text()
    assert f"{timezone.localtime(clock.now()):%Y-%m-%d %H}" == "2022-09-01 15"
    refused = client.post("/clock/", {"day": "2022-08-31", "hour": "08:30"})
    assert refused.status_code == 422
    assert "只能往后拨" in soup(refused).get_text()
    assert client.post("/clock/", {"day": "soon", "hour": "8"}).status_code == 422


def test_a_clerk_sees_the_clock_and_cannot_move_it(plan: Plan):
    client = signed_in(member(plan, Role.CLERK))
    assert not soup(client.get("/clock/")).select("#id_day")
    assert client.post("/clock/", {"day": "2022-09-01", "hour": "15:00"}).status_code == 403
    assert clock.today() == FIRST_DAY


# -- signing in --------------------------------------------------------------------------------------


def test_the_sign_in_page_offers_the_sample_people_and_fills_in_a_name(plan: Plan):
    load_demo_people()
    page = soup(Client().get("/login/?as=fagai-clerk&next=/plans/"))
    assert len(page.select(".sign-ins tbody tr")) == User.objects.filter(is_sample=True).count()
    assert page.select_one("#id_username")["value"] == "fagai-clerk"
    typed = {"username": "fagai-clerk", "password": demo_password(), "next": "/plans/"}
    assert Client().post("/login/", typed).headers["Location"] == "/plans/"


def test_production_offers_nobody(settings: Any, plan: Plan):
    load_demo_people()
    settings.IN_PRODUCTION = True
    assert not soup(Client().get("/login/")).select(".sign-ins")


def test_a_wrong_password_is_told_and_five_lock_the_name_for_a_while(plan: Plan):
    user = member(plan, Role.CLERK)
    client, typed = Client(), {"username": user.username, "password": "wrong"}
    first = client.post("/login/", typed)
    assert "用户名或密码不正确" in soup(first).get_text()
    for _ in range(3):
        client.post("/login/", typed)
    locked = client.post("/login/", typed)
    assert locked.status_code == 429
    assert "15 分钟后再试" in soup(locked).get_text()
    cache.clear()


def test_behind_the_proxy_a_lock_hits_the_address_that_guessed_and_no_other(
    settings: Any, plan: Plan
):
    """The proxy writes the last entry; what a client claims before it changes nothing."""
    settings.AXES_CLIENT_IP_CALLABLE = "config.proxy.client_address"
    user = member(plan, Role.CLERK)
    user.set_password("the right one")
    user.save()
    right = {"username": user.username, "password": "the right one"}

    def try_from(address: str, password: str) -> int:
        typed = right | {"password": password}
        return Client().post("/login/", typed, headers={"X-Forwarded-For": address}).status_code

    for claimed in range(5):
        try_from(f"10.0.0.{claimed}, 10.1.1.1", "wrong")
    assert try_from("10.1.1.1", "the right one") == 429
    assert try_from("10.1.1.2", "the right one") == 302
    assert try_from("nonsense", "the right one") == 302
    cache.clear()


def test_signing_out_takes_a_press_of_the_button(plan: Plan):
    client = signed_in(member(plan, Role.CLERK))
    assert client.get("/logout/").status_code == 405
    client.post("/logout/")
    assert client.get("/plans/").status_code == 302


def test_a_password_is_changed_in_words(plan: Plan):
    user = member(plan, Role.CLERK)
    user.set_password("old and long enough 1")
    user.save()
    new = {"new_password1": "a new one, longer 2", "new_password2": "a new one, longer 2"}
    client = signed_in(user)
    wrong = client.post("/password/", {"old_password": "no", **new})
    assert "已填内容都还在" in soup(wrong).get_text()
    right = client.post("/password/", {"old_password": "old and long enough 1", **new})
    assert right.status_code == 302


# -- what was typed is never lost ---------------------------------------------------------------------


def test_a_form_sent_after_the_session_ran_out_comes_back_with_its_words():
    answer = Client().post(
        "/clock/", {"reason": "写了很久的话", "password": "secret", "revision": "3"}
    )
    page = soup(answer)
    assert answer.status_code == 401
    assert [area.get_text(strip=True) for area in page.select("textarea")] == ["写了很久的话"]
    assert "理由" in page.get_text()
    assert "secret" not in page.get_text()
    assert page.select_one("a[href^='/login/?next=']")


def test_a_stale_form_comes_back_with_its_words(plan: Plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(plan, Role.CLERK))
    answer = client.post("/clock/", {"narrative": "进展良好"})
    assert answer.status_code == 403
    assert "这张表单已经过期" in soup(answer).get_text()
    assert soup(answer).select_one("textarea").get_text(strip=True) == "进展良好"


def test_who_was_signed_out_comes_back_to_the_page_of_the_form():
    """The address that took it opens as no page."""
    address = reverse("filing_step", args=[7, "sign_and_submit"])
    page = "/filings/7/?of=mine"
    for referer, onward in (
        (f"http://testserver{page}", page),
        ("http://elsewhere.test/filings/7/", address),
        ("", address),
    ):
        answer = Client().post(address, headers={"Referer": referer} if referer else {})
        link = soup(answer).select_one("a[href^='/login/?next=']")["href"]
        assert parse_qs(urlsplit(link).query)["next"] == [onward], referer


def test_who_was_signed_out_is_told_what_is_lost_and_what_is_not():
    bare = soup(Client().post(reverse("filing_step", args=[7, "sign_and_submit"]))).get_text()
    assert "您填的内容还在" not in bare
    assert "请登录以后再办一次" in bare
    sent = {"narrative": "进展良好", "new_files": SimpleUploadedFile("件<b>.pdf", b"%PDF-1.4")}
    page = soup(Client().post("/filings/7/parts/7/", sent)).get_text()
    assert "您填的内容还在" in page
    assert "附件没有收下，请重新选：件<b>.pdf" in page


def test_a_stale_form_is_opened_again_where_it_stood(plan: Plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(plan, Role.CLERK))
    address = reverse("filing_step", args=[7, "sign_and_submit"])
    answer = client.post(address, headers={"Referer": "http://testserver/filings/7/"})
    assert soup(answer).select_one(".problem__body a")["href"] == "http://testserver/filings/7/"


# -- refusals --------------------------------------------------------------------------------------------


def test_a_page_that_is_not_there_says_so_in_the_frame(plan: Plan):
    answer = signed_in(member(plan, Role.CLERK)).get("/no/such/page/")
    assert answer.status_code == 404
    assert "没有找到这一页" in soup(answer).get_text()
    assert links(soup(answer))


def test_a_refusal_leads_back_to_where_one_came_from_and_nowhere_else(plan: Plan):
    client = signed_in(member(plan, Role.CLERK))
    typed = {"day": "2022-09-01", "hour": "15:00"}
    here = client.post("/clock/", typed, headers={"Referer": "http://testserver/plans/"})
    assert str(NotAllowedError()) in soup(here).get_text()
    assert soup(here).select_one(".problem__body a")["href"] == "http://testserver/plans/"
    there = client.post("/clock/", typed, headers={"Referer": "http://elsewhere.test/"})
    assert "elsewhere" not in there.content.decode()


@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/filings/7/do/sign_and_submit/", "/filings/7/"),
        ("/work/7/start/", "/work/"),
        ("/appearance/", "/"),
    ],
)
def test_an_address_that_only_takes_forms_leads_to_the_page_above_it(
    plan: Plan, address: str, above: str
):
    answer = signed_in(member(plan, Role.CLERK)).get(address)
    assert answer.status_code == 405
    assert soup(answer).select_one(".problem__body a")["href"] == above


def test_a_deadlock_is_said_in_words_with_what_was_typed(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
):
    def deadlock(**_typed: object) -> None:
        raise OperationalError from DeadlockDetected()

    monkeypatch.setattr("dashboards.views.closing.close_plan", deadlock)
    client = signed_in(member(plan, Role.OFFICE))
    answer = client.post(reverse("close_plan", args=[plan.pk]), {"words": "都办完了"})
    assert answer.status_code == 409
    assert "同时还有别的同志在办理" in answer.content.decode()
    assert "都办完了" in answer.content.decode()


def test_the_fault_page_asks_the_database_nothing(django_assert_num_queries: Any):
    with django_assert_num_queries(0):
        page = soup(server_error(None))
    assert "平台出了故障" in page.get_text()


def test_the_gallery_is_for_those_who_build(settings: Any, plan: Plan):
    assert signed_in(member(plan, Role.SYSTEM_ADMIN)).get("/gallery/").status_code == 200
    assert signed_in(member(plan, Role.OFFICE)).get("/gallery/").status_code == 404
    settings.IN_PRODUCTION = True
    assert signed_in(member(plan, Role.SYSTEM_ADMIN)).get("/gallery/").status_code == 404


# -- the admin site -----------------------------------------------------------------------------------------


def test_only_who_manages_reference_data_gets_into_the_admin_site(plan: Plan):
    for role in Role:
        status = signed_in(member(plan, role)).get("/admin/").status_code
        assert status == (200 if role == Role.SYSTEM_ADMIN else 403), role
    root = User.objects.create_superuser("root", name="root", password="x")
    assert signed_in(root).get("/admin/").status_code == 403


def test_the_admin_site_shows_ones_own_government_alone(plan: Plan):
    other = load(SECOND_CITY)
    client = signed_in(member(plan, Role.SYSTEM_ADMIN))
    theirs = Unit.objects.filter(government=other.government).first()
    assert client.get(reverse("admin:units_unit_change", args=[theirs.pk])).status_code == 302
    page = soup(client.get(reverse("admin:units_unit_add")))
    choices = [o.get_text() for o in page.select("#id_government option") if o["value"]]
    assert choices == [plan.government.name]


@pytest.mark.parametrize(
    "model",
    [
        "units_unit",
        "units_user",
        "units_government",
        "units_calendarday",
        "units_calendaryear",
        "units_ruleset",
        "motions_plan",
        "motions_motion",
        "tasks_task",
        "tasks_obligation",
    ],
)
def test_every_list_and_row_of_the_admin_site_opens(plan: Plan, model: str):
    client = signed_in(member(plan, Role.SYSTEM_ADMIN))
    page = soup(client.get(reverse(f"admin:{model}_changelist")))
    row = page.select_one("#result_list th a")
    assert row is not None
    assert client.get(row["href"]).status_code == 200 or row["href"].startswith("?")


def test_what_was_loaded_is_read_only_in_the_admin_site(plan: Plan):
    client = signed_in(member(plan, Role.SYSTEM_ADMIN))
    for model, row in (
        ("motions_plan", plan.pk),
        ("tasks_obligation", plan.obligations.first().pk),
        ("units_calendarday", plan.government.calendar_days.first().pk),
        ("units_calendaryear", plan.government.calendar_years.first().pk),
    ):
        page = soup(client.get(reverse(f"admin:{model}_change", args=[row])))
        assert not page.select("form#x input[type=text], input[name=_save]")


def test_a_new_person_is_given_a_unit_found_by_name(plan: Plan):
    load(SECOND_CITY)
    client = signed_in(member(plan, Role.SYSTEM_ADMIN))
    form = soup(client.get(reverse("admin:units_user_add")))
    assert "没有任职的人登录后什么也办不了" in form.get_text()
    asked = {"app_label": "units", "model_name": "membership", "field_name": "unit"}
    found = client.get(reverse("admin:autocomplete"), asked | {"term": "市财政局"}).json()
    assert [row["text"] for row in found["results"]] == ["市财政局"]


def test_an_administrator_fills_a_deputys_place(plan: Plan):
    client = signed_in(member(plan, Role.SYSTEM_ADMIN))
    motion = plan.motions.first()
    address = reverse("admin:motions_motion_change", args=[motion.pk])
    form = soup(client.get(address)).select_one("#motion_form")
    sent = {i["name"]: i.get("value", "") for i in form.select("input[name]")}
    sent = {name: value for name, value in sent.items() if not name.startswith("_")}
    sent["deputies-1-name"] = "赵某"
    assert client.post(address, sent).status_code == 302
    assert motion.deputies.get(order=1).name == "赵某"


def test_of_many_pages_only_the_ends_and_those_about_this_one_are_offered(rf: RequestFactory):
    context = {"page": Paginator(range(1000), 10).get_page(50)}
    shown = render_to_string("components/pages.html", context, rf.get("/", {"page": 50}))
    offered = [
        line.get_text(strip=True) for line in BeautifulSoup(shown, "html.parser").select("li")
    ]
    assert offered == ["上一页", "1", "…", "48", "49", "50", "51", "52", "…", "100", "下一页"]
