"""One paper of every kind of document, all from one played plan; always the same, day after day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from common.official.content import Proof
from dashboards.asking import question_of, standing_asked
from dashboards.exports.consolidated import consolidated_paper
from dashboards.exports.cover import Cover, cover_of
from dashboards.exports.ledger import Ledger, ledger_of, workbook
from dashboards.exports.summary import summary_paper
from dashboards.exports.taken import taken_by
from documents.kinds import WITHOUT_NUMBER, Kind
from replies.letters import addressed, letter_text
from replies.papers import letter_papers
from reports.loading.tables import figures_workbook
from reports.papers.contribution import contribution_letter
from reports.papers.receipt import receipt_of
from reports.papers.staged import staged_report
from supervision.models import NoticeIssue
from supervision.papers import bulletin_paper, notice_paper
from tasks.planfile.export import export_plan
from tasks.planfile.write_workbook import write_plan_workbook
from tests.answering import Answering
from tests.contributing import Contributor
from tests.playing import Person, Player, at, load
from tests.supervision.cast import Cast
from units.loading.tables import workbook_of
from units.models import Upload

if TYPE_CHECKING:
    from collections.abc import Callable

    from common.official.content import Paper
    from motions.models import Plan

NOW = at("2022-09-15")
NUMBER = "演示〔2022〕12号"
RECEIPT = "kaifeng-2022-7-20220831-1-v1"
NAMES = {
    "clerk": "张晓敏",
    "head": "李卫东",
    "office": "王建国",
    "supervisor": "赵明",
    "deputies_office": "钱文",
    "vice_mayor": "孙立",
    "督查局另一位": "周静",
}
PROOF = Proof("ABCD-EFGH-JKMN-PQRS", "https://motions.example/verify/?code=ABCDEFGHJKMNPQRS")


class Scene:
    """The plan is played when this is made; every property reads it."""

    def __init__(self) -> None:
        self.plan: Plan = load()
        self.contributor = Contributor(self.plan, "兰考县人民政府", "t5-10")
        self.filer = Player(self.plan, "市发展改革委")
        self.answering = Answering(self.plan)
        self.cast = Cast(self.plan)
        self._name_people()
        self._play()

    def _name_people(self) -> None:
        """Elsewhere in the tests people are named by the numbers of their units, which differ."""
        actors = (self.contributor, self.filer, self.answering, self.cast)
        for who in (row for actor in actors for row in vars(actor).values()):
            if isinstance(who, Person):
                who.user.name = NAMES[who.user.username.partition("-")[0]]
                who.user.save()

    def _play(self) -> None:
        self.sent = self.contributor.submit(at("2022-08-20"), **{"年产值10亿元以上企业": 3})
        self.filer.submit(at("2022-08-30"))
        self.filer.accept(at("2022-09-02"))
        self.cast.red()
        self.bulletin = self.cast.issued_bulletin(at("2022-09-14"))
        self.answering.issue(NOW)

    def papers(self) -> dict[Kind, Paper]:
        return {kind: self._finished(kind, make()) for kind, make in self._makers().items()}

    def _makers(self) -> dict[Kind, Callable[[], Paper]]:
        return {
            Kind.STAGED_REPORT: self._report,
            Kind.CONTRIBUTION: lambda: contribution_letter(self.sent),
            Kind.CONSOLIDATED: self._consolidated,
            Kind.REPLY: self._letter,
            Kind.NOTICE: self._notice,
            Kind.BULLETIN: lambda: bulletin_paper(self.bulletin),
            Kind.SUMMARY: self._summary,
            Kind.RECEIPT: self._receipt,
        }

    def workbooks(self) -> dict[str, bytes]:
        """Every kind of Excel file that leaves the portal."""
        government = self.plan.government
        return {
            "ledger": workbook(*self._taken("督办台账")),
            "plan": write_plan_workbook(export_plan(self.plan)),
            "figures": figures_workbook(self.filer.filing),
            "people": workbook_of(Upload.Purpose.PEOPLE, government),
            "units": workbook_of(Upload.Purpose.UNITS, government),
        }

    def _finished(self, kind: Kind, paper: Paper) -> Paper:
        number = "" if kind in WITHOUT_NUMBER else NUMBER
        return replace(paper, number=paper.number or number, proof=PROOF)

    def _report(self) -> Paper:
        return staged_report(self.filer.filing.latest_version, copies=2)

    def _consolidated(self) -> Paper:
        stage = self.filer.obligation.deadline_id
        question = question_of({"stage": str(stage)}, now=NOW)
        return consolidated_paper(self.plan, question, on=NOW.date())

    def _letter(self) -> Paper:
        letters = self.answering.letters
        return letter_papers(
            letter_text(self.answering.reply), [addressed(letters[0], of=len(letters))]
        )[0]

    def _notice(self) -> Paper:
        return notice_paper(NoticeIssue.objects.select_related("notice").latest("pk"))

    def _summary(self) -> Paper:
        return summary_paper(*self._taken("督办摘要"))

    def _taken(self, name: str) -> tuple[Ledger, Cover]:
        standing = standing_asked(self.plan, question_of({}, now=NOW))
        taken = taken_by(self.cast.bureau.user, self.cast.bureau.access, NOW)
        return ledger_of(standing), cover_of(name, standing, taken)

    def _receipt(self) -> Paper:
        paper = receipt_of(self.filer.clerk.access, self.filer.filing.pk, 1)
        facts, *others = paper.blocks
        (label, _code), *rows = facts.rows  # the code has the number of the unit in it
        facts = replace(facts, rows=((label, RECEIPT), *rows))
        return replace(paper, number=RECEIPT, blocks=(facts, *others))
