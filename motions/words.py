"""How stages are called, and what closing them means, in one place."""

import calendar
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import month_words
from events.words import LifeWords
from motions.workflow import Action, Result, Status

STATUS_WORDS = {Status.OPEN: gettext_lazy("在办"), Status.CLOSED: gettext_lazy("已归档")}
PLAN_WORDS = LifeWords(gettext_lazy("计划"), STATUS_WORDS, {Action.CLOSE: gettext_lazy("归档")})
STAGE_WORDS = LifeWords(
    gettext_lazy("阶段"),
    {Status.OPEN: gettext_lazy("未结账"), Status.CLOSED: gettext_lazy("已结账")},
    {Action.CLOSE: gettext_lazy("结账"), Action.REOPEN: gettext_lazy("重新打开")},
)
LEAF_WORDS = LifeWords(
    gettext_lazy("事项"),
    {Status.OPEN: gettext_lazy("在办"), Status.CLOSED: gettext_lazy("已办结")},
    {Action.CLOSE: gettext_lazy("办结"), Action.REOPEN: gettext_lazy("重新打开")},
)
RESULT_WORDS = {
    Result.MET: gettext_lazy("完成"),
    Result.PARTLY: gettext_lazy("部分完成"),
    Result.NOT_MET: gettext_lazy("未完成"),
    Result.CARRIED_OVER: gettext_lazy("结转"),
}


def stage_words(due_on: date, *, with_year: bool = False) -> str:
    """8月底 for the last day of a month, 12月15日 for another."""
    is_end = due_on.day == calendar.monthrange(due_on.year, due_on.month)[1]
    words = _("%(month)s月底") if is_end else _("%(month)s月%(day)s日")
    stage = words % {"month": month_words(due_on), "day": due_on.day}
    return _("%(year)s年%(stage)s") % {"year": due_on.year, "stage": stage} if with_year else stage


def report_words(due_on: date, *, with_year: bool = False) -> str:
    """8月底阶段报告."""
    return _("%(stage)s阶段报告") % {"stage": stage_words(due_on, with_year=with_year)}
