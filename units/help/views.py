"""Open to everybody: a deputy has no account, and nobody should have to sign in to learn how."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from common.errors import NotVisibleError
from units.access import access_for
from units.help.pages import BY_SLUG, PAGES, own_pages


@login_not_required
@require_safe
def help_page(request: HttpRequest, slug: str = "") -> HttpResponse:
    """Without a name it is the person's own first role's, else the clerk's: the most numerous."""
    roles: frozenset[str] = frozenset()
    if request.user.is_authenticated:
        roles = frozenset(grant.role for grant in access_for(request).grants)
    own = own_pages(roles)
    if slug and slug not in BY_SLUG:
        raise NotVisibleError
    page = BY_SLUG[slug] if slug else (own or PAGES)[0]
    picture = f"help/{page.slug}-{'en' if get_language() == 'en' else 'zh'}.png"
    context = {"page": page, "pages": PAGES, "own": own, "picture": picture}
    return render(request, "help/page.html", context)
