from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class CalendarChangedError(PortalError):
    words = _(
        "您打开这一页以后，别的同志改过 %(year)s 年的工作日历，没有覆盖它。"
        "下面是对着现在的日历重新比出来的差别；核对以后再保存。"
    )


class NoSourceError(InvalidError):
    words = _("请填依据：国务院办公厅通知的文号，比如 国办发明电〔2025〕7号。")
