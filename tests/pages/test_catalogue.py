"""What stays Chinese whoever reads it, and the English catalogue itself."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po
from django.conf import settings as project
from django.utils.translation import override

from notifications.models import Message
from notifications.selectors import MAILBOX_BACKEND
from tests.pages.hiding import CHINESE
from tests.playing import Player, at, load

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english_catalogue")]

NUMBER_AS_TYPED = re.compile(r"“汴.〔2022〕7号”")
QUOTED = re.compile(r"'[^']*'|“[^”]*”|[〔〕〓]|清单\.csv")
CATALOGUE = project.BASE_DIR / "locale" / "en" / "LC_MESSAGES" / "django.po"


def test_messages_are_in_chinese_whatever_their_writer_reads(settings):
    settings.EMAIL_BACKEND = MAILBOX_BACKEND
    settings.REHEARSAL_CLOCK = date(2022, 9, 1)
    player = Player(load(), "市财政局")
    with override("en"):
        player.submit(at("2022-08-30"))
        player.open(at("2022-08-30", 10))
        player.decide(at("2022-08-30", 11), returned=("t5-10",))
    subjects = set(Message.objects.values_list("subject", flat=True))
    assert subjects == {
        f"市财政局 8月底阶段报告：{news}"
        for news in (
            "请审签",
            "会签已齐",
            "已报送，待审核",
            "已报送领导小组办公室",
            "已退回，请补正",
        )
    }


def strings() -> Iterator[tuple[str, str]]:
    with CATALOGUE.open("rb") as po_file:
        for message in read_po(po_file):
            texts = [message.string] if isinstance(message.string, str) else message.string
            source = message.id if isinstance(message.id, str) else message.id[0]
            yield from ((source, text) for text in texts if source)


def test_no_translation_breaks_the_html_around_it():
    """The tag `translate` escapes nothing, and stands inside attributes too."""
    assert [text for _source, text in strings() if re.search(r"""["<>&]""", text)] == []


def test_translations_hold_no_chinese_but_what_is_quoted():
    """Names of sheets and of a file in a Chinese workbook or ZIP, and signs that are typed."""
    texts = (QUOTED.sub("", NUMBER_AS_TYPED.sub("", text)) for _source, text in strings())
    assert {text for text in texts if CHINESE.search(text)} == set()


def test_translations_begin_and_end_as_their_source_does():
    """A label in a sentence does not end in a full stop, nor a sentence without one."""
    stops = {"。": ".", "？": "?"}
    wrong = [
        text
        for source, text in strings()
        if source.endswith(tuple(stops)) and not text.rstrip().endswith((".", "?", "!", ":"))
    ]
    assert wrong == []
