from django.utils.translation import gettext_lazy as _

from common.errors import InvalidError, PortalError
from common.tables import Finding as Finding


class PlanFileRefusedError(InvalidError):
    words = _("计划文件有 %(count)s 处不对，整份没有装入：\n%(findings)s")

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(count=len(findings), findings="\n".join(map(str, findings)))


class PlanChangedError(InvalidError):
    words = _("计划“%(plan)s”已经装入，文件与它有 %(count)s 处不同，没有任何改动：\n%(findings)s")

    def __init__(self, plan: str, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(plan=plan, count=len(findings), findings="\n".join(map(str, findings)))


class PlanNotLoadedError(InvalidError):
    words = _("“%(issuer)s”没有编号为“%(plan)s”的计划，不能修改；新的计划请直接装入。")


class NothingChangedError(InvalidError):
    words = _("文件与已装入的计划“%(plan)s”完全相同，没有可修改的内容。")


class PlanSeenError(PortalError):
    words = _(
        "您看到的是第 %(seen)s 版的差异，计划现在已是第 %(version)s 版。请重新上传文件，核对差异后再确认。"
    )
