"""People in the administrator's site, once more: what is done there to the deputies' office is told."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from common import clock
from replies.services.keepers import NO_ACCOUNT, account_of, note_administered, settle
from units.access import person_of
from units.admin import PersonAdmin, managed_governments, site
from units.models import User

site.unregister(User)


class WatchedPersonAdmin(PersonAdmin):
    """Nothing is forbidden here, and nothing is done in secret (docs/adr/0018)."""

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        settle(government_ids=managed_governments(request), now=clock.now())
        form.before = account_of(obj.pk) if change else NO_ACCOUNT
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        note_administered(
            user_id=form.instance.pk, before=form.before, by=person_of(request), now=clock.now()
        )

    @transaction.atomic
    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 - Django's name
        form_url: str = "",
    ) -> HttpResponse:
        settle(government_ids=managed_governments(request), now=clock.now())
        before = account_of(int(id)) if id.isdecimal() else NO_ACCOUNT
        response: HttpResponse = super().user_change_password(request, id, form_url)
        if before != NO_ACCOUNT:
            note_administered(
                user_id=int(id), before=before, by=person_of(request), now=clock.now()
            )
        return response


site.register(User, WatchedPersonAdmin)
