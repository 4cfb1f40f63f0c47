"""The kinds of documents that leave the portal, as data. Plain Python but for the words."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from units.roles import Permission


class Kind(StrEnum):
    STAGED_REPORT = "staged_report"
    CONTRIBUTION = "contribution"
    CONSOLIDATED = "consolidated"
    REPLY = "reply"
    NOTICE = "notice"
    BULLETIN = "bulletin"
    SUMMARY = "summary"
    RECEIPT = "receipt"


KIND_WORDS = {
    Kind.STAGED_REPORT: _("阶段报告"),
    Kind.CONTRIBUTION: _("函告"),
    Kind.CONSOLIDATED: _("阶段汇总报告"),
    Kind.REPLY: _("答复函"),
    Kind.NOTICE: _("督办通知"),
    Kind.BULLETIN: _("督查通报"),
    Kind.SUMMARY: _("督办摘要"),
    Kind.RECEIPT: _("回执"),
}

OF_A_UNIT = frozenset({Permission.FILE_REPORTS, Permission.SIGN_REPORTS})
# Who issues in the name of the unit that stands on the document. A receipt is the portal's own
# answer: whoever hands something in gets one.
ISSUERS: dict[Kind, frozenset[Permission]] = {
    Kind.STAGED_REPORT: OF_A_UNIT,
    Kind.CONTRIBUTION: OF_A_UNIT,
    Kind.REPLY: OF_A_UNIT,
    Kind.CONSOLIDATED: frozenset({Permission.RUN_PLAN}),
    Kind.NOTICE: frozenset({Permission.SUPERVISE}),
    Kind.BULLETIN: frozenset({Permission.SUPERVISE}),
    Kind.SUMMARY: frozenset({Permission.RUN_PLAN, Permission.SUPERVISE}),
}
# Written by a unit for itself: all its people read it, also before those above do.
UNITS_OWN = frozenset(kind for kind, issuers in ISSUERS.items() if issuers == OF_A_UNIT)
# Printed for everybody in the plan's government, as the directive is.
FOR_EVERYBODY = frozenset({Kind.BULLETIN})
# A bulletin has the number of its period; of notices the app that sends them says which need one.
WITHOUT_NUMBER = frozenset({Kind.SUMMARY, Kind.RECEIPT, Kind.BULLETIN, Kind.NOTICE})
