"""The words people read for assignments and extensions. One place for each."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.words import LifeWords
from tasks.workflow import (
    AssignmentAction,
    AssignmentStatus,
    ExtensionAction,
    ExtensionStatus,
)

ASSIGNMENT_WORDS = LifeWords(
    _("交办"),
    {
        AssignmentStatus.AWAITING_RECEIPT: _("待签收"),
        AssignmentStatus.IN_HAND: _("办理中"),
        AssignmentStatus.RETURNED: _("退回，待重新交办"),
        AssignmentStatus.INSISTED: _("待签收（退回未准）"),
        AssignmentStatus.REASSIGNED: _("已改派"),
        AssignmentStatus.DONE: _("已办结"),
        AssignmentStatus.WITHDRAWN: _("已撤销"),
    },
    {
        AssignmentAction.HAND_OUT: _("交办"),
        AssignmentAction.CONFIRM: _("签收"),
        AssignmentAction.RETURN: _("退回，不属于本单位"),
        AssignmentAction.REASSIGN: _("改派"),
        AssignmentAction.INSIST: _("不同意退回，仍由该单位承办"),
        AssignmentAction.FINISH: _("办结"),
        AssignmentAction.WITHDRAW: _("因计划修改撤销"),
    },
)
# Tone of templates/components/badge.html.
ASSIGNMENT_TONES = {
    AssignmentStatus.AWAITING_RECEIPT: "waiting",
    AssignmentStatus.IN_HAND: "ok",
    AssignmentStatus.RETURNED: "returned",
    AssignmentStatus.INSISTED: "waiting",
    AssignmentStatus.REASSIGNED: "neutral",
    AssignmentStatus.DONE: "ok",
    AssignmentStatus.WITHDRAWN: "neutral",
}
EXTENSION_WORDS = LifeWords(
    _("延期申请"),
    {
        ExtensionStatus.ASKED: _("待决定"),
        ExtensionStatus.GRANTED: pgettext_lazy("已决定", "同意延期"),
        ExtensionStatus.REFUSED: pgettext_lazy("已决定", "不同意延期"),
        ExtensionStatus.TAKEN_BACK: _("已撤回"),
    },
    {
        ExtensionAction.ASK: _("申请延期"),
        ExtensionAction.GRANT: _("同意延期"),
        ExtensionAction.REFUSE: _("不同意延期"),
        ExtensionAction.TAKE_BACK: _("撤回申请"),
    },
)
EXTENSION_TONES = {
    ExtensionStatus.ASKED: "waiting",
    ExtensionStatus.GRANTED: "ok",
    ExtensionStatus.REFUSED: "danger",
    ExtensionStatus.TAKEN_BACK: "neutral",
}
