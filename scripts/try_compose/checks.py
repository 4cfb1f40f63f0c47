"""What has to be so of the running set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scripts.try_compose.containers import IMAGE, PORTAL, ROOT, SERVICES, Failed, Trial, docker

READ_ONLY = "import pathlib; pathlib.Path('/app/written').touch()"


def a_missing_setting_is_named(trial: Trial) -> None:
    try:
        trial.compose("config", "--quiet", env_file=Path("/dev/null"))
    except Failed as refusal:
        if "required variable" not in str(refusal) or ".env.example" not in str(refusal):
            raise
    else:
        raise Failed("Compose started without settings.")


def containers_are_confined(trial: Trial) -> None:
    for service in SERVICES:
        status = trial.compose("exec", "-T", service, "cat", "/proc/1/status")
        told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
        if "0" in told["Uid"].split() or told["NoNewPrivs"] != "1":
            raise Failed(f"{service} runs as root, or may become root.")
        if service in PORTAL and int(told["CapEff"], 16) != 0:
            raise Failed(f"{service} has capabilities: {told['CapEff']}")
    for service in PORTAL:
        try:
            trial.compose("exec", "-T", service, "python", "-c", READ_ONLY)
        except Failed as refusal:
            if "Read-only file system" not in str(refusal):
                raise
        else:
            raise Failed(f"{service} can write into the image.")


def no_secret_is_in_the_image(trial: Trial) -> None:
    told = docker("history", "--no-trunc", IMAGE) + docker("image", "inspect", IMAGE)
    told += (ROOT / "docker-compose.yml").read_text("utf-8")
    if any(secret in told for secret in trial.secrets.values()):
        raise Failed("A secret is in the image's history or in docker-compose.yml.")
    listed = trial.compose("exec", "-T", "web", "find", "/app", "-name", ".*", "-o", "-name", "var")
    if listed.split() not in ([], ["/app/.dockerignore"]):
        raise Failed(f"In the image, and should not be: {listed}")


def the_queue_keeps_what_it_takes(trial: Trial) -> None:
    for name, wanted in {"appendonly": "yes", "maxmemory-policy": "noeviction"}.items():
        said = trial.compose("exec", "-T", "broker", "redis-cli", "config", "get", name).split()
        if said != [name, wanted]:
            raise Failed(f"Redis: {said}, expected {wanted}.")


def all_jobs_tick(health: dict[str, Any]) -> None:
    """By what `/healthz` says."""
    ticks = health["last_tick"]
    if not ticks or not all(ticks.values()) or health["dead_letters"]:
        raise Failed(f"Not every job has ticked, or one failed for good: {health}")


def kill_everything_in(service: str, trial: Trial) -> None:
    """As a crash: `docker kill` would count as stopped by hand, and nothing would start it again."""
    try:
        trial.compose("exec", "-T", service, "python", "-c", "import os; os.kill(-1, 9)")
    except Failed:
        return  # the killer goes with them


def all_stopped_by_themselves(trial: Trial) -> None:
    ended = {
        service: [state["State"]["ExitCode"] for state in trial.states(service)]
        for service in SERVICES
    }
    if any(any(codes) for codes in ended.values()):
        raise Failed(f"Not stopped within the time given, or not in order: {ended}")


def logs_are_quiet(trial: Trial) -> None:
    said = trial.compose("logs", "--no-color", *PORTAL, "migrate")
    for word in ("Traceback", "CRITICAL", *trial.secrets.values()):
        if word in said:
            raise Failed(f"In the logs: {said[max(0, said.index(word) - 500) :][:2000]}")


def figures(trial: Trial) -> str:
    size = int(docker("image", "inspect", "--format", "{{.Size}}", IMAGE)) / 1e6
    containers = trial.compose("ps", "--quiet").split()
    memory = docker("stats", "--no-stream", "--format", "{{.Name}}\t{{.MemUsage}}", *containers)
    return f"\nimage {IMAGE}: {size:.0f} MB\n{memory.strip()}"
