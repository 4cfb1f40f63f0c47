"""Refusals of the filing services."""

from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, NotAllowedError, PortalError


class NotEditableError(PortalError):
    words = _("这份报告现在是“%(status)s”，不能修改。需要修改时，请先收回或等待退回。")


class WithdrawnError(PortalError):
    words = _("这份报告不再需要：%(reason)s。已经写的内容仍可查看。")


class PartLockedError(PortalError):
    words = _("“%(task)s”这一部分已审核通过，不能修改；如有差错，请在整份报告审核通过后申请更正。")


class EditConflictError(PortalError):
    """Somebody saved in between. Nothing was overwritten."""

    words = _("%(by)s 在 %(at)s 保存过同一部分，您的文字没有覆盖它，两份都在下面。")


class CoverConflictError(PortalError):
    words = _(
        "别的同志刚保存过文号和联系人：文号“%(number)s”，联系人“%(contact)s”，电话“%(telephone)s”。"
        "您填的还在表里，没有覆盖它；再按“保存”，以您填的为准。"
    )


class TextTooLongError(InvalidError):
    words = _(
        "“%(label)s”有 %(characters)s 字、%(paragraphs)s 段，最多 %(most_characters)s 字、"
        "%(most_paragraphs)s 段；请删减，详细材料作为附件上传。"
    )


class WordsTooLongError(InvalidError):
    words = _("“%(label)s”有 %(characters)s 字，最多 %(most)s 字；请删减，详细材料作为附件上传。")


class SeenVersionError(PortalError):
    words = _("您打开页面以后，这份报告又改过。请刷新页面，看过现在的内容再办理。")


class UnexplainedWarningsError(InvalidError):
    words = _("还有 %(count)s 处提示没有改正，也没有说明：%(places)s。请逐处改正或写明原因。")


class FigureRefusedError(InvalidError):
    words = _("“%(target)s”填的是“%(found)s”，应为%(expected)s。")


class DecisionMissingError(InvalidError):
    words = _("“%(task)s”还没有审核意见：请选择“通过”或“退回”，退回要写理由。")


class PaperRefusedError(InvalidError):
    words = _("纸质件登记没有保存：%(found)s。应为%(expected)s。")


class EntryRefusedError(InvalidError):
    words = _("代录没有保存：%(found)s。应为%(expected)s。")


class ReplyRefusedError(InvalidError):
    words = _("答复没有登记：%(found)s。应为%(expected)s。")


class OwnWordsError(NotAllowedError):
    words = _(
        "这份报告您写过或者送过审签，不能再受委托审签：要由另一个人看过。请由负责人本人审签，"
        "或者由负责人改委托别的同志。"
    )


class HandoverRefusedError(InvalidError):
    words = _("没有交接：%(found)s。应为%(expected)s。")


class DelegationRefusedError(InvalidError):
    words = _("委托没有保存：%(found)s。应为%(expected)s。")


class StageNotOverError(PortalError):
    words = _("“%(stage)s”阶段到 %(due)s 才到期，到期以后才能结账。")


class WithOfficeError(PortalError):
    words = _("%(units)s 的报告还在领导小组办公室，先审核或答复更正申请，再结账。")


class UnreportedStageError(InvalidError):
    words = _("%(units)s 在“%(stage)s”阶段还没有审核通过的报告；仍要结账，请写明理由。")


class ResultMissingError(InvalidError):
    words = _("请选择办结结果：完成、部分完成、未完成或结转。")


class LeafUnreportedError(InvalidError):
    words = _(
        "“%(task)s”最后一个阶段（%(stage)s）%(units)s 的报告还没有审核通过；仍要办结，请写明理由。"
    )


class ContributionClosedError(PortalError):
    words = _("这份函告已经发出，不能直接改；需要修改时，请先按“修改重发”。")


class ContributionEmptyError(InvalidError):
    words = _("“%(task)s”的函告还没有写进展情况，没有发出；确实没有进展的，也请写明。")


class NothingToSendError(InvalidError):
    words = _("没有可以签发的函告：请先由经办人写好进展情况。")


class NothingMissingError(PortalError):
    words = _("责任单位的函告都到了，不用催请。")


class AskedTodayError(PortalError):
    words = _("今天已经催请过没有函告的单位，一天催请一次；明天还没有到的可以再催。")


class NothingToTakeError(PortalError):
    words = _("“%(target)s”还没有责任单位报数，没有可以取用的合计。")


class NothingToPutUpError(InvalidError):
    words = _("没有可以请会签的事项：请先写好有联合牵头单位的事项，再请会签。")


class CoSignatureClosedError(PortalError):
    words = _("这份报告已经报送，会签情况以报送时为准，不能再改。")


class CoSignatureGapError(InvalidError):
    words = _(
        "还有 %(count)s 处会签没有办好：%(places)s。请先办好会签；到 %(day)s（到期限为止的最后一个工作日）"
        "仍没有办好的，可以注明缺口报送。"
    )
