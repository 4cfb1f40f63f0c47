"""The filing pages as a browser without JavaScript sees them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from reports.models import Attachment, Figure, Part
from reports.workflow import Status
from tests.co_signing import sign_all
from tests.playing import FIRST_DAY, SECOND_CITY, Person, Player, at, load, person
from units.models import Membership
from units.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

MORNING = at("2022-08-24")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def in_2022(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def player() -> Player:
    return Player(load(), "市财政局")


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def part_address(player: Player, place: int = 0) -> str:
    part = player.draft_parts()[place]
    return reverse("filing_part", args=[player.filing.pk, part.pk])


def form_of(client: Client, address: str) -> dict[str, str]:
    """What the page's form would send if nothing were typed."""
    page = BeautifulSoup(client.get(address).content, "html.parser")
    form = page.find("form", id="part-form")
    values = {
        field["name"]: field.get("value", "")
        for field in form.find_all("input")
        if field.get("type") not in {"file", "checkbox"}
    }
    return values | {
        area["name"]: area.text.removeprefix("\n") for area in form.find_all("textarea")
    }


def field_named(values: dict[str, str], start: str) -> str:
    return next(name for name in values if name.startswith(start))


def text_of(response: object) -> str:
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def step(client: Client, player: Player, action: str, **typed: str) -> object:
    return client.post(reverse("filing_step", args=[player.filing.pk, action]), typed)


def test_my_work_says_what_is_due_and_in_how_many_working_days(player: Player) -> None:
    text = text_of(signed_in(player.clerk).get("/work/"))
    assert "有 1 件事等您办" in text
    assert "2022年8月31日" in text
    assert "还有 5 个工作日" in text


@pytest.mark.parametrize(
    ("today", "place"), [(date(2022, 11, 29), "later"), (date(2022, 11, 30), "now")]
)
def test_a_stage_is_to_be_done_now_from_a_month_before_it_is_due(
    settings: Settings, player: Player, today: date, place: str
) -> None:
    settings.REHEARSAL_CLOCK = today
    page = BeautifulSoup(signed_in(player.clerk).get("/work/").content, "html.parser")
    section = page.find("section", attrs={"aria-labelledby": place})
    assert "12月底阶段报告" in section.get_text(" ", strip=True)


def test_who_has_only_contributions_to_write_is_not_told_that_nothing_waits() -> None:
    plan = load()
    county = plan.government.units.get(name="兰考县人民政府")
    page = text_of(signed_in(person(county, Role.CLERK)).get("/work/"))
    assert "有 2 件事等您办" in page
    assert "现在没有要办的事" not in page
    page = text_of(signed_in(person(plan.supervisor_unit_id, Role.CLERK)).get("/work/"))
    assert "现在没有等您办的事" in page
    assert "现在没有要办的事" in page


def test_starting_opens_the_filing(player: Player) -> None:
    client = signed_in(player.clerk)
    response = client.post(reverse("start_filing", args=[player.obligation.pk]), follow=True)
    assert response.status_code == HTTPStatus.OK
    assert "草稿" in text_of(response)


def test_why_a_part_came_back_stands_where_it_is_put_right(player: Player) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    part = player.filing.latest_version.parts.get()
    player.decide(MORNING, returned=(part.obligation.task.key,))
    player.start(MORNING)
    client = signed_in(player.clerk)
    for address in (reverse("filing", args=[player.filing.pk]), part_address(player)):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        notice = page.select_one(".notice--warn:not([hidden])")
        assert "数字与上次不符，请核实。" in notice.get_text()
    player.write(MORNING)
    player.send(MORNING)
    player.sign(MORNING)
    page = BeautifulSoup(
        client.get(reverse("filing", args=[player.filing.pk])).content, "html.parser"
    )
    assert (
        "数字与上次不符" not in page.find("section", attrs={"aria-labelledby": "parts"}).get_text()
    )


def test_who_reviews_a_correction_reads_what_the_last_one_was_returned_for(player: Player) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    part = player.filing.latest_version.parts.get()
    address = reverse("review", args=[player.filing.pk])
    office = signed_in(player.office)
    assert "上次退回的理由" not in office.get(address).content.decode()
    player.decide(MORNING, returned=(part.obligation.task.key,))
    player.submit(MORNING)
    player.open(MORNING)
    notice = BeautifulSoup(office.get(address).content, "html.parser").select_one(".notice--warn")
    assert "上次退回的理由" in notice.get_text()
    assert "数字与上次不符，请核实。" in notice.get_text()


def test_what_a_correction_leaves_to_be_decided_is_listed_first(player: Player) -> None:
    player = Player(player.plan, "市发展改革委")
    player.submit(MORNING)
    player.open(MORNING)
    address = reverse("review", args=[player.filing.pk])
    office = signed_in(player.office)
    assert "这次要审" not in office.get(address).content.decode()
    part = player.filing.latest_version.parts.order_by("pk")[3]
    player.decide(MORNING, returned=(part.obligation.task.key,))
    player.submit(MORNING)
    player.open(MORNING)
    page = BeautifulSoup(office.get(address).content, "html.parser")
    listed = page.select("nav[aria-labelledby=to-decide] a")
    assert [link.get_text() for link in listed] == [str(part.obligation.task)]
    section = page.select_one(listed[0]["href"]).find_parent("section")
    assert section.select_one("input[type=radio]")


def test_beside_a_correction_being_written_it_is_said_which_version_is_issued(
    player: Player,
) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    part = player.filing.latest_version.parts.get()
    player.decide(MORNING, returned=(part.obligation.task.key,))
    player.start(MORNING)
    page = text_of(signed_in(player.clerk).get(reverse("filing", args=[player.filing.pk])))
    assert "报告内容（草稿）" in page
    assert "印发的是已报送的第 1 版。" in page


def test_who_may_withdraw_a_report_is_said_and_has_the_button(player: Player) -> None:
    player.submit(MORNING)
    address = reverse("filing", args=[player.filing.pk])
    for who, has_it in ((player.clerk, True), (player.head, False)):
        page = text_of(signed_in(who).get(address))
        assert "填报单位的经办人可以撤回" in page
        assert ("撤回报送" in page) is has_it


def test_the_queue_offers_no_review_to_who_worked_on_the_report(player: Player) -> None:
    both = person(player.unit, Role.CLERK, name="两岗")
    Membership.objects.create(
        user=both.user, unit_id=player.plan.reviewing_unit_id, role=Role.OFFICE
    )
    player.clerk = both
    player.submit(MORNING)
    page = text_of(signed_in(both).get("/review/"))
    assert "打开审核" not in page
    assert "由别的同志审核" in page
    assert "打开审核" in text_of(signed_in(player.office).get("/review/"))


def test_a_part_is_written_and_saved(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    figure = field_named(values, "value-")
    response = client.post(
        address, values | {"narrative": "走访企业三家。", figure: "１，０００.５", "then": "back"}
    )
    assert response.status_code == HTTPStatus.FOUND
    part = Part.objects.get()
    assert part.narrative == "走访企业三家。"
    assert str(part.figures.get().value) == "1000.5000"
    assert part.figures.get().as_of == FIRST_DAY


@pytest.mark.parametrize("typed", ["很多", "-3", "1e99", "12345678901234567"])
def test_a_figure_that_is_none_is_refused_and_stays_on_the_screen(
    player: Player, typed: str
) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    response = client.post(
        address, values | {"narrative": "不能丢的字", field_named(values, "value-"): typed}
    )
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "不能丢的字" in response.content.decode()
    assert typed in response.content.decode()
    assert not Figure.objects.exists()


def test_a_figure_dated_ahead_is_refused_in_words(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    typed = {field_named(values, "value-"): "3", field_named(values, "as_of-"): "2022-08-31"}
    response = client.post(address, values | typed)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "今天（2022-08-24）或以前" in response.content.decode()


PASTED = "字" * 1_000_000  # three megabytes


def test_a_text_far_too_long_comes_back_whole_and_changes_nothing(player: Player) -> None:
    player.start(MORNING)
    client, address = signed_in(player.clerk), part_address(player)
    answer = client.post(address, form_of(client, address) | {"narrative": PASTED})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    area = BeautifulSoup(answer.content, "html.parser").find("textarea", {"name": "narrative"})
    assert area.get_text().strip() == PASTED
    assert player.draft_parts()[0].narrative == ""


def test_a_reason_far_too_long_comes_back_whole(player: Player) -> None:
    player.submit(MORNING)
    address = reverse("filing_step", args=[player.filing.pk, "recall_submission"])
    answer = signed_in(player.clerk).post(address, {"reason": PASTED})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert PASTED in answer.content.decode()
    assert player.filing.status == Status.SUBMITTED


def test_what_is_longer_than_is_read_at_all_is_refused_in_words(player: Player) -> None:
    player.start(MORNING)
    answer = signed_in(player.clerk).post(part_address(player), {"narrative": PASTED * 4})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "粘贴的文字太长" in answer.content.decode()


def test_saving_as_one_types_answers_with_the_new_revision_and_warnings(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    answer = client.post(
        address, values | {"narrative": "一行"}, headers={"Accept": "application/json"}
    )
    body = json.loads(answer.content)
    assert body["revision"] == 1
    assert {w["key"].split(":")[0] for w in body["warnings"]} == {"missing"}


def test_an_explanation_typed_for_a_new_warning_is_kept(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    key = f"explain-missing:{field_named(values, 'value-').removeprefix('value-')}"
    client.post(address, values | {"narrative": "一行", key: "统计口径未定"})
    assert "统计口径未定" in client.get(address).content.decode()


def test_a_conflict_shows_both_texts(player: Player) -> None:
    player.start(MORNING)
    colleague = person(player.unit, Role.CLERK, name="colleague")
    address = part_address(player)
    mine, theirs = signed_in(player.clerk), signed_in(colleague)
    values = form_of(mine, address)
    theirs.post(address, values | {"narrative": "同事写的"})
    response = mine.post(address, values | {"narrative": "我写的"})
    assert response.status_code == HTTPStatus.CONFLICT
    page = response.content.decode()
    assert "同事写的" in page
    assert "我写的" in page
    assert Part.objects.get().narrative == "同事写的"
    again = BeautifulSoup(page, "html.parser").find("input", attrs={"name": "revision"})["value"]
    mine.post(address, values | {"narrative": "两人合写的", "revision": again})
    assert Part.objects.get().narrative == "两人合写的"


def test_text_sent_after_the_report_went_to_the_head_is_shown_back(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    player.write(MORNING)
    player.send(MORNING)
    response = client.post(address, values | {"narrative": "晚了一步的话"})
    assert response.status_code == HTTPStatus.CONFLICT
    assert "晚了一步的话" in response.content.decode()


def test_text_sent_after_the_session_ran_out_is_shown_back(player: Player) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    address = part_address(player)
    values = form_of(client, address)
    client.logout()
    response = client.post(address, values | {"narrative": "下班前写的"})
    assert response.status_code == HTTPStatus.UNAUTHORIZED
    assert "下班前写的" in response.content.decode()


def status_of(who: Person, address: str) -> int:
    response = signed_in(who).get(address)
    if response.streaming:
        assert b"".join(response.streaming_content)  # read to its end, which closes the file
    return response.status_code


def upload(client: Client, address: str, name: str, content: bytes) -> object:
    file = io.BytesIO(content)
    file.name = name
    return client.post(
        address, form_of(client, address) | {"new_files": [file], "narrative": "有附件"}
    )


def office_file(member: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(member, "<x/>")
    return buffer.getvalue()


ACCEPTED = {
    "pdf": PDF,
    "png": b"\x89PNG\r\n\x1a\n" + b"\0" * 32,
    "jpg": b"\xff\xd8\xff\xe0" + b"\0" * 32,
    "docx": office_file("word/document.xml"),
    "xlsx": office_file("xl/workbook.xml"),
    "ofd": office_file("OFD.xml"),
    "wps": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
}


@pytest.mark.parametrize("kind", ACCEPTED)
def test_an_attachment_is_known_by_its_content(player: Player, kind: str) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    name = "关于企业培育（第一批）的情况说明" * 10 + ".bin"
    response = upload(client, part_address(player), name, ACCEPTED[kind])
    assert response.status_code == HTTPStatus.FOUND
    file = Attachment.objects.get()
    assert (file.kind, file.original_name) == (kind, name)
    back = client.get(reverse("attachment", args=[file.pk]))
    assert b"".join(back.streaming_content) == ACCEPTED[kind]
    assert back["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0 a program",
        b"<html><script>alert(1)</script>",
        b"",
        office_file("word/vbaProject.bin"),
        b"PK\x03\x04 broken",
    ],
    ids=["program", "html", "empty", "macro", "broken zip"],
)
def test_a_wrong_file_is_refused_and_the_text_stays(player: Player, content: bytes) -> None:
    player.start(MORNING)
    client = signed_in(player.clerk)
    response = upload(client, part_address(player), "情况说明.pdf", content)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "有附件" in response.content.decode()
    assert not Attachment.objects.exists()


def test_a_file_over_the_limit_is_refused(player: Player, settings: Settings) -> None:
    settings.ATTACHMENT_MAX_BYTES = 1024 * 1024
    player.start(MORNING)
    client = signed_in(player.clerk)
    response = upload(client, part_address(player), "大.pdf", PDF + b"0" * 1024 * 1024)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "超过 1 MB" in response.content.decode()


def test_attachments_are_read_only_by_who_may_see_the_report(player: Player) -> None:
    player.start(MORNING)
    upload(signed_in(player.clerk), part_address(player), "说明.pdf", PDF)
    address = reverse("attachment", args=[Attachment.objects.get().pk])
    stranger = Player(player.plan, "市商务局").clerk
    assert status_of(player.head, address) == HTTPStatus.OK
    for who in (stranger, player.office):
        assert status_of(who, address) == HTTPStatus.NOT_FOUND
    player.write(MORNING)
    player.send(MORNING)
    player.sign(MORNING)
    assert status_of(player.office, address) == HTTPStatus.OK
    assert status_of(stranger, address) == HTTPStatus.NOT_FOUND


def test_the_whole_way_through_the_pages(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    clerk, head, office = (signed_in(p) for p in (player.clerk, player.head, player.office))
    assert step(clerk, player, "send_for_signature").status_code == HTTPStatus.FOUND
    signing = BeautifulSoup(
        head.get(reverse("filing", args=[player.filing.pk])).content, "html.parser"
    )
    revision = signing.find("input", attrs={"name": "revision"})["value"]
    sign_all(player, MORNING)
    assert "审签并报送" in signing.get_text()
    assert step(head, player, "sign_and_submit", revision=revision).status_code == HTTPStatus.FOUND
    assert "市财政局" in text_of(office.get("/review/"))
    answer = step(office, player, "open_review")
    assert answer.url == reverse("review", args=[player.filing.pk])
    page = BeautifulSoup(office.get(answer.url).content, "html.parser")
    part = player.filing.latest_version.parts.get()
    typed = {
        "version": page.find("input", attrs={"name": "version"})["value"],
        f"decision-{part.pk}": "returned",
    }
    refused = office.post(answer.url, typed)
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "退回要写明理由" in refused.content.decode()
    office.post(answer.url, typed | {f"reason-{part.pk}": "请附名单"})
    assert player.filing.status == Status.RETURNED
    assert "请附名单" in text_of(clerk.get(reverse("filing", args=[player.filing.pk])))


def test_the_receipt_names_version_time_people_and_hashes(player: Player) -> None:
    player.start(MORNING)
    upload(signed_in(player.clerk), part_address(player), "说明.pdf", PDF)
    player.write(MORNING)
    player.send(MORNING)
    player.sign(MORNING)
    text = text_of(signed_in(player.clerk).get(reverse("receipt", args=[player.filing.pk, 1])))
    file = Attachment.objects.get()
    for expected in (file.sha256, player.head.user.name, "市财政局", "第 1 版", "按时"):
        assert expected in text
    pdf = signed_in(player.clerk).get(reverse("receipt_pdf", args=[player.filing.pk, 1]))
    assert pdf.content.startswith(b"%PDF")


def test_a_page_opened_in_two_windows_refuses_the_second_step_in_words(player: Player) -> None:
    player.start(MORNING)
    player.write(MORNING)
    clerk = signed_in(player.clerk)
    step(clerk, player, "send_for_signature")
    again = step(clerk, player, "send_for_signature")
    assert again.status_code == HTTPStatus.CONFLICT
    assert "待审签" in text_of(again)


def test_the_office_ticks_the_paper_copies_into_the_register(player: Player) -> None:
    office = signed_in(player.office)
    address = reverse("register", args=[player.plan.pk])
    typed = {
        "obligation": player.obligation.pk,
        "copies": "3",
        "arrived_on": "2022-08-24",
        "document_number": "汴财文〔2022〕8号",
    }
    assert office.post(address, typed).status_code == HTTPStatus.FOUND
    assert "5 份中收到 3 份" in office.get(address).content.decode()
    too_many = office.post(address, typed)
    assert too_many.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "1 到 2 份" in too_many.content.decode()
    ahead = office.post(address, typed | {"copies": "1", "arrived_on": "2022-08-25"})
    assert ahead.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert signed_in(player.clerk).get(address).status_code == HTTPStatus.FORBIDDEN


def test_other_leads_see_the_figures_and_write_their_own_part() -> None:
    plan = load()
    first, second = Player(plan, "市发展改革委"), Player(plan, "市工业和信息化局")
    first.submit(MORNING, share="0.5")
    second.start(MORNING)
    part = next(p for p in second.draft_parts() if p.obligation.task.key == "t5-1")
    address = reverse("filing_part", args=[second.filing.pk, part.pk])
    client = signed_in(second.clerk)
    page = client.get(address).content.decode()
    assert "52.5" in page
    assert "已提交，未审核" in page
    assert 'name="value-' not in page


def test_another_citys_addresses_do_not_exist(player: Player) -> None:
    player.submit(MORNING)
    other = Player(load(SECOND_CITY), "市财政局")
    for who in (other.clerk, other.office):
        client = signed_in(who)
        for address in (
            reverse("filing", args=[player.filing.pk]),
            reverse("receipt", args=[player.filing.pk, 1]),
            reverse("register", args=[player.plan.pk]),
        ):
            assert client.get(address).status_code == HTTPStatus.NOT_FOUND
        assert step(client, player, "recall_submission", reason="x").status_code == (
            HTTPStatus.NOT_FOUND
        )


def test_a_reply_is_registered_once_with_its_day() -> None:
    plan = load()
    player = Player(plan, "市工业和信息化局")
    owed = player.plan.obligations.filter(kind="reply").first()
    office, clerk = signed_in(player.office), signed_in(player.clerk)
    assert "待答复" in text_of(clerk.get("/work/"))
    address = reverse("register", args=[plan.pk])
    typed = {
        "obligation": owed.pk,
        "replied_on": "2022-08-23",
        "document_number": "汴工信函〔2022〕5号",
    }
    assert office.post(address, typed).status_code == HTTPStatus.FOUND
    owed.refresh_from_db()
    assert owed.met_on.isoformat() == "2022-08-23"
    assert "汴工信函〔2022〕5号" in text_of(clerk.get("/work/"))
    again = office.post(address, typed)
    assert again.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "已登记答复" in again.content.decode()


def test_two_people_at_the_cover_overwrite_nothing(player: Player) -> None:
    player.start(MORNING)
    colleague = person(player.unit, Role.CLERK, name="colleague")
    address = reverse("filing_cover", args=[player.filing.pk])
    typed = {"cover_revision": "0", "document_number": "汴财〔2022〕8号"}
    assert signed_in(colleague).post(address, typed).status_code == HTTPStatus.FOUND
    mine = signed_in(player.clerk).post(address, typed | {"document_number": "汴财〔2022〕9号"})
    assert mine.status_code == HTTPStatus.CONFLICT
    assert "汴财〔2022〕8号" in mine.content.decode()
    form = BeautifulSoup(mine.content, "html.parser").find("input", {"name": "cover_revision"})
    assert form["value"] == "1"
    assert "汴财〔2022〕9号" in mine.content.decode()
    assert player.filing.draft.document_number == "汴财〔2022〕8号"
