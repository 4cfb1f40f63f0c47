"""What `make check` finds in a catalogue, and what the portal compiles of it."""

from __future__ import annotations

import gettext
import io
import os
from typing import TYPE_CHECKING

from babel.messages.pofile import read_po

from scripts.check_messages import incomplete, unmarked_text
from scripts.compile_messages import compile_messages

if TYPE_CHECKING:
    from pathlib import Path

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def faults_of(entry: str) -> list[str]:
    return list(incomplete(read_po(io.BytesIO((HEAD + entry).encode()))))


def test_a_translated_string_is_no_fault():
    assert faults_of('msgid "看板"\nmsgstr "Board"\n') == []


def test_an_empty_a_doubtful_and_a_broken_string_are_faults():
    assert "not translated" in faults_of('msgid "看板"\nmsgstr ""\n')[0]
    assert "doubtful" in faults_of('#, fuzzy\nmsgid "看板"\nmsgstr "Board"\n')[0]
    assert faults_of('#, python-format\nmsgid "还有 %(n)s 天"\nmsgstr "%(days)s days"\n')


def test_chinese_outside_a_translation_tag_is_a_fault(tmp_path: Path):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    page.write_text('{# 说明 #}<h1>{% translate "看板" %}</h1>\n<p>逾期</p>', encoding="utf-8")

    assert list(unmarked_text(tmp_path)) == [
        "not marked for translation: '逾期' in templates/page.html:2"
    ]


def test_a_catalogue_is_compiled_anew_only_when_it_changed(tmp_path: Path):
    source = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEAD + 'msgid "看板"\nmsgstr "Board"\n', encoding="utf-8")

    compile_messages(tmp_path)

    compiled = source.with_suffix(".mo")
    with compiled.open("rb") as mo_file:
        assert gettext.GNUTranslations(mo_file).gettext("看板") == "Board"
    compiled.write_bytes(b"untouched")
    compile_messages(tmp_path)
    assert compiled.read_bytes() == b"untouched"
    os.utime(source, (compiled.stat().st_mtime + 10,) * 2)
    compile_messages(tmp_path)
    assert compiled.read_bytes() != b"untouched"
