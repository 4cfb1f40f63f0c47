"""The words people read for statuses, actions and decisions. One place for each."""

from django.utils.translation import gettext_lazy as _

from events.words import LifeWords
from reports.workflow import (
    Action,
    ContributionAction,
    ContributionStatus,
    CoSignatureAction,
    CoSignatureStatus,
    Decision,
    Status,
)
from units.workflow import DelegationAction, DelegationStatus

STATUS_WORDS = {
    Status.NOT_STARTED: _("待填报"),
    Status.DRAFT: _("草稿"),
    Status.AWAITING_SIGNATURE: _("待审签"),
    Status.SUBMITTED: _("已提交"),
    Status.UNDER_REVIEW: _("审核中"),
    Status.RETURNED: _("已退回"),
    Status.ACCEPTED: _("已审核"),
    Status.CORRECTION_ASKED: _("申请更正"),
    Status.ENTERING: _("代录中"),
}
# Who has it now, and what happens next.
NEXT_WORDS = {
    Status.NOT_STARTED: _("由经办人开始填报。"),
    Status.DRAFT: _("由经办人填写，写好后送单位负责人审签。"),
    Status.AWAITING_SIGNATURE: _("在单位负责人处，审签后报送领导小组办公室。"),
    Status.SUBMITTED: _("已送达领导小组办公室，办公室打开前，填报单位的经办人可以撤回。"),
    Status.UNDER_REVIEW: _("领导小组办公室正在审核。"),
    Status.RETURNED: _("由经办人按退回意见补正后重新报送。"),
    Status.ACCEPTED: _("已审核通过；如有差错可申请更正。"),
    Status.CORRECTION_ASKED: _("更正申请在领导小组办公室；现行报告继续有效。"),
    Status.ENTERING: _("领导小组办公室正在按单位的纸质件代录，录完后报送，由别的同志审核。"),
}
ACTION_WORDS = {
    Action.START: _("开始填报"),
    Action.SEND_FOR_SIGNATURE: _("送负责人审签"),
    Action.RECALL_FROM_SIGNATURE: _("收回修改"),
    Action.GIVE_BACK: _("退给经办人"),
    Action.SIGN_AND_SUBMIT: _("审签并报送"),
    Action.RECALL_SUBMISSION: _("撤回报送"),
    Action.OPEN_REVIEW: _("打开审核"),
    Action.RETURN: _("退回补正"),
    Action.ACCEPT: _("审核通过"),
    Action.ASK_CORRECTION: _("申请更正"),
    Action.GRANT_CORRECTION: _("同意更正"),
    Action.REFUSE_CORRECTION: _("不同意更正"),
    Action.ENTER_FROM_PAPER: _("按纸质件代录"),
    Action.SUBMIT_ENTRY: _("代录完毕，报送"),
    Action.DROP_ENTRY: _("放弃代录"),
    Action.HAND_OVER: _("人员交接"),
}
FILING_WORDS = LifeWords(_("报告"), STATUS_WORDS, ACTION_WORDS)
DECISION_WORDS = {
    Decision.PENDING: _("待审核"),
    Decision.ACCEPTED: _("通过"),
    Decision.RETURNED: _("退回"),
}
DELEGATION_WORDS = LifeWords(
    _("委托"),
    {DelegationStatus.GIVEN: _("有效"), DelegationStatus.REVOKED: _("已收回")},
    {DelegationAction.GIVE: _("委托审签"), DelegationAction.REVOKE: _("收回委托")},
)

CONTRIBUTION_STATUS_WORDS = {
    ContributionStatus.NOT_STARTED: _("待写"),
    ContributionStatus.DRAFT: _("草稿"),
    ContributionStatus.SENT: _("已函告"),
}
CONTRIBUTION_ACTION_WORDS = {
    ContributionAction.WRITE: _("开始写函告"),
    ContributionAction.SEND: _("签发函告"),
    ContributionAction.REVISE: _("修改重发"),
    ContributionAction.RETURN: _("退回责任单位"),
    ContributionAction.CHASE: _("催请函告"),
}
CONTRIBUTION_WORDS = LifeWords(_("函告"), CONTRIBUTION_STATUS_WORDS, CONTRIBUTION_ACTION_WORDS)

CO_SIGNATURE_STATUS_WORDS = {
    CoSignatureStatus.NOT_ASKED: _("未请会签"),
    CoSignatureStatus.AWAITING: _("待会签"),
    CoSignatureStatus.SIGNED: _("已会签"),
    CoSignatureStatus.OBJECTED: _("有异议"),
}
CO_SIGNATURE_ACTION_WORDS = {
    CoSignatureAction.PUT_UP: _("请会签"),
    CoSignatureAction.SIGN: _("会签同意"),
    CoSignatureAction.OBJECT: _("提出异议"),
    CoSignatureAction.ASK_AGAIN: _("内容有改动，重新请会签"),
}
CO_SIGNATURE_WORDS = LifeWords(_("会签"), CO_SIGNATURE_STATUS_WORDS, CO_SIGNATURE_ACTION_WORDS)
