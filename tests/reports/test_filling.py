"""What the filing pages do for who writes: figures as people type them, words of the stage before, files."""

from __future__ import annotations

import io
import json
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from reports.models import Attachment, FilingVersion, Part
from tests.playing import FIRST_DAY, Person, Player, at, load, person
from units.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

MORNING, SEPTEMBER = at(FIRST_DAY), at("2022-09-20")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
AS_JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def first_day(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def player() -> Player:
    started = Player(load(), "市财政局")
    started.start(MORNING)
    return started


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def address(player: Player, name: str = "filing_part") -> str:
    return reverse(name, args=[player.filing.pk, player.draft_parts()[0].pk])


def page_of(client: Client, place: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(place).content, "html.parser")


def targets(player: Player) -> list[int]:
    return [row.pk for row in player.draft_parts()[0].obligation.task.targets.all()]


def typed(player: Player, **fields: str) -> dict[str, str]:
    first = targets(player)[0]
    return {
        "revision": "0",
        f"as_of-{first}": "2022-08-20",
        **{name.replace("value", f"value-{first}"): text for name, text in fields.items()},
    }


# -- figures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["1,200", "１，２００", "1 200 家", "1200家", "\u00a01\u2009200\u200b", "1200.00"]
)
def test_a_figure_is_read_as_people_write_it(player: Player, written: str) -> None:
    answer = signed_in(player.clerk).post(address(player), typed(player, value=written))
    assert answer.status_code == HTTPStatus.FOUND
    assert player.draft_parts()[0].figures.get().value == 1200


@pytest.mark.parametrize(
    "written", ["1,5", "12 5", "1,20", "1,2000", "1e400", "NaN", "-1", "1,200,5"]
)
def test_what_may_be_another_figure_is_no_figure(player: Player, written: str) -> None:
    answer = signed_in(player.clerk).post(address(player), typed(player, value=written))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not player.draft_parts()[0].figures.exists()


@pytest.mark.parametrize("written", ["3000万元", "３千家", "50%", "12 亿"])
def test_a_figure_in_another_unit_is_refused_and_never_converted(
    player: Player, written: str
) -> None:
    answer = signed_in(player.clerk).post(address(player), typed(player, value=written))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert written in answer.content.decode()
    assert not player.draft_parts()[0].figures.exists()


def test_a_round_figure_is_shown_as_one_types_it(player: Player) -> None:
    client = signed_in(player.clerk)
    client.post(address(player), typed(player, value="1200"))
    field = page_of(client, address(player)).find("input", {"name": f"value-{targets(player)[0]}"})
    assert field["value"] == "1200"


def test_the_page_of_a_refused_save_opens_at_the_first_wrong_field(player: Player) -> None:
    client, second = signed_in(player.clerk), targets(player)[1]
    sent = typed(player, narrative="字" * 5_000) | {f"value-{second}": "很多"}
    page = BeautifulSoup(client.post(address(player), sent).content, "html.parser")
    (focused,) = page.select("[autofocus]")
    assert focused["name"] == f"value-{second}"


def test_a_script_is_told_which_field_is_wrong(player: Player) -> None:
    answer = signed_in(player.clerk).post(
        address(player), typed(player, value="很多"), headers=AS_JSON
    )
    body = json.loads(answer.content)
    assert list(body["fields"]) == [f"value-{targets(player)[0]}"]
    assert "应为数字" in body["words"]


# -- the whole report --------------------------------------------------------------------------------


def states_of(client: Client, player: Player) -> list[str]:
    page = page_of(client, reverse("filing", args=[player.filing.pk]))
    return [row.get_text(strip=True) for row in page.select(".filing-progress__list .state")]


def test_each_leaf_says_how_far_it_is(player: Player) -> None:
    client = signed_in(player.clerk)
    assert states_of(client, player) == ["未写"]
    client.post(address(player), typed(player, narrative="一行"))
    assert states_of(client, player) == ["待改正或说明 5"]
    player.write(MORNING)
    assert states_of(client, player) == ["已写好"]


def test_a_returned_leaf_says_so_until_it_is_touched(player: Player) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    player.decide(MORNING, returned=(player.filing.latest_version.parts.get().obligation.task.key,))
    player.start(MORNING)
    client = signed_in(player.clerk)
    assert states_of(client, player) == ["退回待改"]
    player.write(MORNING)
    assert states_of(client, player) == ["已写好"]


def test_saving_as_one_types_answers_with_the_progress_of_the_whole(player: Player) -> None:
    answer = signed_in(player.clerk).post(
        address(player), typed(player) | {"is_nil": "on"}, headers=AS_JSON
    )
    progress = json.loads(answer.content)["progress"]
    assert "共 1 项，已办好 1 项" in progress["line"]
    assert "无情况可报" in progress["list"]


def test_a_step_that_came_too_late_is_told_to_the_script_in_words(player: Player) -> None:
    place = address(player)
    player.write(MORNING)
    player.send(MORNING)
    answer = signed_in(player.clerk).post(place, typed(player, narrative="晚了"), headers=AS_JSON)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "待审签" in json.loads(answer.content)["words"]


# -- the stage before, the directive -----------------------------------------------------------------


@pytest.fixture
def second(player: Player, settings: Settings) -> Player:
    """The next stage, after one that was submitted."""
    player.submit(MORNING)
    settings.REHEARSAL_CLOCK = SEPTEMBER.date()
    again = Player(player.plan, "市财政局", stage=1)
    again.start(SEPTEMBER)
    return again


def test_what_was_written_before_stands_beside_the_field(second: Player) -> None:
    page = page_of(signed_in(second.clerk), address(second))
    assert "按计划推进。" in page.select_one(".before").get_text()
    assert "2022年8月31日" in page.select_one(".before").get_text()
    assert page.find("textarea", {"name": "narrative"}).get_text(strip=True) == ""


@pytest.mark.parametrize(
    ("own", "together"), [("", "按计划推进。"), ("本期的话。\n", "本期的话。\n按计划推进。")]
)
def test_it_is_taken_over_without_scripts_and_over_nothing(
    second: Player, own: str, together: str
) -> None:
    sent = {"revision": "0", "narrative": own, "carry": "narrative"}
    assert signed_in(second.clerk).post(address(second), sent).status_code == HTTPStatus.FOUND
    part = Part.objects.get(pk=second.draft_parts()[0].pk)
    assert part.narrative == together
    assert not part.figures.exists()


def test_figures_are_never_taken_over(second: Player) -> None:
    for name in ("figures", "is_nil", "value"):
        signed_in(second.clerk).post(address(second), {"revision": "0", "carry": name})
    part = Part.objects.get(pk=second.draft_parts()[0].pk)
    assert (part.narrative, part.figures.count()) == ("", 0)


def test_a_returned_report_is_no_stage_before(player: Player, settings: Settings) -> None:
    player.submit(MORNING)
    player.open(MORNING)
    player.decide(MORNING, returned=(player.filing.latest_version.parts.get().obligation.task.key,))
    settings.REHEARSAL_CLOCK = SEPTEMBER.date()
    again = Player(player.plan, "市财政局", stage=1)
    again.start(SEPTEMBER)
    assert page_of(signed_in(again.clerk), address(again)).select(".before") == []


def test_the_directives_own_words_stand_above_the_fields(player: Player) -> None:
    task = player.draft_parts()[0].obligation.task
    task.text = "设立专项资金，支持企业成长。"
    task.save()
    page = page_of(signed_in(player.clerk), address(player)).select_one(".requirement")
    words = page.get_text(" ", strip=True)
    assert "设立专项资金，支持企业成长。" in words
    assert "年产值10亿元以上企业" in words
    assert all(row.name in words for row in task.milestones.all())
    assert page.has_attr("open")


# -- files -------------------------------------------------------------------------------------------


def send(client: Client, player: Player, content: bytes = PDF) -> object:
    file = io.BytesIO(content)
    file.name = "名单.pdf"
    return client.post(address(player, "filing_part_files"), {"new_files": [file]}, headers=AS_JSON)


def test_a_file_goes_up_beside_what_is_being_typed(player: Player) -> None:
    helper = person(player.unit, Role.CLERK, name="helper")
    before = FilingVersion.objects.get(pk=player.filing.draft.pk).revision
    body = json.loads(send(signed_in(helper), player).content)
    assert "名单.pdf" in body["files"]
    assert {"words", "warnings", "progress"} < set(body)
    part = player.draft_parts()[0]
    assert (part.revision, part.saved_by) == (0, helper.user)
    draft = player.filing.draft
    assert draft.revision == before + 1  # who signs has not seen it yet
    assert helper.user in draft.writers.all()
    answer = signed_in(player.clerk).post(address(player), typed(player, narrative="没有冲突"))
    assert answer.status_code == HTTPStatus.FOUND


def test_a_refused_file_is_told_in_words_and_nothing_is_kept(player: Player) -> None:
    client = signed_in(player.clerk)
    for answer in (
        send(client, player, b"MZ\x90\0"),
        client.post(address(player, "filing_part_files")),
    ):
        assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        assert json.loads(answer.content)["words"]
    assert not Attachment.objects.exists()
    assert player.draft_parts()[0].saved_at is None


def test_no_file_comes_to_a_report_that_is_with_the_head(player: Player) -> None:
    player.write(MORNING)
    player.send(MORNING)
    place = reverse(
        "filing_part_files", args=[player.filing.pk, player.filing.draft.parts.get().pk]
    )
    file = io.BytesIO(PDF)
    file.name = "a.pdf"
    answer = signed_in(player.clerk).post(place, {"new_files": [file]}, headers=AS_JSON)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "待审签" in json.loads(answer.content)["words"]


def test_how_large_a_file_may_be_is_told_before_it_is_sent(player: Player) -> None:
    words = page_of(signed_in(player.clerk), address(player)).select_one(".upload").get_text()
    assert "每个不超过 20" in words
    assert "最多 20 个" in words


# -- contributions -----------------------------------------------------------------------------------


def test_a_contribution_is_saved_as_one_types(player: Player) -> None:
    owed = player.plan.obligations.filter(kind="contribution").order_by("pk").first()
    client = signed_in(person(owed.unit, Role.CLERK))
    place = reverse("contribution", args=[owed.pk])
    saved = client.post(place, {"revision": "0", "narrative": "一行"}, headers=AS_JSON)
    body = json.loads(saved.content)
    assert (body["revision"], body["words"][:3]) == (1, "已保存")
    stale = client.post(place, {"revision": "0", "narrative": "两行"}, headers=AS_JSON)
    assert json.loads(stale.content)["conflict"] is True
    long = client.post(place, {"revision": "1", "narrative": "字" * 5_000}, headers=AS_JSON)
    assert list(json.loads(long.content)["fields"]) == ["narrative"]
