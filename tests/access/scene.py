"""Two cities, one person of every role, and filings of 市财政局 in every state that matters."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any
from unittest import mock
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from common import clock
from common.sealed import seal
from dashboards.services.batches import ask_for_batch
from documents.batch_words import BatchStatus, ItemStatus
from documents.models import Batch
from documents.services import issuing
from documents.services.batches import LASTS
from engine.models import DeadLetter
from engine.services.letters import Failure, note
from notifications.bounces import note_bounce
from notifications.models import Bounce, Endpoint, Message
from notifications.selectors import MAILBOX_BACKEND
from notifications.unsubscribing import token_of
from reminders.feeds.services import make_feed
from reminders.models import CalendarFeed, Reminder, ReminderRule
from replies.models import CoSignature as ReplyCoSignature
from replies.models import KeeperChange
from replies.services.drafting import AnswerContent
from reports.models import CoSignature, Part
from reports.services.attachments import add_attachments
from reports.services.delegating import give_delegation
from reports.services.drafting import PartContent, give_back
from reports.services.entering import Paper, enter_from_paper
from reports.services.loading_plans import NEW_PLAN
from tasks.models import Obligation, Task
from tasks.planfile.read import read_plan_file
from tasks.planfile.versions import as_text
from tests.answering import Answering
from tests.contributing import Contributor
from tests.copies import made_once
from tests.directive_facts import COUNT_LEAVES
from tests.documents.press import Press, print_quickly
from tests.keeping import kept_for_the_module
from tests.playing import KAIFENG, SECOND_CITY, Person, Player, at, load, person
from tests.supervision.cast import Cast
from tests.tasks.handing import Desk
from units.loading.uploads import HandedIn, keep_upload, packed
from units.models import Delegation, Membership, Unit, Upload, User
from units.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from motions.models import Plan

OWN_UNIT, OTHER_UNIT, COUNTY = "市财政局", "市商务局", "兰考县人民政府"
COUNTY_SECRET = "函告草稿勿外传"
SECRET, SECRET_FILE = "机密草稿勿外传", "草稿附件勿外传.pdf"
PDF = b"%PDF-1.4\n%%EOF\n"
HANDED_AT, FILED_AT = at("2022-08-29"), at("2022-08-30")

ROLES = (
    "anonymous", "clerk", "other_clerk", "head", "office", "bureau", "vice_mayor", "admin",
    "other_city", "nobody", "county_clerk", "county_head", "other_head", "deputies_office",
)  # fmt: skip
INSIDE = ("clerk", "head")


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    location: str


@dataclass
class Scene:
    people: dict[str, Person] = field(default_factory=dict)
    numbers: dict[str, int | str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)

    def sign_in(self) -> None:
        """Everybody, once: it takes as long as a page."""
        for role, who in self.people.items():
            client = Client()
            client.force_login(who.user)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def client(self, role: str) -> Client:
        """A fresh browser in which the role is signed in. An error in the portal comes back as a 500."""
        client = Client(raise_request_exception=False)
        if role in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        elif role != "anonymous":
            client.force_login(self.people[role].user)
        return client

    def ask(self, role: str, address: str, method: str = "get", **options: Any) -> Answer:
        response = getattr(self.client(role), method)(address, **options)
        body = response.getvalue() if response.streaming else response.content
        return Answer(response.status_code, body, response.headers.get("Location", ""))


@contextmanager
def kept_scene(blocker: Any) -> Iterator[Scene]:
    """For all tests of a module. Papers in it are set quickly: nobody reads them."""
    with kept_for_the_module(blocker), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "REHEARSAL_CLOCK", date(2022, 9, 1))
        patch.setattr(settings, "EMAIL_BACKEND", MAILBOX_BACKEND)
        patch.setattr(issuing, "render_official", print_quickly)
        scene = made_once("scene", _signed_in)
        clock.now()  # its row is written once, not by every request anew
        yield scene


def _signed_in() -> Scene:
    scene = set_scene()
    scene.sign_in()
    return scene


def set_scene() -> Scene:
    plan, abroad = load(KAIFENG), load(SECOND_CITY)
    players = {
        "submitted": Player(plan, OWN_UNIT),
        "draft": Player(plan, OWN_UNIT, stage=1),
        "reviewed": Player(plan, OTHER_UNIT),
        "entered": Player(plan, OTHER_UNIT, stage=1),
    }
    scene = Scene()
    scene.people = _people(players["submitted"], abroad.reviewing_unit_id)
    _file(players)
    desk = Desk(plan)
    desk.hand_out(HANDED_AT)
    own = desk.one(OWN_UNIT, "5.10")
    returned = desk.one(COUNTY, "5.10", "responsible")
    desk.return_(returned, FILED_AT)
    extension = desk.ask(players["draft"].obligation, date(2022, 10, 8), FILED_AT)
    delegation = _delegate(players["submitted"])
    answers = _answer(plan)
    own_message = Message.objects.filter(recipient=scene.people["clerk"].user, channel="inbox")
    scene.numbers = {
        "plan": plan.pk,
        "county": Unit.objects.get(government=plan.government, name=COUNTY).pk,
        "plan_abroad": abroad.pk,
        "leaf": "t5-10",
        "leaf_task": Task.objects.get(plan=plan, key="t5-10").pk,
        "stage": plan.deadlines.get(due_on="2022-08-31").pk,
        "version": 1,
        "filing_kind": "filing",
        "december": Obligation.objects.get(
            unit__name=OWN_UNIT, plan=plan, kind="filing", due_on="2022-12-31"
        ).pk,
        "own": own.pk,
        "own_receipt": own.receipt_id,
        "returned": Obligation.objects.get(parent=returned.receipt_id).pk,
        "extension": extension.pk,
        "delegation": delegation.pk,
        "message": own_message.latest("pk").pk,
        "submitted_part": players["submitted"].filing.latest_version.parts.get().pk,
        "entry": players["entered"].filing.draft_id,
        "set_aside": players["entered"].filing.draft.set_aside.get().pk,
        "draft_part": players["draft"].filing.draft.parts.get().pk,
        **answers,
    }
    scene.numbers |= _contributed(plan)
    scene.numbers |= _handed_in(plan, scene.people, players["draft"].filing.pk)
    co_signature = CoSignature.objects.get(part__version__filing=players["draft"].filing)
    scene.numbers |= {"waiting": co_signature.pk, "co_owed": co_signature.obligation_id}
    for name, player in players.items():
        scene.numbers[name] = player.filing.pk
        files = Part.objects.filter(version__filing=player.filing, attachments__isnull=False)
        for part in files:
            scene.numbers[f"{name}_file"] = part.attachments.get().pk
    scene.numbers |= _supervise(Cast(plan))
    scene.numbers |= _issue(Press(plan, OWN_UNIT))
    scene.numbers |= _batches(plan, scene.people["office"])
    note(Failure("documents.make_batch", DeadLetter.Cause.FAILED, "ValueError", "", [0]))
    scene.numbers["dead_letter"] = DeadLetter.objects.get().pk
    scene.numbers |= _feed(scene.people["clerk"])
    scene.numbers |= _told(plan, scene.people["clerk"])
    scene.numbers |= _channels(players["submitted"].obligation.unit, scene.people["clerk"].user)
    return scene


def _channels(unit: Unit, user: User) -> dict[str, int | str]:
    """A robot, switched off, so that nobody asks it anything; and what stands in a digest's link."""
    robot = Endpoint.objects.create(
        government=unit.government,
        unit=unit,
        kind=Endpoint.Kind.DINGTALK,
        name="群",
        sealed=seal({"address": "https://robot.example/robot/send?access_token=abc"}),
        hint="robot.example …=abc",
        is_active=False,
        created_at=FILED_AT,
    )
    return {"robot": robot.pk, "unsubscribe_token": token_of(user.pk)}


def _issue(press: Press) -> dict[str, int | str]:
    """A document of the finance bureau that went to the county, with the scan of its paper."""
    with mock.patch.object(issuing, "render_official", print_quickly):
        document = press.issue(now=FILED_AT, recipients=[press.named(COUNTY)])
    return {"issued": document.pk, "sealed": press.scan(document).pk}


def _batches(plan: Plan, by: Person) -> dict[str, int]:
    """What the office asked for: one in every state, of those that ended with a file missing."""
    found = {}
    for status in BatchStatus:
        batch = ask_for_batch(
            plan_id=plan.pk,
            kind="all_reports",
            stage_id=None,
            by=by.user,
            access=by.access,
            now=FILED_AT,
        )
        found[f"{status}_batch"] = batch.pk
        if status != BatchStatus.RUNNING:
            batch.items.update(status=ItemStatus.FAILED, failure="“😀”没有字形，印不出来。")
            ended = {"finished_at": FILED_AT, "expires_at": FILED_AT + LASTS}
            Batch.objects.filter(pk=batch.pk).update(
                status=status, size=1_048_576, sha256="0f" * 32, **ended
            )
    return found


def _feed(by: Person) -> dict[str, int | str]:
    token = make_feed(by=by.user, access=by.access, unit_id=None, now=FILED_AT)
    return {"feed": CalendarFeed.objects.get(user=by.user).pk, "feed_token": token}


def _told(plan: Plan, clerk: Person) -> dict[str, int | str]:
    """A reminder, and a mail address that was refused for good."""
    rule = ReminderRule.objects.create(
        government=plan.government,
        kind="filing",
        offset=-7,
        measure="days",
        audiences=["clerks"],
        channels=["inbox"],
        is_active=False,
    )
    owed = Obligation.objects.open().filter(plan=plan, kind="filing").earliest("pk")
    row = Reminder.objects.create(
        government=plan.government,
        obligation=owed,
        occasion=owed.due_on.isoformat(),
        rule=rule,
        recipient=clerk.user,
        audience="clerks",
        channel="inbox",
        decision=Reminder.Decision.SKIPPED,
        run=uuid4(),
        created_at=FILED_AT,
    )
    note_bounce(address=clerk.user.email, words="550 5.1.1 unknown", at=FILED_AT)
    return {"reminder": row.pk, "bounce": Bounce.objects.get().pk}


def _supervise(cast: Cast) -> dict[str, int | str]:
    """Difficulties of 市商务局 with the office and the vice mayor, one instructed to 市财政局; a notice."""
    difficulty, sent_up, instructed = (cast.report(FILED_AT) for _number in range(3))
    cast.send_up(sent_up, FILED_AT)
    cast.send_up(instructed, FILED_AT)
    instruction = cast.instruct(instructed, FILED_AT)
    cause = f"pace-{cast.leaf.pk}"
    notice = cast.issue(FILED_AT, cause=cause)
    cast.review("ask_review", notice, FILED_AT, cast.head)
    found: dict[str, int | str] = {
        "reported_leaf": cast.leaf.key,
        "difficulty": difficulty.pk,
        "sent_up": sent_up.pk,
        "instruction": instruction.pk,
        "notice": notice.pk,
        "bulletin": cast.issued_bulletin(FILED_AT).pk,
        "unissued": cast.draw_up(FILED_AT).pk,
    }
    for kind in ("difficulty", "instruction", "notice", "notice_review"):
        owed = Obligation.objects.open().filter(kind=kind, plan=cast.plan).earliest("pk")
        found[f"owed_{kind}"] = owed.pk
    return found


def _handed_in(plan: Plan, people: dict[str, Person], filing_id: int) -> dict[str, int]:
    """A workbook of each kind, whose difference its sender has not yet confirmed."""
    file = HandedIn("演示数据.xlsx", b"x")
    content = read_plan_file((settings.BASE_DIR / "fixtures" / SECOND_CITY).read_bytes())
    content["id"] = "kaifeng-new"
    content["document"].update(number="演示〔2022〕9号", issuer=plan.government.name)
    kinds: dict[str, tuple[str, str, str, Any]] = {
        "figures": (
            Upload.Purpose.FIGURES,
            str(filing_id),
            "clerk",
            packed({"完成数": [], "节点": []}),
        ),
        "people": (Upload.Purpose.PEOPLE, str(plan.government_id), "admin", packed({"人员": []})),
        "plan": (Upload.Purpose.PLAN, NEW_PLAN, "admin", as_text(content)),
    }
    found = {"government": plan.government_id}
    for name, (purpose, subject, role, said) in kinds.items():
        row = keep_upload(
            purpose=Upload.Purpose(purpose),
            subject=subject,
            government_id=plan.government_id,
            by=people[role].user,
            file=file,
            content=said,
        )
        found[f"{name}_upload"] = row.pk
    return found


def _contributed(plan: Plan) -> dict[str, int]:
    """The county has sent what it owes on the leaf of the finance bureau, and not what it owes on 1."""
    sent, unsent = Contributor(plan, COUNTY, "t5-10"), Contributor(plan, COUNTY, "t1")
    sent.submit(FILED_AT)
    unsent.write(FILED_AT, words=COUNTY_SECRET)
    gathered = Obligation.objects.get(
        kind="part", task=sent.owed.task, deadline=sent.owed.deadline, unit__name=OWN_UNIT
    )
    return {
        "sent": sent.owed.pk,
        "unsent": unsent.owed.pk,
        "gathered": gathered.pk,
        "stage": gathered.deadline_id,
    }


def _people(player: Player, office_abroad: int) -> dict[str, Person]:
    plan = player.plan
    other, county = (
        Unit.objects.get(government=plan.government, name=name) for name in (OTHER_UNIT, COUNTY)
    )
    assembly = Unit.objects.create(government=plan.government, name="市人大常委会")
    nobody = User.objects.create(username="nobody", name="无岗位")
    return {
        "clerk": player.clerk,
        "other_clerk": person(other, Role.CLERK),
        "head": player.head,
        "office": player.office,
        "bureau": person(plan.supervisor_unit_id, Role.SUPERVISOR),
        "vice_mayor": person(plan.host_unit_id, Role.VICE_MAYOR),
        "admin": person(plan.host_unit_id, Role.SYSTEM_ADMIN),
        "other_city": person(office_abroad, Role.OFFICE),
        "county_clerk": person(county, Role.CLERK),
        "county_head": person(county, Role.HEAD),
        "other_head": person(other, Role.HEAD),
        "deputies_office": person(assembly, Role.DEPUTIES_OFFICE),
        "nobody": Person(nobody, player.clerk.access),
    }


def _delegate(player: Player) -> Delegation:
    """For days to come, so that nobody's role is changed by it now."""
    post = Membership.objects.get(user=player.clerk.user, unit=player.unit)
    return give_delegation(
        post_id=post.pk,
        by=player.head.user,
        access=player.head.access,
        from_on=date(2022, 12, 1),
        through_on=date(2022, 12, 9),
        now=FILED_AT,
    )


def _answer(plan: Any) -> dict[str, int]:
    """The first motion's reply goes round for co-signing; the second's was issued, with a link out."""
    draft, issued = Answering(plan, motion=0), Answering(plan, motion=1)
    draft.start(FILED_AT)
    draft.write(FILED_AT, keeps=COUNT_LEAVES)
    answer = draft.reply.answers.first()
    draft.save(answer, AnswerContent(answer.heading, SECRET, "A"), FILED_AT)
    draft.circulate(FILED_AT)
    issued.issue(FILED_AT)
    issued.links(FILED_AT, numbers=[1])
    owed = Obligation.objects.get(parent=issued.owed, kind="rating")
    assessment = Obligation.objects.create(
        government=plan.government,
        plan=plan,
        key="assessment/scene",
        kind=Obligation.Kind.ASSESSMENT,
        unit_id=owed.unit_id,
        parent=issued.owed,
        motion=issued.owed.motion,
        original_due_on=owed.due_on,
        due_on=owed.due_on,
    )
    change = KeeperChange.objects.create(
        government=plan.government,
        user=issued.clerk.user,
        made_at=FILED_AT,
        made_by_name="管理员",
    )
    of_own_unit = ReplyCoSignature.objects.get(reply=draft.reply, unit__name=OWN_UNIT)
    return {
        "reply": draft.owed.pk,
        "reply_answer": answer.pk,
        "co_signature": of_own_unit.pk,
        "co_signature_owed": of_own_unit.obligation_id,
        "issued_reply": issued.owed.pk,
        "rating_owed": owed.pk,
        "assessment_owed": assessment.pk,
        "keeper_change": change.pk,
        "promise": issued.promise.pk,
        "promise_owed": issued.promise.obligation_id,
        "deputy": issued.letters[0].deputy_id,
    }


def _file(players: dict[str, Player]) -> None:
    """One submitted; one a draft with words and a file in it, given back; one under review."""
    for name in ("submitted", "draft"):
        player = players[name]
        player.start(FILED_AT)
        (part,) = player.draft_parts()
        add_attachments(
            part_id=part.pk,
            by=player.clerk.user,
            access=player.clerk.access,
            files=[
                (
                    SECRET_FILE if name == "draft" else "报告附件.pdf",
                    BytesIO(PDF + name.encode()),
                )
            ],
            now=FILED_AT,
        )
    submitted, draft, reviewed = players["submitted"], players["draft"], players["reviewed"]
    submitted.write(FILED_AT)
    submitted.send(FILED_AT)
    submitted.sign(FILED_AT)
    (part,) = draft.draft_parts()
    explained = {f"missing:{target.pk}": SECRET for target in part.obligation.task.targets.all()}
    words = PartContent(narrative=SECRET, problems=SECRET, explanations=explained)
    draft.save(part, words, FILED_AT)
    draft.send(FILED_AT)
    give_back(
        filing_id=draft.filing.pk,
        by=draft.head.user,
        access=draft.head.access,
        reason=SECRET,
        now=FILED_AT,
    )
    reviewed.submit(FILED_AT)
    reviewed.open(FILED_AT)
    _enter(players["entered"])


def _enter(player: Player) -> None:
    """The office is entering a paper of the other unit, which had a draft open."""
    player.start(FILED_AT)
    enter_from_paper(
        obligation_id=player.obligation.pk,
        by=player.office.user,
        access=player.office.access,
        paper=Paper(FILED_AT, "局长", "", "来文.pdf", BytesIO(PDF)),
        now=FILED_AT,
    )
