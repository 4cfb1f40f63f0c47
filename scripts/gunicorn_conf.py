"""The web server, in `make run` and in the container alike."""

from __future__ import annotations

import os
from typing import Any

from django.urls import get_resolver

from scripts.processes import end_with_parent

wsgi_app = "config.wsgi"
preload_app = True  # loaded once, then forked: half the start-up work, less memory
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 120  # a PDF of the whole plan on a slow machine
max_requests = 2000  # a worker starts afresh now and then, the two not at the same moment
max_requests_jitter = 500
loglevel = "warning"
control_socket_disable = True
if os.path.isdir("/dev/shm"):  # noqa: S108, PTH112  # heartbeat in memory, never on a slow disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def when_ready(_server: Any) -> None:
    """Every page's code is loaded before the fork, not by each worker at its first request."""
    list(get_resolver().url_patterns)


def post_fork(_server: Any, worker: Any) -> None:
    """Without this a worker holds the port for a second or two after its master was killed."""
    end_with_parent(worker.ppid)
