from django.utils.translation import gettext_lazy as _

from common.errors import PortalError


class PlanClosedError(PortalError):
    words = _("计划“%(plan)s”已归档，只供查阅，没有任何改动；后续工作请在下一年度的计划里办理。")
