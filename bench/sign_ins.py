"""A deadline morning: many people sign in at one moment, on the web server as it is deployed."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, Event

from bench.server import Browser, web_server
from units.demo import demo_sign_ins

PEOPLE = 40


@dataclass(frozen=True)
class Burst:
    """Seconds: each sign-in, and other pages asked for meanwhile."""

    sign_ins: list[float]
    others: list[float]


def burst() -> Burst:
    with web_server() as port:
        return _burst(port)


def _burst(port: int) -> Burst:
    usernames = [person.username for person in demo_sign_ins()]
    colleague = Browser(port, {})
    colleague.sign_in("gongxin-clerk")
    barrier, done = Barrier(PEOPLE), Event()
    others: list[float] = []

    def read_on() -> None:
        while not done.is_set():
            started = time.perf_counter()
            colleague.ask("GET", "/inbox/")
            others.append(time.perf_counter() - started)

    with ThreadPoolExecutor(PEOPLE + 1) as pool:
        reading = pool.submit(read_on)
        signing = [
            pool.submit(Browser(port, {}).sign_in, usernames[place % len(usernames)], barrier)
            for place in range(PEOPLE)
        ]
        try:
            taken = [task.result() for task in signing]
        finally:
            done.set()
        reading.result()
    return Burst(taken, others)


def percentile(values: list[float], per_cent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[per_cent - 1]
