"""The figures of a stage by workbook: nothing is written that was not shown, and nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Figure, MilestoneResult, Part
from reports.services.drafting import FigureEntry, PartContent
from tests.exports.libreoffice import saved_again
from tests.judges import needs_calc
from tests.loading.sheets import (
    cell_of,
    difference_page,
    fates,
    page,
    rows_of,
    seal,
    soup,
    text,
    typed_into,
    upload,
    with_rows,
)
from tests.playing import Player, at, load, person
from units.models import Upload
from units.roles import Role

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db

NOW = at("2022-08-24")
TODAY = date(2022, 8, 24)
UNIT, OTHER_UNIT = "市发展改革委", "市财政局"
FIRST_ROW = 2
SAVED_BY_LIBREOFFICE = Path(__file__).parent / "files" / "saved-by-libreoffice.xlsx"


@pytest.fixture(autouse=True)
def in_2022(settings: Settings) -> None:
    settings.REHEARSAL_CLOCK = TODAY


@pytest.fixture
def player() -> Player:
    found = Player(load(), UNIT)
    found.start(NOW)
    return found


@pytest.fixture
def client(player: Player) -> Client:
    return of(player)


def of(player: Player) -> Client:
    browser = Client()
    browser.force_login(player.clerk.user)
    return browser


def address(player: Player) -> str:
    return reverse("filing_figures", args=[player.filing.pk])


def workbook(client: Client, player: Player) -> bytes:
    return client.get(reverse("filing_figures_workbook", args=[player.filing.pk])).content


def filled(data: bytes, value: object, day: object = TODAY, row: int = FIRST_ROW) -> bytes:
    return typed_into(
        data,
        ("完成数", cell_of(data, "完成数", "累计完成数", row), value),
        ("完成数", cell_of(data, "完成数", "截至日期", row), day),
    )


def figures(player: Player) -> list[tuple[str, Decimal, date]]:
    rows = Figure.objects.filter(part__version=player.filing.draft).order_by("target_id")
    return [(row.target.name, row.value, row.as_of) for row in rows]


def test_what_is_filled_in_is_shown_then_written(client: Client, player: Player) -> None:
    data = workbook(client, player)
    assert rows_of(data, "报告") == [
        {
            "计划编号": player.plan.slug,
            "单位": UNIT,
            "阶段期限": rows_of(data, "报告")[0]["阶段期限"],
        }
    ]
    lines = rows_of(data, "完成数")
    assert lines
    assert {line["累计完成数"] for line in lines} == {None}
    place, shown = difference_page(client, address(player), filled(data, 12.5))
    assert fates(shown) == ["新增"] + ["没有变化"] * (len(fates(shown)) - 1)
    assert "12.5" in text(shown)
    assert figures(player) == []

    done = client.post(place, seal(shown), follow=True)
    assert done.redirect_chain[-1][0] == reverse("filing", args=[player.filing.pk])
    assert "新增 1 行" in text(soup(done))
    assert figures(player) == [(lines[0]["指标"], Decimal("12.5"), TODAY)]
    (part,) = Part.objects.filter(version=player.filing.draft, revision=1)
    assert part.saved_by == player.clerk.user


def test_an_export_comes_back_as_no_change(client: Client, player: Player) -> None:
    player.write(NOW)
    data = workbook(client, player)
    assert {line["累计完成数"] is None for line in rows_of(data, "完成数")} == {False}
    before = figures(player)
    place, shown = difference_page(client, address(player), data)
    assert set(fates(shown)) == {"没有变化"}
    assert "没有变化" in text(shown)
    assert shown.main.select_one("input[name=seal]") is None
    refused = client.post(place, {"seal": "x"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert figures(player) == before


@needs_calc
def test_saved_by_libreoffice_it_is_the_same(
    client: Client, player: Player, tmp_path: Path
) -> None:
    player.write(NOW)
    data = saved_again(workbook(client, player), tmp_path).read_bytes()
    _place, shown = difference_page(client, address(player), data)
    assert set(fates(shown)) == {"没有变化"}


def test_empty_cells_and_missing_rows_leave_what_is_there(client: Client, player: Player) -> None:
    player.write(NOW)
    before = figures(player)
    data = filled(workbook(client, player), None, None)
    _place, shown = difference_page(client, address(player), data)
    assert set(fates(shown)) == {"没有变化"}
    assert figures(player) == before


def test_a_changed_figure_says_from_and_to_and_keeps_the_words(
    client: Client, player: Player
) -> None:
    player.write(NOW)
    part = player.draft_parts()[0]
    data = filled(workbook(client, player), "１，２３４．５")
    place, shown = difference_page(client, address(player), data)
    row = shown.select_one(".difference__row--changed")
    assert row.select_one("ins").get_text(" ", strip=True) == "改为 1234.5"
    assert row.select_one("del")
    client.post(place, seal(shown))
    written = Part.objects.get(pk=part.pk)
    assert written.narrative == part.narrative
    assert {row.text for row in written.explanations.all()} == {
        row.text for row in part.explanations.all()
    }
    assert figures(player)[0][1] == Decimal("1234.5")


def test_milestones_are_told_too(client: Client, player: Player) -> None:
    browser, row = client, 2
    data = workbook(browser, player)
    name = rows_of(data, "节点")[0]["名称"]
    data = typed_into(
        data,
        ("节点", cell_of(data, "节点", "已完成", row), "是"),
        ("节点", cell_of(data, "节点", "完成日期", row), "2022年8月1日"),
        ("节点", cell_of(data, "节点", "依据", row), "竣工验收"),
    )
    place, shown = difference_page(browser, address(player), data)
    assert "新增" in fates(shown)
    browser.post(place, seal(shown))
    result = MilestoneResult.objects.get()
    assert result.milestone.name == name
    assert (result.done_on, result.evidence) == (date(2022, 8, 1), "竣工验收")

    data = workbook(browser, player)
    _place, shown = difference_page(browser, address(player), data)
    assert set(fates(shown)) == {"没有变化"}
    data = typed_into(
        data,
        ("节点", cell_of(data, "节点", "已完成", row), "否"),
        ("节点", cell_of(data, "节点", "完成日期", row), None),
    )
    place, shown = difference_page(browser, address(player), data)
    assert "修改" in fates(shown)
    browser.post(place, seal(shown))
    assert not MilestoneResult.objects.exists()


WRONG = {
    "less than nothing": ((-1, TODAY), "不小于 0"),
    "a day to come": ((1, TODAY + timedelta(days=1)), "今天"),
    "a day long ago": ((1, date(1999, 1, 1)), "今天"),
    "no day": ((1, None), "截至日期"),
    "no figure": ((None, TODAY), "完成数"),
    "more decimals than are kept": ((Decimal("0.12345"), TODAY), "小数"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_row_that_cannot_be_written_is_refused_with_its_cell(
    client: Client, player: Player, kind: str
) -> None:
    (value, day), words = WRONG[kind]
    data = filled(filled(workbook(client, player), 3, row=3), value, day)
    place, shown = difference_page(client, address(player), data)
    assert fates(shown)[:2] == ["不能写入", "新增"]
    refused = shown.select_one(".difference__row--refused").get_text()
    assert "完成数!" in refused
    assert words in refused
    assert shown.main.select_one("input[name=seal]") is None
    answer = client.post(place, {"seal": Upload.objects.get().digest})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert figures(player) == []


def test_rows_unknown_and_rows_twice_are_refused(client: Client, player: Player) -> None:
    data = workbook(client, player)
    (first, *_rest) = rows_of(data, "完成数")
    data = with_rows(
        data,
        "完成数",
        tuple(first.values()),
        ("t99", None, None, "指标", None, None, None, 1, TODAY),
        (first["事项标识"], None, None, "别的指标", None, None, None, 1, TODAY),
    )
    _place, shown = difference_page(client, address(player), data)
    assert fates(shown)[:4] == ["不能写入"] * 3 + ["没有变化"]


def test_what_no_cell_can_mean_is_told_at_once(client: Client, player: Player) -> None:
    data = filled(workbook(client, player), "很多", "下周")
    data = typed_into(data, ("完成数", "A3", "=A2"))
    answer = upload(client, address(player), data)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    words = text(soup(answer))
    for piece in ("完成数!H2", "很多", "完成数!I2", "下周", "完成数!A3", "=A2"):
        assert piece in words
    assert not Upload.objects.exists()


def test_a_workbook_of_another_report_is_told_apart(client: Client, player: Player) -> None:
    other = Player(player.plan, OTHER_UNIT)
    other.start(NOW)
    answer = upload(client, address(player), workbook(of(other), other))
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "报告!B2" in text(soup(answer))
    later = Player(player.plan, UNIT, stage=1)
    later.start(NOW)
    answer = upload(client, address(player), workbook(client, later))
    assert "报告!C2" in text(soup(answer))


def test_the_same_file_is_written_once(client: Client, player: Player) -> None:
    place, shown = difference_page(client, address(player), filled(workbook(client, player), 1))
    sent = seal(shown)
    client.post(place, sent)
    again = client.post(place, sent)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "已经写入过" in again.content.decode()
    assert client.get(place).status_code == HTTPStatus.CONFLICT
    assert len(figures(player)) == 1


def test_a_colleagues_figure_in_between_is_shown_before_anything_is_written(
    client: Client, player: Player
) -> None:
    place, shown = difference_page(client, address(player), filled(workbook(client, player), 7))
    part = next(p for p in player.draft_parts() if p.obligation.task.targets.all())
    targets = [t for t in part.obligation.task.targets.all() if not t.is_scope]
    told = tuple(FigureEntry(target.pk, Decimal(5), TODAY) for target in targets)
    player.save(part, PartContent(narrative="同事写的", figures=told), NOW)

    conflict = client.post(place, seal(shown))
    assert conflict.status_code == HTTPStatus.CONFLICT
    found = soup(conflict)
    assert "又有变动" in text(found)
    assert "修改" in fates(found)
    assert {value for _name, value, _day in figures(player)} == {Decimal(5)}
    client.post(place, seal(found))
    assert figures(player)[0][1] == Decimal(7)
    assert Part.objects.get(pk=part.pk).narrative == "同事写的"


def test_a_report_that_went_on_takes_nothing_more(client: Client, player: Player) -> None:
    place, shown = difference_page(client, address(player), filled(workbook(client, player), 7))
    player.write(NOW)
    player.send(NOW)
    before = figures(player)
    for asked in (place, address(player)):
        assert client.get(asked).status_code == HTTPStatus.FOUND
        assert client.post(asked, seal(shown)).status_code == HTTPStatus.CONFLICT
    book = reverse("filing_figures_workbook", args=[player.filing.pk])
    assert client.get(book).status_code == HTTPStatus.CONFLICT
    assert figures(player) == before


def test_parts_the_office_accepted_stay_as_they_are() -> None:
    player = Player(load(), UNIT)
    player.submit(NOW)
    player.open(NOW)
    player.decide(NOW, returned=("t5-9",))
    player.start(NOW)
    browser = of(player)
    data = workbook(browser, player)
    _place, shown = difference_page(browser, address(player), data)
    assert set(fates(shown)) == {"没有变化"}
    _place, shown = difference_page(browser, address(player), filled(data, 999))
    assert fates(shown)[0] == "不能写入"
    assert "已审核通过" in text(shown)


def test_another_persons_upload_does_not_exist(client: Client, player: Player) -> None:
    place, shown = difference_page(client, address(player), filled(workbook(client, player), 1))
    colleague = Client()
    colleague.force_login(person(player.unit, Role.CLERK, name="同事").user)
    assert colleague.get(address(player)).status_code == HTTPStatus.OK
    assert colleague.get(place).status_code == HTTPStatus.NOT_FOUND
    stranger = of(Player(player.plan, OTHER_UNIT))
    assert stranger.get(place).status_code == HTTPStatus.NOT_FOUND
    assert stranger.post(place, seal(shown)).status_code == HTTPStatus.NOT_FOUND


def test_an_upload_stands_for_an_hour(client: Client, player: Player) -> None:
    place, shown = difference_page(client, address(player), filled(workbook(client, player), 1))
    Upload.objects.update(at=timezone.now() - timedelta(minutes=61))
    assert client.get(place).status_code == HTTPStatus.CONFLICT
    assert "重新上传" in client.post(place, seal(shown)).content.decode()
    assert figures(player) == []
    Upload.objects.update(at=timezone.now() - timedelta(days=2))
    upload(client, address(player), workbook(client, player))
    assert Upload.objects.count() == 1


def test_the_way_there_is_on_the_report(client: Client, player: Player) -> None:
    shown = page(client, reverse("filing", args=[player.filing.pk]))
    assert shown.main.select_one(f'a[href="{address(player)}"]')
    assert page(client, address(player)).main.select_one("form input[type=file]")
    head = Client()
    head.force_login(player.head.user)
    assert head.get(address(player)).status_code == HTTPStatus.FOUND


def test_a_file_that_libreoffice_saved_is_read(client: Client, player: Player) -> None:
    """Kept as it came from the program, with a figure, a milestone and the day typed in."""
    place, shown = difference_page(client, address(player), SAVED_BY_LIBREOFFICE.read_bytes())
    assert [fate for fate in fates(shown) if fate != "没有变化"] == ["新增", "新增"]
    client.post(place, seal(shown))
    assert [(value, day) for _name, value, day in figures(player)] == [
        (Decimal("12.5"), date(2022, 8, 20))
    ]
    assert MilestoneResult.objects.get().evidence == "竣工验收（演示数据）"
