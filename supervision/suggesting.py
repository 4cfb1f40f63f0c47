"""The first wording of a notice, for the bureau to edit."""

from datetime import date

from django.utils.translation import gettext as _

from common.dates import day_words
from common.language import for_others
from tasks.models import Obligation
from units.models import Unit


def suggested_text(unit: Unit, title: str, owed: Obligation | None, today: date) -> str:
    with for_others():
        if owed is None:
            return _("%(unit)s：%(title)s。请查明原因，采取措施赶上进度，并按期答复。") % {
                "unit": unit,
                "title": title,
            }
        facts = {
            "unit": unit,
            "title": title,
            "due": day_words(owed.due_on),
            "today": day_words(today),
        }
        return (
            _(
                "%(unit)s：%(title)s应于%(due)s前办理，截至%(today)s尚未办理。请抓紧办理，并按期答复。"
            )
            % facts
        )
