"""What people call the jobs; one without words goes by its name."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

JOBS: dict[str, str | Promise] = {
    "reminders.send_reminders": _("检查到期事项，生成提醒"),
    "reminders.deliver": _("发送待发邮件"),
    "reminders.fill_in": _("核对全部待办，补上遗漏的提醒"),
    "reminders.send_digests": _("生成每周概览"),
    "reminders.ask_for_years": _("请管理员录入节假日安排"),
    "documents.make_batch": _("制作成批文件"),
    "documents.tend_batches": _("照看成批文件"),
}


def job_words(name: str) -> str:
    return str(JOBS.get(name, name))
