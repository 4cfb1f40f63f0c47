"""What the steps in the life of an issued document are called."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from events.words import LifeWords


class Action(StrEnum):
    ISSUE = "issue"
    STORE_SCAN = "store_scan"


DOCUMENT_WORDS = LifeWords(
    noun=_("公文"),
    statuses={},
    actions={Action.ISSUE: _("印发"), Action.STORE_SCAN: _("存入盖章扫描件")},
)
