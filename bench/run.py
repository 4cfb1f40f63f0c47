"""`make bench`: how long each page takes and what it asks the database, at 1 and at 100 plans.

BENCH_DATABASE=postgres measures on PostgreSQL instead of SQLite; BENCH_PLANS= sets the number of plans.
Then a plan year of 3 000 governments (BENCH_GOVERNMENTS=) in PostgreSQL: sweeps and 100 000 mails.
Then the search over 100 000 reports in PostgreSQL.
Ends with an error when a page asks more of 100 plans than of one, a mail was lost or came twice.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.services import NOT_INHERITED, Services, own_folder  # noqa: E402  # the root comes first

MEASURE = "import django; django.setup(); from {module} import main; raise SystemExit(main())"


def create_database(port: int) -> None:
    """In the tests pytest-django makes its own."""
    where = f"host=127.0.0.1 port={port} user=portal dbname=postgres"
    with psycopg.connect(where, autocommit=True) as server:
        server.execute("CREATE DATABASE portal")


def main() -> int:
    """`BENCH_ONLY=documents`, `hand`, `pages`, `country` or `search` measures one of them."""
    only = os.environ.get("BENCH_ONLY", "")
    embedded = os.environ.get("BENCH_DATABASE") != "postgres"
    results = []
    if only not in {"country", "search"}:
        results.append(measure("bench.measure", Services(own_folder(), embedded=embedded)))
    if only in {"", "country"}:
        services = Services(own_folder(), embedded=False, durable=True)
        results.append(measure("bench.country.measure", services))
    if only in {"", "search"}:
        services = Services(own_folder(), embedded=False, durable=True)
        results.append(measure("bench.searching.measure", services))
    return max(results)


def measure(module: str, services: Services) -> int:
    environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment |= services.environment()
    environment |= {
        "VAR_DIR": str(services.folder / "var"),
        "REHEARSAL_CLOCK": "2022-08-24",
        "PYTHONWARNINGS": "ignore:No fonts configured",  # PDF brings its own
    }
    (services.folder / "var" / "static").mkdir(parents=True)
    try:
        services.start()
        if not services.embedded:
            create_database(services.postgres_port)
        return subprocess.run(
            [sys.executable, "-c", MEASURE.format(module=module)],
            cwd=ROOT,
            env=environment,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 130
    finally:
        services.stop()


if __name__ == "__main__":
    sys.exit(main())
