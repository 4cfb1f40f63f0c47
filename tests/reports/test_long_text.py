"""A report that goes on without end is said to be too long where it is typed, and nothing is lost."""

from __future__ import annotations

from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from reports.errors import TextTooLongError, WordsTooLongError
from reports.forms import PartForm
from reports.long_text import MOST_EVIDENCE, MOST_EXPLANATION, NARRATIVE, PROBLEMS
from reports.models import ContributionVersion, Part
from reports.services.drafting import MilestoneEntry, PartContent, save_part
from reports.services.entering import Paper, enter_from_paper
from tasks.models import Milestone
from tests.contributing import Contributor
from tests.loading.sheets import cell_of, difference_page, seal, typed_into
from tests.playing import Player, at, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

pytestmark = pytest.mark.django_db
NOW = at("2022-08-24")
TOO_LONG = "进" * (NARRATIVE.characters + 1)
TOO_MANY = "展\n" * (PROBLEMS.paragraphs + 1)


@pytest.fixture
def player(settings) -> Player:
    settings.REHEARSAL_CLOCK = NOW.date()
    player = Player(load(), "市财政局")
    player.start(NOW)
    return player


@pytest.fixture
def clerk(player) -> Client:
    client = Client()
    client.force_login(player.clerk.user)
    return client


def send(client: Client, player: Player, **typed: str) -> HttpResponse:
    address = reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])
    return client.post(address, {"revision": "0"} | typed)


def areas(answer: HttpResponse) -> list[str]:
    page = BeautifulSoup(answer.content, "html.parser")
    return [area.text.removeprefix("\n") for area in page.select("form textarea")]


def test_a_part_that_is_too_long_says_how_long_and_keeps_what_was_typed(player, clerk):
    answer = send(clerk, player, narrative=TOO_LONG, problems=TOO_MANY)
    shown = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“进展情况”有 4001 字、1 段，最多 4000 字、100 段" in shown
    assert "“存在问题和下一步打算”有 101 字、51 段，最多 2000 字、50 段" in shown
    assert areas(answer)[:2] == [TOO_LONG, TOO_MANY]
    assert not Part.objects.filter(saved_at__isnull=False).exists()


def test_what_fills_it_to_the_brim_is_taken(player, clerk):
    full = ("展" * 39 + "\n") * NARRATIVE.paragraphs
    assert send(clerk, player, narrative=full.strip()).status_code == HTTPStatus.FOUND


def test_as_one_types_it_is_said_with_the_name_of_the_field(player, clerk):
    address = reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk])
    answer = clerk.post(
        address, {"revision": "0", "narrative": TOO_LONG}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["words"].startswith("还没有保存：“进展情况”有 4001 字")


def test_no_browser_cuts_off_what_is_pasted(player, clerk):
    assert "maxlength" not in str(PartForm.base_fields["narrative"].widget.attrs)
    page = clerk.get(reverse("filing_part", args=[player.filing.pk, player.draft_parts()[0].pk]))
    area = BeautifulSoup(page.content, "html.parser").select_one("textarea[name=narrative]")
    assert not area.has_attr("maxlength")
    assert "不超过 4000 字、100 段" in page.content.decode()


def test_a_contribution_is_told_the_same(player):
    contributor = Contributor(player.plan, "兰考县人民政府", "t5-1")
    client = Client()
    client.force_login(contributor.clerk.user)
    address = reverse("contribution", args=[contributor.owed.pk])
    answer = client.post(address, {"revision": "0", "narrative": TOO_LONG})
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "“进展情况”有 4001 字" in answer.content.decode()
    assert areas(answer)[0] == TOO_LONG
    assert not ContributionVersion.objects.exclude(narrative="").exists()


# -- whoever calls the services ------------------------------------------------------------------------


def refused(save: Callable[[], object]) -> str:
    with pytest.raises((TextTooLongError, WordsTooLongError)) as refusal:
        save()
    assert not Part.objects.filter(saved_at__isnull=False).exists()
    assert not ContributionVersion.objects.exclude(narrative="").exists()
    return str(refusal.value)


def test_a_service_refuses_what_no_form_has_counted(player):
    (part,) = player.draft_parts()
    leaf = str(part.obligation.task)
    milestone = Milestone.objects.filter(task=part.obligation.task).first()
    said = {
        "narrative": PartContent(narrative=TOO_LONG),
        "problems": PartContent(problems=TOO_MANY),
        "explanation": PartContent(explanations={"empty": "因" * (MOST_EXPLANATION + 1)}),
    }
    words = {
        name: refused(lambda c=content: player.save(part, c, NOW)) for name, content in said.items()
    }
    assert words["narrative"].startswith(f"“{leaf} 进展情况”有 4001 字、1 段，最多 4000 字、100 段")
    assert words["problems"].startswith(f"“{leaf} 存在问题和下一步打算”有 102 字、51 段")
    assert words["explanation"].startswith(f"“{leaf} 说明”有 2001 字，最多 2000 字")
    if milestone:
        row = MilestoneEntry(milestone.pk, None, "据" * (MOST_EVIDENCE + 1))
        assert "依据”有 501 字" in refused(
            lambda: player.save(part, PartContent(milestones=(row,)), NOW)
        )


def test_so_does_the_service_of_a_contribution(player):
    contributor = Contributor(player.plan, "兰考县人民政府", "t5-1")
    said = refused(lambda: contributor.write(NOW, words=TOO_LONG))
    assert said.startswith(f"“{contributor.owed.task} 进展情况”有 4001 字")


def test_the_office_that_enters_a_paper_is_told_the_same(player):
    owed, office = player.obligation, player.office
    paper = Paper(NOW, "王局长", "汴财〔2022〕7号", "扫描件.pdf", BytesIO(b"%PDF-1.4\n%%EOF\n"))
    enter_from_paper(
        obligation_id=owed.pk, by=office.user, access=office.access, paper=paper, now=NOW
    )
    (part,) = player.draft_parts()
    content = PartContent(narrative=TOO_LONG)

    def save() -> None:
        save_part(
            part_id=part.pk,
            by=office.user,
            access=office.access,
            revision=part.revision,
            content=content,
            now=NOW,
        )

    assert "进展情况”有 4001 字" in refused(save)


def test_a_workbook_adds_nothing_to_a_text_that_is_too_long(player, clerk):
    """One that was kept before there was a limit: said on the page, with the item."""
    (part,) = player.draft_parts()
    Part.objects.filter(pk=part.pk).update(narrative=TOO_LONG)
    address = reverse("filing_figures", args=[player.filing.pk])
    book = clerk.get(reverse("filing_figures_workbook", args=[player.filing.pk])).content
    filled = typed_into(
        book,
        ("完成数", cell_of(book, "完成数", "累计完成数", 2), 1),
        ("完成数", cell_of(book, "完成数", "截至日期", 2), NOW.date()),
    )
    where, shown = difference_page(clerk, address, filled)
    answer = clerk.post(where, seal(shown))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f"“{part.obligation.task} 进展情况”有 4001 字" in answer.content.decode()
    assert not Part.objects.filter(saved_at__isnull=False).exists()
