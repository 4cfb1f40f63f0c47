"""A deputy with a phone and a paper sheet: by the code behind the #, and by typing it without scripts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from replies.codes import in_groups
from replies.models import Rating
from tests.answering import COVER, Answering
from tests.playing import load

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Request

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("quick_press"),
]

PHONE = {"width": 360, "height": 740}


def test_a_deputy_rates_by_the_link_and_by_the_typed_code(
    new_page: Callable[..., Page], settings
) -> None:
    settings.REHEARSAL_CLOCK = date(2022, 9, 16)
    answering = Answering(load())
    answering.issue()
    scanned, typed = answering.links(numbers=[1, 2])
    asked: list[Request] = []

    page = new_page(viewport=PHONE)
    page.on("request", lambda request: asked.append(request))
    page.goto(f"/rate/#{scanned.code}")
    expect(page.get_by_text(COVER.document_number)).to_be_visible()
    assert scanned.code not in page.url
    page.get_by_role("group", name="对办理态度").get_by_label("满意", exact=True).check()
    page.get_by_role("group", name="对办理结果").get_by_label("基本满意").check()
    page.get_by_label("意见和建议").fill("办得认真。")
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_text("评价已收下，谢谢您")).to_be_visible()

    assert not [r.url for r in asked if scanned.code in r.url + r.headers.get("referer", "")]
    assert {r.url.split("/")[2] for r in asked} == {page.url.split("/")[2]}  # no third party

    by_hand = new_page(viewport=PHONE, java_script_enabled=False)
    by_hand.goto("/rate/")
    by_hand.get_by_label("评价码").fill(in_groups(typed.code))
    by_hand.get_by_role("button", name="看答复").click()
    by_hand.get_by_role("group", name="对办理态度").get_by_label("不满意").check()
    by_hand.get_by_role("group", name="对办理结果").get_by_label("不满意").check()
    by_hand.get_by_role("button", name="提交评价").click()
    expect(by_hand.get_by_text("评价已收下，谢谢您")).to_be_visible()

    said = Rating.objects.order_by("letter__number").values_list("result", flat=True)
    assert list(said) == ["basically", "dissatisfied"]
