"""Files that are kept under their own hash."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from common.kept_files import digest_of, keep, name_of_file

CONTENT = b"%PDF-1.4\nwhole\n%%EOF\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_a_file_lies_under_its_hash_once():
    digest, path = keep("documents", 1, CONTENT)
    assert digest == digest_of([CONTENT])
    assert keep("documents", 1, CONTENT) == (digest, path)
    assert [file.name for file in Path(default_storage.path("documents")).rglob(digest)] == [digest]


def test_what_a_killed_process_left_half_written_is_written_anew():
    _digest, path = keep("documents", 1, CONTENT)
    Path(default_storage.path(path)).write_bytes(CONTENT[:5])
    assert keep("documents", 1, CONTENT)[1] == path
    assert Path(default_storage.path(path)).read_bytes() == CONTENT


def test_a_name_is_one_that_every_system_takes():
    assert name_of_file('a/b\\c:"d"\n', "", "二") == "a b c d 二"


def test_a_name_is_as_long_as_file_systems_take_and_keeps_what_tells_it_apart():
    plan, unit = (
        "关于以“项目为王”理念为引领的议案办理工作方案" * 5,
        "开封市城乡一体化示范区管理委员会",
    )
    name = name_of_file(plan, unit, "2022年8月底 第2版")
    assert len(f"{name} (12).docx".encode()) <= 255
    assert f"{unit} 2022年8月底 第2版" in name
    assert name.startswith(plan[:40])
    assert name_of_file(unit * 3) == unit * 3
    assert len(name_of_file("\U0002070e" * 999).encode()) <= 230


@pytest.mark.parametrize("unseen", "\u061c\u200b\u200f\u202e\u2028\u2066\u2069\ufeff\x85\xad")
def test_nothing_unseen_turns_a_name_round(unseen):
    assert name_of_file(f"报告{unseen}fdp") == "报告 fdp"
