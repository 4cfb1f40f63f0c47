"""Refusals of the boards."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class FindingGoneError(PortalError):
    words = _("这处核验已经变了：数据改过，或者已不存在。请刷新页面，看过现在的情况再说明。")


class ExplanationRefusedError(InvalidError):
    words = _("说明没有保存：%(found)s。应为%(expected)s。")


class PlanNotReadyError(PortalError):
    words = _("计划还不能归档：%(open)s。")
