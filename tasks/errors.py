"""Refusals of the services that hand out, confirm, re-assign and extend."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError


class AlreadyHandedOutError(PortalError):
    words = _("这份计划已由%(by)s于 %(on)s 交办，一份计划交办一次；个别事项可以改派。")


class NothingToConfirmError(PortalError):
    words = _("本单位没有待签收的事项，可能别的同志刚签收过，请刷新页面查看。")


class TooLateToReturnError(PortalError):
    words = _(
        "退回的期限是 %(due)s，已经过了，不能再退回。请签收；确有困难的，请与领导小组办公室联系改派。"
    )


class WrongUnitError(InvalidError):
    words = _(
        "“%(task)s”不能改派给这个单位：%(found)s。应为同一政府、没有并走、还没有承办这一项的单位。"
    )


class StillOwedError(PortalError):
    words = _("“%(task)s”不能办结：%(unit)s这一项还有 %(count)s 件没有完成。请完成后再办结。")


class NotChasedError(PortalError):
    words = _("没有要催的单位：所有交办事项都已签收或退回。")


class NotExtendableError(PortalError):
    words = _("这一件不能申请延期：%(found)s。可以延期的是没有报送、没有撤销的阶段报告和补正。")


class AskedTooLateError(PortalError):
    words = _(
        "延期要在期限以前申请：期限是 %(due)s，当天和以后不能再申请。请尽快报送，并在报告里说明原因。"
    )


class AlreadyAskedError(PortalError):
    words = _("这一件已经有一份延期申请在等领导小组办公室决定；要改理由或日期，请先撤回那一份。")


class DateRefusedError(InvalidError):
    words = _("“%(found)s”不能作为新的期限：应为 %(after)s 以后、%(latest)s 以前的日期。")
