"""Playing the answer to the deputies through the services, as its people would."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from replies.models import Answer, CoSignature, Letter, Promise, Reply
from replies.selectors import latest_link
from replies.services.circulating import agree, circulate
from replies.services.drafting import (
    AnswerContent,
    Cover,
    PromiseEntry,
    remove_answer,
    save_answer,
    save_cover,
    start_reply,
)
from replies.services.following import NewLink, make_links
from replies.services.issuing import send_for_signature, sign_and_issue
from replies.services.rating import RatingContent, submit_rating
from tasks.models import Obligation
from tests.playing import Person, at, person
from units.models import Unit
from units.roles import Role

if TYPE_CHECKING:
    from datetime import datetime

    from motions.models import Plan

REPLIED_AT = at("2022-09-15")
PROMISED = "年底前建成检测平台。"
PROMISED_BY = date(2023, 3, 31)
COVER = Cover(
    document_number="演示工信函〔2022〕12号",
    reply_class="B",
    opening="议案收悉，现答复如下：",
    closing="感谢您的关心和支持。",
    contact="王小敏",
    telephone="0371-00000000",
    copied_to="市人大常委会",
)


@dataclass
class Answering:
    """The people of the host, of the deputies' office and of the office, and one motion's reply."""

    plan: Plan
    motion: int = 0
    assembly: str = "市人大常委会"
    owed: Obligation = field(init=False)

    def __post_init__(self) -> None:
        self.host = self.plan.replying_unit_id
        self.clerk = person(self.host, Role.CLERK)
        self.head = person(self.host, Role.HEAD)
        self.office = person(self.plan.reviewing_unit_id, Role.OFFICE)
        unit, _is_new = Unit.objects.get_or_create(
            government=self.plan.government, name=self.assembly
        )
        self.keeper = person(unit, Role.DEPUTIES_OFFICE)
        self.owed = Obligation.objects.get(
            plan=self.plan, kind=Obligation.Kind.REPLY, motion__order=self.motion
        )

    @property
    def number(self) -> str:
        """The first motion's first answer has that of the cover; no other reply has the same."""
        kinds = (Obligation.Kind.REPLY, Obligation.Kind.SECOND_REPLY)
        rows = Obligation.objects.filter(plan=self.plan, kind__in=kinds, pk__lte=self.owed.pk)
        later = rows.count() - 1
        return COVER.document_number.replace("12号", f"{12 + later}号")

    @property
    def reply(self) -> Reply:
        return Reply.objects.select_related("obligation").get(obligation=self.owed)

    def again(self) -> Obligation:
        """From here on it is the second answer."""
        self.owed = Obligation.objects.get(parent=self.owed, kind=Obligation.Kind.SECOND_REPLY)
        return self.owed

    def does(self, who: Person, now: datetime) -> dict[str, object]:
        return {
            "obligation_id": self.owed.pk,
            "by": who.user,
            "access": who.access,
            "now": now,
        }

    def start(self, now: datetime = REPLIED_AT) -> Reply:
        return start_reply(**self.does(self.clerk, now))

    def write(
        self,
        now: datetime = REPLIED_AT,
        *,
        keeps: int = 1,
        promises: bool = True,
        answer_class: str = "B",
    ) -> None:
        """A cover and the first `keeps` answers with their promise; the others are removed."""
        save_cover(
            obligation_id=self.owed.pk,
            access=self.clerk.access,
            revision=self.reply.revision,
            cover=replace(COVER, document_number=self.number),
        )
        entry = PromiseEntry(PROMISED, self.host, PROMISED_BY)
        for place, answer in enumerate(Answer.objects.filter(reply=self.reply)):
            if place >= keeps:
                remove_answer(
                    obligation_id=self.owed.pk, answer_id=answer.pk, access=self.clerk.access
                )
                continue
            content = AnswerContent(
                heading=answer.heading,
                text=answer.text or "已按计划推进。",
                answer_class=answer_class,
                order=answer.order,
                promises=(entry,) if promises else (),
            )
            self.save(answer, content, now)

    def save(self, answer: Answer, content: AnswerContent, now: datetime = REPLIED_AT) -> Answer:
        return save_answer(
            answer_id=answer.pk,
            revision=Answer.objects.get(pk=answer.pk).revision,
            content=content,
            **self.does(self.clerk, now),
        )

    def circulate(self, now: datetime = REPLIED_AT) -> None:
        circulate(**self.does(self.clerk, now))

    def co_signed(self, now: datetime = REPLIED_AT) -> None:
        for row in CoSignature.objects.filter(reply=self.reply, status="pending"):
            head = person(row.unit_id, Role.HEAD)
            agree(
                co_signature_id=row.pk,
                by=head.user,
                access=head.access,
                seen_revision=self.reply.revision,
                now=now,
            )

    def send(self, now: datetime = REPLIED_AT) -> None:
        send_for_signature(**self.does(self.clerk, now))

    def sign(self, now: datetime = REPLIED_AT) -> None:
        sign_and_issue(seen_revision=self.reply.revision, **self.does(self.head, now))

    def issue(self, now: datetime = REPLIED_AT, **written: object) -> None:
        """From the start to the letters, all at one moment."""
        self.start(now)
        self.write(now, **written)
        self.circulate(now)
        self.co_signed(now)
        self.send(now)
        self.sign(now)

    def links(self, now: datetime = REPLIED_AT, numbers: list[int] | None = None) -> list[NewLink]:
        seen = latest_link(self.reply)
        return make_links(numbers=numbers, seen=seen, **self.does(self.keeper, now))

    def rate(self, link: NewLink, now: datetime, verdict: str = "satisfied", words: str = ""):
        return submit_rating(
            code=link.code,
            caller="10.0.0.1",
            content=RatingContent(verdict, verdict, words),
            now=now,
        )

    @property
    def letters(self) -> list[Letter]:
        return list(Letter.objects.filter(reply=self.reply).order_by("number"))

    @property
    def promise(self) -> Promise:
        return Promise.objects.filter(answer__reply=self.reply).earliest("pk")
