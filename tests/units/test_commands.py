"""What an operator does by hand: the first administrator, units that change."""

from __future__ import annotations

import io
from datetime import date
from http import HTTPStatus

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.playing import load
from units.models import Unit, User

pytestmark = pytest.mark.django_db

CITY = "开封市人民政府"


def appoint(monkeypatch: pytest.MonkeyPatch, password: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command(
        "appoint_administrator",
        "admin-1",
        name="管理员",
        government=CITY,
        unit="市政务服务大数据局",
        verbosity=0,
        stdout=io.StringIO(),
    )


def test_the_first_administrator_opens_the_admin_site(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    appoint(monkeypatch, "a-long-enough-pass-2022")
    client = Client()
    client.force_login(User.objects.get(username="admin-1"))
    assert client.get("/admin/").status_code == HTTPStatus.OK
    with pytest.raises(CommandError, match="already"):
        appoint(monkeypatch, "a-long-enough-pass-2022")


def test_a_weak_password_appoints_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    with pytest.raises(CommandError):
        appoint(monkeypatch, "short")
    assert not User.objects.filter(username="admin-1").exists()


def test_units_are_renamed_and_merged_by_command() -> None:
    load()
    here = {"government": CITY, "on": date(2022, 9, 1), "stdout": io.StringIO()}
    call_command("rename_unit", "市财政局", "市财政和国资局", **here)
    renamed = Unit.objects.get(name="市财政和国资局")
    assert renamed.name_on(date(2022, 8, 31)) == "市财政局"
    call_command("merge_unit", "市农业农村局", "市商务局", **here)
    assert Unit.objects.get(name="市农业农村局").merged_into.name == "市商务局"
    with pytest.raises(CommandError, match="没有名为"):
        call_command("merge_unit", "没有的局", "市商务局", **here)
