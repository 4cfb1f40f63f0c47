"""How each kind of contradiction is called, and what it means. One place for each."""

from django.utils.translation import gettext_lazy as _

from dashboards.crosscheck.shapes import Kind

KIND_WORDS = {
    Kind.PARTS: _("分解与总数不符"),
    Kind.NO_WHOLE: _("有分解，没有总数"),
    Kind.SHARES: _("函告合计与牵头填报不符"),
    Kind.FALLS: _("累计数减少"),
    Kind.RETOLD: _("同一个数前后不一"),
    Kind.OVER: _("完成数超过目标"),
    Kind.UNDATED: _("报完成，没有日期"),
    Kind.UNPROVEN: _("报完成，没有依据"),
    Kind.DONE_TWICE: _("同一节点两个完成日期"),
    Kind.RESULT: _("办结为完成，数未到目标"),
    Kind.DATE_LIMIT: _("期限长于时限规则"),
    Kind.NO_WORKDAY: _("期限不是工作日"),
    Kind.NO_MEMBER: _("牵头单位没有成员"),
    Kind.POST: _("成员职务对不上承办单位"),
    Kind.PROPOSER: _("领衔代表也是成员"),
}
