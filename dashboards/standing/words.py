"""The words people read for what stood. One place for each."""

from django.utils.translation import gettext_lazy

from dashboards.standing.partner_shapes import Word
from dashboards.standing.shapes import Arrears, State
from reports.progress import Light
from reports.workflow import Actor

STATE_WORDS = {
    State.NOT_DUE: gettext_lazy("未到期"),
    State.DRAFT: gettext_lazy("起草中"),
    State.MISSING: gettext_lazy("逾期未报"),
    State.SUBMITTED: gettext_lazy("待审核"),
    State.UNDER_REVIEW: gettext_lazy("审核中"),
    State.RETURNED: gettext_lazy("已退回"),
    State.ACCEPTED: gettext_lazy("已审核"),
    State.CORRECTION_ASKED: gettext_lazy("申请更正"),
    State.CORRECTING: gettext_lazy("更正中"),
}
LIGHT_WORDS = {
    Light.ON_PACE: gettext_lazy("达到序时进度"),
    Light.SLOW: gettext_lazy("略慢于序时进度"),
    Light.BEHIND: gettext_lazy("落后于序时进度"),
}
ARREARS_WORDS = {
    Arrears.MISSING: gettext_lazy("逾期未报"),
    Arrears.CORRECTION: gettext_lazy("逾期未补正"),
    Arrears.REVIEW: gettext_lazy("逾期未审核"),
    Arrears.LATE: gettext_lazy("迟报"),
}
ACTOR_WORDS = {
    Actor.CLERK: gettext_lazy("经办人"),
    Actor.HEAD: gettext_lazy("单位负责人"),
    Actor.OFFICE: gettext_lazy("领导小组办公室"),
}

PARTNER_WORDS = {
    Word.ARRIVED: gettext_lazy("已到"),
    Word.SIGNED: gettext_lazy("已会签"),
    Word.OPEN: gettext_lazy("未收到"),
    Word.AWAITING: gettext_lazy("待会签"),
    Word.OBJECTED: gettext_lazy("有异议"),
    Word.MISSING: gettext_lazy("未会签"),
}
