"""The one HTTP client of all channels: bounded in time and size, follows nobody, tells no secrets."""

import json
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Timer
from typing import Any, ClassVar, Self

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from common.sealed import masked
from notifications.carriers.base import Refused, Unreachable

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 5, 10, 20
LONGEST_ANSWER = 64 * 1024
PIECE = 4096
WORDS_LENGTH = 400
ASSUMED = "iso-8859-1"
TOO_MANY = frozenset({408, 425, 429})
SERVER_ERRORS = 500
# `requests` lets through what `urllib3` says of a host that is none.
FAILURES = (requests.RequestException, HTTPError, OSError)


@dataclass(frozen=True)
class Heard:
    """What came back. Named as the plugins that look at it expect."""

    status_code: int
    content: bytes
    charset: str = "utf-8"

    @property
    def is_success(self) -> bool:
        return 200 <= self.status_code < 300  # as HTTP has it

    @property
    def text(self) -> str:
        return self.content.decode(self.charset, errors="replace")

    @property
    def words(self) -> str:
        return f"HTTP {self.status_code} {' '.join(self.text.split())}".strip()[:WORDS_LENGTH]


@dataclass
class Client:
    """Stands where a plugin says `requests`; keeps what was answered, which the plugins do not.

    `amend` has the last word on a JSON body.
    """

    secrets: Mapping[str, str]
    allow_local: bool = False
    amend: Callable[[dict[str, Any]], dict[str, Any]] | None = None
    heard: Heard | None = None

    codes: ClassVar = requests.codes
    RequestException: ClassVar = requests.RequestException

    def post(self, url: str, **options: Any) -> Heard:
        return self.request("POST", url, **options)

    def request(self, method: str, url: str, **options: Any) -> Heard:
        """Whatever a plugin asks for, these limits hold."""
        if self.amend is not None:
            options["data"] = _json_with(self.amend, options["data"])
        options |= {
            "allow_redirects": False,
            "stream": True,
            "timeout": (CONNECT_SECONDS, READ_SECONDS),
            "verify": settings.CHANNEL_CA_FILE or True,
        }
        allow_local = self.allow_local or settings.CHANNEL_ALLOW_LOOPBACK
        with _Watch(allow_local=allow_local) as watch, _session(watch) as session:
            try:
                self.heard = _heard(session, method, url, options)
                watch.check()
            except FAILURES as error:
                why = _why(requests.Timeout() if watch.is_over else error)
                raise Unreachable(why) from None  # its own words hold the whole address
        return self.heard

    def words(self) -> str:
        return masked(self.heard.words, self.secrets.values()) if self.heard else ""

    def judge_status(self) -> None:
        """Only what was taken goes on; a server in trouble or too busy is asked again."""
        if self.heard is None or self.heard.is_success:
            return
        status = self.heard.status_code
        raise Refused(self.words(), for_good=status < SERVER_ERRORS and status not in TOO_MANY)


def _json_with(amend: Callable[[dict[str, Any]], dict[str, Any]], data: bytes | str) -> bytes:
    return json.dumps(amend(json.loads(data)), ensure_ascii=False).encode()


def _heard(session: requests.Session, method: str, url: str, options: dict[str, Any]) -> Heard:
    with session.request(method, url, **options) as response:
        return Heard(response.status_code, _body_of(response), _charset_of(response))


def _body_of(response: requests.Response) -> bytes:
    """No more of it than anybody needs."""
    content = b""
    for piece in response.iter_content(PIECE):
        content += piece
        if len(content) >= LONGEST_ANSWER:
            break
    return content[:LONGEST_ANSWER]


def _charset_of(response: requests.Response) -> str:
    """UTF-8 unless another one is named: what `requests` assumes where none is, nobody here uses."""
    charset = response.encoding
    if not charset or charset.lower() == ASSUMED:
        return "utf-8"
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset


def _why(error: Exception) -> str:
    if isinstance(error, requests.Timeout):
        return _("没有在规定时间内答复")
    if isinstance(error, requests.exceptions.SSLError):
        return _("对方的证书不可信")
    if isinstance(error, ValueError):
        return _("地址不对")
    return _("连接不上或连接中断")


# -- where it may go ---------------------------------------------------------------------------------


# Where clouds answer a machine with its own passwords, beside link-local addresses.
OF_THE_CLOUD = frozenset({ip_address("100.100.100.200"), ip_address("fd00:ec2::254")})


def is_local(address: str) -> bool:
    """This machine, its neighbours by link, its cloud, or nobody in particular."""
    found = _plain(address)
    if found in OF_THE_CLOUD:
        return True
    return found.is_loopback or found.is_link_local or found.is_unspecified or found.is_multicast


def _plain(address: str) -> IPv4Address | IPv6Address:
    found = ip_address(address.partition("%")[0])
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _leads_here(connected: socket.socket) -> bool:
    """Who speaks to any of this machine's own addresses speaks from the same one."""
    peer, own = connected.getpeername()[0], connected.getsockname()[0]
    return is_local(peer) or _plain(peer) == _plain(own)


class _Watch:
    """Looks at each connection, and cuts it when the time is up.

    A read has its own limit, but their number has none: whoever sends a byte now and then could
    hold a worker for hours.
    """

    def __init__(self, *, allow_local: bool) -> None:
        self.allow_local, self.is_over = allow_local, False
        self._twins: list[socket.socket] = []
        self._timer = Timer(ALL_SECONDS, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()
        for twin in self._twins:
            twin.close()

    def take(self, connected: socket.socket) -> socket.socket:
        self._twins.append(connected.dup())  # TLS takes the first one over
        try:
            self._look_at(connected)
        except (Refused, *FAILURES):
            connected.close()
            raise
        return connected

    def _look_at(self, connected: socket.socket) -> None:
        """Asked of the connection itself: a name may lead elsewhere each time it is looked up."""
        if not self.allow_local and _leads_here(connected):
            raise Refused(_("地址指向本机，不予发送"), for_good=True)
        self.check()

    def check(self) -> None:
        if self.is_over:
            raise requests.Timeout

    def _cut(self) -> None:
        self.is_over = True
        for twin in self._twins:
            with suppress(OSError):
                twin.shutdown(socket.SHUT_RDWR)


class _Connection(HTTPConnection):
    def __init__(self, *places: Any, watch: _Watch, **named: Any) -> None:
        super().__init__(*places, **named)
        self.watch = watch

    def _new_conn(self) -> socket.socket:
        return self.watch.take(super()._new_conn())


class _SecureConnection(_Connection, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class _Adapter(HTTPAdapter):
    def __init__(self, watch: _Watch) -> None:
        self.watch = watch
        super().__init__(max_retries=0)

    def init_poolmanager(self, *places: Any, **named: Any) -> None:
        super().init_poolmanager(*places, **named)
        pools: Any = {
            "http": partial(_Pool, watch=self.watch),
            "https": partial(_SecurePool, watch=self.watch),
        }
        self.poolmanager.pool_classes_by_scheme = pools


def _session(watch: _Watch) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # no proxy and no password from elsewhere
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(watch))
    return session
