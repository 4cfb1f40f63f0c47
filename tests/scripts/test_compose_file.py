"""What docker-compose.yml asks for, `.env.example` and docs/operation.md describe; and how it confines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
EXAMPLE = dict(
    re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
)
SERVICES = yaml.safe_load(COMPOSE)["services"]
OURS = {name for name, service in SERVICES.items() if service["image"] == "motion-portal"}
NOT_THE_PORTALS = {"POSTGRES_PASSWORD", "PORTAL_LISTEN"}  # read by compose alone


def test_every_variable_is_described_and_every_described_one_is_used():
    assert set(re.findall(r"\$\{([A-Z_]+)", COMPOSE)) == set(EXAMPLE)


def test_every_variable_of_the_portal_is_in_the_table_of_settings():
    table = (ROOT / "docs" / "operation.md").read_text("utf-8").partition("## Settings")[2]
    assert set(EXAMPLE) - NOT_THE_PORTALS <= set(re.findall(r"`([A-Z_]+)`", table))


def test_no_secret_has_a_value_in_what_is_shipped():
    assert EXAMPLE["SMS_SECRET"] == ""
    for secret in ("SECRET_KEY", "SEALING_KEYS", "POSTGRES_PASSWORD"):
        assert EXAMPLE[secret] == ""
        assert set(re.findall(rf"\${{{secret}(.)", COMPOSE)) == {":"}
        assert f"{secret}:-" not in COMPOSE


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_container_is_confined_and_all_but_the_migration_say_how_they_are(name: str):
    service = SERVICES[name]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["mem_limit"]
    assert service["logging"]["options"]["max-size"]
    assert (name == "migrate") == ("healthcheck" not in service)
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    if name in OURS:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
    assert name == "web" or "ports" not in service


def test_the_web_server_listens_for_this_machine_alone_unless_told_otherwise():
    assert EXAMPLE["PORTAL_LISTEN"].startswith("127.0.0.1:")
    assert "${PORTAL_LISTEN:-127.0.0.1:8000}:8000" in SERVICES["web"]["ports"]


def test_the_queue_outlives_a_kill_and_a_full_one_refuses():
    command = SERVICES["broker"]["command"]
    options = dict(zip(command[1::2], command[2::2], strict=True))
    assert options["--appendonly"] == "yes"
    assert options["--maxmemory-policy"] == "noeviction"
    assert "broker:/data" in SERVICES["broker"]["volumes"]


def test_what_runs_is_finished_before_a_container_stops():
    assert SERVICES["worker"]["stop_grace_period"] == "60s"
    assert SERVICES["web"]["stop_grace_period"] == "35s"
    assert SERVICES["database"]["stop_grace_period"] == "60s"


def test_beat_says_that_it_is_alive_where_its_health_check_looks():
    beat = SERVICES["beat"]
    assert beat["environment"]["BEAT_ALIVE_FILE"] == "/tmp/beat.alive"  # noqa: S108  # its own
    assert beat["healthcheck"]["test"][-2:] == ["scripts.healthcheck", "beat"]
    assert "scheduler" not in " ".join(beat["command"]), "the settings name it"
    assert beat["environment"]["DATABASE_URL"] == SERVICES["worker"]["environment"]["DATABASE_URL"]
