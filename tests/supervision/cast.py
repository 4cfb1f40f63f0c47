"""The people of difficulties and supervision, and the steps they take."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from supervision.services import answering, bulletins, difficulties, instructing, notices, reviewing
from supervision.services.bulletins import BulletinDraft, BulletinWords
from tasks.models import Obligation, Task
from tests.playing import at, load, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from motions.models import Plan
    from supervision.models import Bulletin, Difficulty, Instruction, Notice
    from tests.playing import Person

REPORTING, INSTRUCTED, STRANGER = "市商务局", "市财政局", "市农业农村局"
REPORTED_AT = at("2022-09-05")
WORDS = {
    "what": "用地指标没有落实，项目不能开工。",
    "since_on": date(2022, 8, 1),
    "tried": "七月三次与自然资源部门对接，没有结果。",
    "asked": "请协调新增用地指标 120 亩。",
    "asked_of": "市自然资源和规划局",
}


class Cast:
    def __init__(self, plan: Plan | None = None) -> None:
        self.plan = plan or load()
        self.sent = 0
        self.units = {
            name: Unit.objects.get(government=self.plan.government, name=name)
            for name in (REPORTING, INSTRUCTED, STRANGER)
        }
        self.clerk, self.head = self._people(REPORTING)
        self.answering_clerk, self.answering_head = self._people(INSTRUCTED)
        self.stranger, self.strange_head = self._people(STRANGER)
        self.office = person(self.plan.reviewing_unit_id, Role.OFFICE)
        bureau = self.plan.supervisor_unit_id
        self.bureau = person(bureau, Role.SUPERVISOR)
        self.colleague = person(bureau, Role.SUPERVISOR, name="督查局另一位")
        self.vice_mayor = person(self.plan.host_unit_id, Role.VICE_MAYOR)
        self.leaf = Task.objects.leaves().filter(
            plan=self.plan, parties__unit=self.units[REPORTING], parties__role="lead"
        )[0]

    def _people(self, unit: str) -> tuple[Person, Person]:
        return person(self.units[unit], Role.CLERK), person(self.units[unit], Role.HEAD)

    # -- difficulties --

    def report(
        self, now: Any = REPORTED_AT, *, who: Person | None = None, **words: Any
    ) -> Difficulty:
        who = who or self.clerk
        return difficulties.report_difficulty(
            **{
                "plan_id": self.plan.pk,
                "key": self.leaf.key,
                "unit_id": self.units[REPORTING].pk,
                **WORDS,
                **words,
            },
            **who_does(who),
            now=now,
        )

    def step(self, verb: str, row: Difficulty, who: Person, now: Any, reason: str = "") -> Any:
        return getattr(difficulties, verb)(
            difficulty_id=row.pk, reason=reason, **who_does(who), now=now
        )

    def send_up(self, row: Difficulty, now: Any) -> None:
        self.step("send_up_difficulty", row, self.office, now, "情况属实，建议由财政局统筹。")

    def instruct(self, row: Difficulty, now: Any, **changed: Any) -> Instruction:
        who = changed.pop("who", self.vice_mayor)
        return instructing.instruct(
            **{
                "difficulty_id": row.pk,
                "text": "请市财政局本月内拿出方案。",
                "unit_id": self.units[INSTRUCTED].pk,
                "due_on": date(2022, 9, 30),
                **changed,
            },
            **who_does(who),
            now=now,
        )

    def confirm(self, row: Instruction, now: Any, who: Person | None = None) -> Any:
        who = who or self.office
        return instructing.confirm_instruction(instruction_id=row.pk, **who_does(who), now=now)

    # -- answers --

    def answer_instruction(self, row: Instruction, now: Any, text: str = "方案已定。") -> None:
        self.answer(
            answering.TO_INSTRUCTION, row, now, text, self.answering_clerk, self.answering_head
        )

    def answer_notice(self, row: Notice, now: Any, text: str = "已补报。") -> None:
        self.answer(answering.TO_NOTICE, row, now, text, self.clerk, self.head)

    def answer(self, to: Any, row: Any, now: Any, text: str, clerk: Person, head: Person) -> None:
        row.refresh_from_db()
        answering.send_answer_for_signature(
            to=to, row_id=row.pk, text=text, revision=row.revision, **who_does(clerk), now=now
        )
        row.refresh_from_db()
        answering.sign_and_send_answer(
            to=to, row_id=row.pk, revision=row.revision, **who_does(head), now=now
        )
        row.refresh_from_db()

    # -- notices --

    @property
    def missing(self) -> Obligation:
        """The reporting unit's report of August, which it does not file."""
        return Obligation.objects.get(
            plan=self.plan, kind="filing", unit=self.units[REPORTING], due_on="2022-08-31"
        )

    def issue(self, now: Any, level: str = "blue", **changed: Any) -> Notice:
        who = changed.pop("who", self.bureau)
        return notices.issue_notice(
            **{
                "plan_id": self.plan.pk,
                "cause": f"owed-{self.missing.pk}",
                "level": level,
                "number": self.next_number(),
                "text": "请立即报送。",
                "due_on": date.fromordinal(now.date().toordinal() + 7),
                **changed,
            },
            **who_does(who),
            now=now,
        )

    def raise_to(self, row: Notice, level: str, now: Any, **changed: Any) -> Notice:
        who = changed.pop("who", self.bureau)
        return notices.raise_notice(
            **{
                "notice_id": row.pk,
                "level": level,
                "number": self.next_number(),
                "text": "仍未报送。",
                "due_on": date.fromordinal(now.date().toordinal() + 7),
                **changed,
            },
            **who_does(who),
            now=now,
        )

    def next_number(self) -> str:
        """Each paper its own."""
        self.sent += 1
        return f"演示督〔2022〕{self.sent}号"

    def red(self) -> Notice:
        row = self.issue(at("2022-09-06"))
        self.raise_to(row, "yellow", at("2022-09-14"))
        self.raise_to(row, "red", at("2022-09-22"))
        row.refresh_from_db()
        return row

    def check(
        self, verb: str, row: Notice, now: Any, who: Person | None = None, **words: Any
    ) -> Any:
        return getattr(notices, verb)(
            notice_id=row.pk, **words, **who_does(who or self.bureau), now=now
        )

    def review(
        self, verb: str, row: Notice, now: Any, who: Person, reason: str = "我局已按期报送。"
    ) -> Any:
        return getattr(reviewing, verb)(notice_id=row.pk, reason=reason, **who_does(who), now=now)

    # -- bulletins --

    def draw_up(self, now: Any, who: Person | None = None, **changed: Any) -> Bulletin:
        draft = {
            "period": "2022年9月",
            "as_of": now,
            "total": 16,
            "done": 1,
            "overview": "总体平稳。",
            "laggards": "市商务局 8月底逾期未报",
            "next_step": "抓紧报送。",
            "is_sample": False,
        }
        return bulletins.draw_up_bulletin(
            plan_id=self.plan.pk,
            draft=BulletinDraft(**draft | changed),
            **who_does(who or self.bureau),
            now=now,
        )

    def write(self, row: Bulletin, now: Any, who: Person | None = None, **changed: Any) -> Bulletin:
        row.refresh_from_db()
        words = {
            "period": row.period,
            "overview": row.overview,
            "laggards": row.laggards,
            "next_step": row.next_step,
        }
        return bulletins.write_bulletin(
            bulletin_id=row.pk,
            content=BulletinWords(**words | changed),
            revision=row.revision,
            **who_does(who or self.bureau),
            now=now,
        )

    def of_bulletin(self, verb: str, row: Bulletin, now: Any, who: Person, **more: Any) -> Any:
        return getattr(bulletins, verb)(bulletin_id=row.pk, **more, **who_does(who), now=now)

    def issued_bulletin(self, now: Any) -> Bulletin:
        row = self.draw_up(now)
        self.of_bulletin("send_bulletin_for_approval", row, now, self.bureau)
        self.of_bulletin("approve_bulletin", row, now, self.colleague, revision=0)
        self.of_bulletin("issue_bulletin", row, now, self.bureau)
        row.refresh_from_db()
        return row


def who_does(who: Person) -> dict[str, Any]:
    return {"by": who.user, "access": who.access}


def open_duties(kind: str) -> list[Obligation]:
    return list(Obligation.objects.open().filter(kind=kind))
