"""Refusals of issuing and checking."""

from http import HTTPStatus

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError
from common.guessing import TooManyGuessesError


class NumberMissingError(InvalidError):
    words = _("%(kind)s没有发文字号，不能印发。请填上本单位编的发文字号，如“汴财〔2022〕7号”。")


class NumberTakenError(PortalError):
    words = _(
        "%(unit)s已把发文字号“%(number)s”用在另一份%(kind)s上，不能再用。请核对本单位的发文登记，改填没有用过的号。"
    )


class AlreadyIssuedError(PortalError):
    words = _(
        "这份%(kind)s已于 %(on)s 印发第 %(version)s 版，内容没有改动，不再印发；请直接下载已印发的那一份。"
    )


class IssuedUnderAnotherNumberError(InvalidError):
    words = _(
        "这份%(kind)s的内容没有改动，已于 %(on)s 以“%(number)s”印发第 %(version)s 版，没有用“%(typed)s”再印发。"
        "只要一份的，请下载已印发的那一份；上次填错了号的，请勾选“换号”再印发，原来的一版仍保留。"
    )


class ChangedMeanwhileError(PortalError):
    words = _("排版期间内容又改过，没有印发。请刷新页面，看过现在的内容再印发。")


class IssuedMeanwhileError(PortalError):
    words = _("别的同志刚印发过这一份，这一次没有再印发；请刷新页面查看。")


class StoredFileChangedError(PortalError):
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    words = _(
        "存档文件与印发时登记的 SHA-256 不一致或者缺失，为免误用没有提供下载。请系统管理员从备份恢复。"
    )


class ScanRefusedError(InvalidError):
    words = _("扫描件“%(name)s”没有存入：%(found)s。应为%(expected)s。")


class TooManyMissesError(TooManyGuessesError):
    words = _(
        "没有查到，而且从这个网络地址查不到的次数太多：请 %(minutes)s 分钟以后再查，"
        "并对照纸面看验证码有没有抄错。印发过的验证码和文件这段时间里照常能查到。"
    )


class NothingToCheckError(InvalidError):
    words = _("验证码和文件都是空的。请填文件上印的验证码，或者选一个文件，或者两样都给。")


class TooLargeToCheckError(InvalidError):
    words = _("选的文件有 %(found)s MB，没有核对。平台印发的文件和扫描件都不超过 %(most)s MB。")


class NothingToMakeError(InvalidError):
    words = _(
        "“%(title)s”里现在一份文件也没有，没有开始。请等有报送或印发以后再要，或者换一个范围。"
    )


class TooManyBatchesError(PortalError):
    words = _("您已有 %(most)s 批文件正在生成，没有再开始一批。请等它们做完，或者先取消一批。")


class BatchEndedError(PortalError):
    words = _("“%(title)s”已经做完或者取消了，不用再取消。")


class NoLongerThereError(PortalError):
    words = _("要生成的内容已经不在了，可能在排队时撤回或更正；其余各件照常。")
