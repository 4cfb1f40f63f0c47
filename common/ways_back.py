"""Ways back to a page, from an address that takes forms and opens as none."""

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme


def page_of_form(request: HttpRequest) -> str:
    """The page of this portal on which the person pressed the button; empty if there is none."""
    address = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def within_the_portal(address: str) -> str:
    """Without the host in front of it."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def page_above(path: str) -> str:
    """/filings/7/ for /filings/7/do/sign/: the nearest address above that there is."""
    steps = path.strip("/").split("/")[:-1]
    while steps:
        above = f"/{'/'.join(steps)}/"
        try:
            resolve(above)
        except Resolver404:
            steps.pop()
        else:
            return above
    return "/"
