"""One computation of a person's roles for each request, shared by view and frame."""

from datetime import date
from typing import cast

from django.http import HttpRequest

from common import clock
from units.models import User
from units.permissions import Access, access_of

NOBODY = Access(user_id=0, on=date.min, grants=())


def access_for(request: HttpRequest) -> Access:
    if not hasattr(request, "portal_access"):
        request.portal_access = (  # type: ignore[attr-defined]
            access_of(request.user, clock.today()) if request.user.is_authenticated else NOBODY
        )
    access: Access = request.portal_access  # type: ignore[attr-defined]
    return access


def person_of(request: HttpRequest) -> User:
    """Who is signed in. The middleware has seen to it that somebody is."""
    return cast("User", request.user)
