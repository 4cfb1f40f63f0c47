"""The page of the search, and what the palette asks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.models import Part
from search import matching
from search.matching import LONGEST
from tests.playing import FIRST_DAY, Player, at, load
from tests.search.looking import addresses, at_once, found, hits_of, page_of
from units.models import Unit, UnitAlias, UnitName

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.both_databases,
    pytest.mark.usefixtures("quick_press"),
]

NOW = at("2022-08-25")


@pytest.fixture(autouse=True)
def in_2022(settings):
    settings.REHEARSAL_CLOCK = FIRST_DAY


@pytest.fixture
def plan():
    return load()


@pytest.fixture
def player(plan):
    return Player(plan, "市财政局")


def submit(player, words):
    player.start(NOW)
    player.write(NOW)
    Part.objects.filter(version__filing=player.filing).update(narrative=words)
    player.send(NOW)
    player.sign(NOW)


# -- how words are matched -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "is_found"),
    [
        ("杞县大蒜出口增长", "大蒜", True),
        ("杞县大蒜出口增长", "蒜出口", True),
        ("杞县大蒜出口增长", "大蒜增长", False),
        ("杞县大蒜出口增长", "增长 大蒜", True),
        ("杞县大蒜出口增长", "大蒜 花生", False),
        ("引进ABC公司", "abc公司", True),
        ("引进ＡＢＣ公司", "abc", True),
        ("引进abc公司", "ＡＢＣ", True),
        ("完成50%以上", "0%以", True),
        ("完成50%以上", "5%上", False),
        ("完成50%以上", "完成__%", False),
        ("名为a_b的项目", "a_b", True),
        ("名为axb的项目", "a_b", False),
        ("见(2022)7号", "(2022)", True),
        ("路径C:\\表", "C:\\表", True),
        ("第一段\n第二段", "一段第", False),
        ("大蒜蒜皮", "蒜大", False),
    ],
)
def test_any_part_of_a_text_is_found_as_it_was_typed(player, text, words, is_found):
    submit(player, text)
    assert ("texts" in found(player.office.user, words)) == is_found


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("市财政局 8月底", True),
        ("财政 8月", True),
        ("市财政局8月底阶段报告", True),
        ("市财政局 2022年8月底阶段报告", True),
        ("2022年８月 财政", True),
        ("财政 August", True),
        ("财政 end of Aug 2022", True),
        ("8月底", True),
        ("财政 9月底", False),
        ("财政 2021年8月", False),
        ("商务 8月底", False),
        ("财政 18月", False),
    ],
)
def test_a_report_is_found_by_its_unit_and_its_stage(player, words, is_found):
    submit(player, "已封顶。")
    filing = reverse("filing", args=[player.filing.pk])
    assert (filing in addresses(at_once(player.office.user, words))) == is_found


def test_words_may_stand_in_different_fields_of_one_part(player):
    submit(player, "厂房已封顶。")
    Part.objects.filter(version__filing=player.filing).update(problems="缺少资金。")
    assert "texts" in found(player.office.user, "封顶 资金")


def test_former_names_and_other_names_of_a_unit_are_found(plan, player):
    unit = Unit.objects.get(government=plan.government, name="市财政局")
    UnitAlias.objects.create(government=plan.government, unit=unit, name="财税服务处")
    UnitName.objects.create(unit=unit, name="财政委员会", until_on=FIRST_DAY)
    for words in ("财税服务", "财政委员"):
        assert found(player.office.user, words)["units"] == ["市财政局"]


def test_a_report_is_found_by_its_number(player):
    submit(player, "按计划推进。")
    version = player.filing.latest_version
    version.document_number = "汴财〔2022〕31号"
    version.save()
    assert len(found(player.office.user, "汴财〔2022〕31")["filings"]) == 1


@pytest.mark.parametrize("looked_at", [0, 1, 2])
def test_a_common_word_is_found_in_ones_newest_texts_and_then_everywhere(
    plan, player, monkeypatch, looked_at
):
    """As if so few rows were looked at one by one."""
    monkeypatch.setattr(matching, "LOOKED_AT_A_HIT", 0)
    monkeypatch.setattr(matching, "LOOKED_AT_LEAST", 1)
    monkeypatch.setattr(matching, "LOOKED_AT", looked_at)
    other = Player(plan, "市商务局")
    submit(player, "榴莲出口增长。")
    submit(other, "榴莲出口增长。")
    assert len(found(player.office.user, "榴莲")["texts"]) == 2
    for clerk in (player.clerk, other.clerk):
        assert len(found(clerk.user, "榴莲")["texts"]) == 1
    assert found(Player(plan, "市农业农村局").clerk.user, "榴莲") == {}


# -- what of a report is found -------------------------------------------------------------------------


def test_what_was_recalled_is_the_units_own_again(player):
    from reports.services.signing import recall_submission  # noqa: PLC0415

    submit(player, "大蒜出口增长。")
    assert "texts" in found(player.office.user, "大蒜")
    recall_submission(
        filing_id=player.filing.pk,
        by=player.clerk.user,
        access=player.clerk.access,
        reason="数字有误。",
        now=NOW,
    )
    assert found(player.office.user, "大蒜") == {}
    assert "texts" in found(player.clerk.user, "大蒜")


def test_a_correction_being_written_is_not_found_by_the_office(player):
    submit(player, "大蒜出口增长。")
    key = player.filing.latest_version.parts.get().obligation.task.key
    player.open(NOW)
    player.decide(NOW, returned=(key,))
    if player.filing.draft is None:
        player.start(NOW)
    Part.objects.filter(version=player.filing.draft).update(narrative="榴莲出口增长。")
    assert found(player.office.user, "榴莲") == {}
    assert len(found(player.clerk.user, "榴莲")["texts"]) == 1
    assert len(found(player.office.user, "大蒜")["texts"]) == 1


# -- the page ------------------------------------------------------------------------------------------


def test_a_hit_is_marked_and_everything_else_is_escaped(player):
    submit(player, "<b>大蒜</b>出口<script>")
    page = page_of(player.office.user, "大蒜")
    assert [mark.get_text() for mark in page.select(".hit__text mark")] == ["大蒜"]
    assert page.select_one(".hit__text").get_text().strip() == "<b>大蒜</b>出口<script>"


def test_a_long_text_is_shown_around_the_hit(player):
    submit(player, "甲" * 500 + "大蒜" + "乙" * 500)
    text = page_of(player.office.user, "大蒜").select_one(".hit__text").get_text().strip()
    assert text.startswith("…甲")
    assert text.endswith("乙…")
    assert len(text) < 150


def test_kinds_have_counts_and_pages_and_an_address_of_their_own(plan, player):
    Unit.objects.bulk_create(
        Unit(government=plan.government, name=f"测试单位{number:02}") for number in range(25)
    )
    user = player.office.user
    page = page_of(user, "测试单位")
    assert len(hits_of(page)["units"]) == 5
    assert "25 条" in page.select_one(".kinds").get_text()
    first = found(user, "测试单位", kind="units")["units"]
    second = found(user, "测试单位", kind="units", page="2")["units"]
    assert (len(first), len(second)) == (20, 5)
    assert set(first).isdisjoint(second)
    everything = found(user, "测试单位", kind="nonsense")
    assert len(everything["units"]) == 5


def test_no_more_than_a_hundred_are_listed_and_the_page_says_so(plan, player):
    Unit.objects.bulk_create(
        Unit(government=plan.government, name=f"测试单位{number:03}") for number in range(101)
    )
    page = page_of(player.office.user, "测试单位", kind="units", page="5")
    assert "100 条以上" in page.select_one(".kinds").get_text()
    assert "只列出较新的 100 条" in page.get_text()
    assert len(hits_of(page)["units"]) == 20


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "要找什么"),
        ("   ", "要找什么"),
        ("财", "至少输入两个字"),
        ("财 政", "至少输入两个字"),
        ("一二" * 51, "最多100个字"),
        ("一一 二二 三三 四四 五五 六六", "最多5个"),
        ("没有这样的词", "没有找到“没有这样的词”"),
    ],
)
def test_the_page_says_what_to_do(player, words, said):
    page = page_of(player.clerk.user, words)
    assert said in page.get_text()
    assert page.select_one("#q")["value"] == words.strip()
    assert not page.select(".hit")


def test_what_is_pasted_into_a_box_is_answered_in_words_of_the_page(player):
    """A server refuses an address of more than some 4 000 bytes in its own words; a character may
    take fifteen, where the way leads over signing in.
    """
    boxes = page_of(player.clerk.user, "财政").select("input[name=q]")
    assert len(boxes) == 3
    for box in boxes:
        assert LONGEST < int(box["maxlength"]) <= 4_000 // 15


def test_the_palette_gets_a_few_of_each_kind_and_the_way_to_all(plan, player):
    Unit.objects.bulk_create(
        Unit(government=plan.government, name=f"测试单位{number:02}") for number in range(6)
    )
    data = at_once(player.clerk.user, "测试单位")
    (units,) = data["groups"]
    assert len(units["hits"]) == 4
    assert units["hits"][0]["title"][0] == ["测试单位", True]
    client = Client()
    client.force_login(player.clerk.user)
    assert client.get(units["more"]).status_code == 200
    assert at_once(player.clerk.user, "财")["problem"]
    assert addresses(at_once(player.clerk.user, "财")) == []


def queries(user, name, words):
    client = Client()
    client.force_login(user)
    client.get(reverse(name), {"q": words})
    with CaptureQueriesContext(connection) as taken:
        client.get(reverse(name), {"q": words})
    return len(taken)


@pytest.mark.parametrize("name", ["search", "search_at_once"])
def test_much_found_is_asked_for_in_as_many_queries_as_little(plan, player, name):
    submit(player, "大蒜出口增长。")
    Unit.objects.create(government=plan.government, name="大蒜局")
    little = queries(player.office.user, name, "大蒜")
    for unit in ("市商务局", "市发展改革委"):
        submit(Player(plan, unit), "大蒜出口增长。")
    Unit.objects.bulk_create(
        Unit(government=plan.government, name=f"大蒜{number}局") for number in range(30)
    )
    assert queries(player.office.user, name, "大蒜") == little
