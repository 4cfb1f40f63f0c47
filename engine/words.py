"""What people call the jobs; one without words goes by its name."""

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

JOBS: dict[str, str | Promise] = {
    "reminders.send_reminders": _("检查到期事项，生成提醒"),
    "reminders.deliver": _("发送待发邮件"),
    "reminders.fill_in": _("核对全部待办，补上遗漏的提醒"),
    "reminders.send_digests": _("生成每周概览"),
    "reminders.ask_for_years": _("请管理员录入节假日安排"),
    "documents.make_batch": _("制作成批文件"),
    "documents.tend_batches": _("照看成批文件"),
}
INTERVALS = (
    (86_400, ngettext_lazy("%(n)s 天", "%(n)s 天", "n")),
    (3_600, ngettext_lazy("%(n)s 小时", "%(n)s 小时", "n")),
    (60, ngettext_lazy("%(n)s 分钟", "%(n)s 分钟", "n")),
    (1, ngettext_lazy("%(n)s 秒", "%(n)s 秒", "n")),
)


def job_words(name: str) -> str:
    return str(JOBS.get(name, name))


def interval_words(every: timedelta) -> str:
    """In the largest unit of which it is a whole number."""
    seconds = int(every.total_seconds())
    size, words = next(row for row in INTERVALS if seconds % row[0] == 0)
    return str(words % {"n": seconds // size})
