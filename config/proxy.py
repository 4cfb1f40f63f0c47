"""Behind the reverse proxy every request comes from the proxy's address; who asked is in its header."""

import ipaddress

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The header's last entry is the proxy's own; a client may have written what stands before it."""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return str(request.META["REMOTE_ADDR"])
