"""督查通报: drawn up from the figures of the board, written, approved by a second person, issued."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.errors import NotAllowedError, NotVisibleError
from common.language import for_others
from common.life import Step
from common.official.glyphs import check_glyphs
from documents.kinds import Kind
from documents.services.issuing import issue as issue_document
from events.services import check_step, note, take_step
from motions.models import Plan
from motions.services import hold_open
from supervision.errors import NotYetApprovedError, NumberTakenError, SeenTextError
from supervision.models import Bulletin
from supervision.models.bulletin import MOST_BULLETIN
from supervision.papers import bulletin_paper
from supervision.permissions import bulletin_actors, can_read_bulletin, supervises
from supervision.selectors.bulletins import units_of_plan
from supervision.services.steps import bureau_of, checked_length, checked_words, people, tell
from supervision.words import BULLETIN_WORDS
from supervision.workflow import BULLETIN_LIFE, Actor, BulletinAction
from tasks.services.telling import people_of
from units.models import User
from units.permissions import Access
from units.roles import Permission


@dataclass(frozen=True)
class BulletinDraft:
    """What the board says at a moment, and the first wording of it."""

    period: str
    as_of: datetime
    total: int
    done: int
    overview: str
    laggards: str
    next_step: str
    is_sample: bool


@dataclass(frozen=True)
class BulletinWords:
    period: str
    overview: str
    laggards: str
    next_step: str


@transaction.atomic
def draw_up_bulletin(
    *, plan_id: int, draft: BulletinDraft, by: User, access: Access, now: datetime
) -> Bulletin:
    plan = Plan.objects.visible_to(access).filter(pk=plan_id).first()
    if plan is None:
        raise NotVisibleError
    if not supervises(access, plan):
        raise NotAllowedError
    hold_open(plan.pk)
    row = Bulletin.objects.create(government_id=plan.government_id, plan=plan, **vars(draft))
    note(row, BulletinAction.DRAW_UP, by=by, now=now)
    return row


@transaction.atomic
def write_bulletin(
    *,
    bulletin_id: int,
    content: BulletinWords,
    revision: int | None,
    by: User,
    access: Access,
    now: datetime,
) -> Bulletin:
    """The words; the figures are the board's and stay."""
    row = locked_bulletin(bulletin_id, access)
    step = _checked(row, BulletinAction.WRITE, access)
    if row.revision != revision:
        raise SeenTextError
    row.period = checked_words(content.period, gettext_lazy("通报时段"), 60)
    row.overview = checked_words(content.overview, gettext_lazy("总体情况"), MOST_BULLETIN)
    row.laggards = checked_length(content.laggards, gettext_lazy("滞后事项"), MOST_BULLETIN)
    row.next_step = checked_words(content.next_step, gettext_lazy("下一步要求"), MOST_BULLETIN)
    row.revision += 1
    take_step(row, step, by=by, now=now)
    return row


@transaction.atomic
def send_bulletin_for_approval(
    *, bulletin_id: int, by: User, access: Access, now: datetime
) -> Bulletin:
    row = locked_bulletin(bulletin_id, access)
    step = _checked(row, BulletinAction.SEND_FOR_APPROVAL, access)
    check_glyphs([bulletin_paper(row)])
    take_step(row, step, by=by, now=now)
    colleagues = people(Permission.SUPERVISE, row.plan.supervisor_unit_id, now)
    with for_others():
        tell(
            [user for user in colleagues if user != by],
            news=_("请审批督查通报：%(title)s") % {"title": row},
            detail=row.overview,
            link=reverse("bulletin", args=[row.pk]),
            key=f"bulletin/{row.pk}/approve/{now.isoformat()}",
            now=now,
        )
    return row


@transaction.atomic
def approve_bulletin(
    *, bulletin_id: int, revision: int | None, by: User, access: Access, now: datetime
) -> Bulletin:
    """By somebody of the bureau who wrote nothing of it. `revision`: what was on the screen."""
    row = locked_bulletin(bulletin_id, access)
    actors = bulletin_actors(access, row)
    if actors == {Actor.BUREAU}:
        raise NotYetApprovedError
    step = _checked(row, BulletinAction.APPROVE, access)
    if row.revision != revision:
        raise SeenTextError
    take_step(row, step, by=by, now=now)
    return row


@transaction.atomic
def give_back_bulletin(
    *, bulletin_id: int, reason: str, by: User, access: Access, now: datetime
) -> Bulletin:
    row = locked_bulletin(bulletin_id, access)
    step = _checked(row, BulletinAction.GIVE_BACK, access, reason)
    take_step(row, step, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def drop_bulletin(
    *, bulletin_id: int, reason: str, by: User, access: Access, now: datetime
) -> Bulletin:
    """A draft that will not be issued: it never gets a number, and the bureau can still read it."""
    row = locked_bulletin(bulletin_id, access)
    step = _checked(row, BulletinAction.DROP, access, reason)
    take_step(row, step, by=by, now=now, reason=reason)
    return row


@transaction.atomic
def issue_bulletin(*, bulletin_id: int, by: User, access: Access, now: datetime) -> Bulletin:
    """From here it is frozen, has its number, and every unit of the plan is told."""
    row = locked_bulletin(bulletin_id, access)
    step = _checked(row, BulletinAction.ISSUE, access)
    last = Bulletin.objects.filter(plan=row.plan_id).aggregate(last=Max("number"))["last"] or 0
    row.number, row.issued_at = last + 1, now
    try:
        with transaction.atomic():
            take_step(row, step, by=by, now=now)
    except IntegrityError:  # of two issued at once the database lets one through
        raise NumberTakenError from None
    issue_document(
        plan=row.plan,
        unit=bureau_of(row.plan),
        kind=Kind.BULLETIN,
        subject=row,
        paper=lambda: bulletin_paper(row),
        by=by,
        access=access,
        now=now,
    )
    with for_others():
        tell(
            people_of(units_of_plan(row.plan), now),
            news=_("督查通报第 %(number)s 期：%(title)s") % {"number": row.number, "title": row},
            detail=row.overview,
            link=reverse("bulletin", args=[row.pk]),
            key=f"bulletin/{row.pk}/issued",
            now=now,
        )
    return row


def locked_bulletin(bulletin_id: int, access: Access) -> Bulletin:
    """The plan first, as everybody; locked and then read. 404 when not visible."""
    hold_open(_visible(bulletin_id, access).plan_id)
    Bulletin.objects.select_for_update().filter(pk=bulletin_id).first()
    return _visible(bulletin_id, access)


def _visible(bulletin_id: int, access: Access) -> Bulletin:
    row = (
        Bulletin.objects.select_related("plan__supervisor_unit", "plan__government")
        .filter(pk=bulletin_id)
        .first()
    )
    if row is None or not can_read_bulletin(access, row):
        raise NotVisibleError
    return row


def check_writable(row: Bulletin, access: Access) -> None:
    """Before a word about what was typed; asked again under the lock."""
    _checked(row, BulletinAction.WRITE, access)


def _checked(row: Bulletin, action: BulletinAction, access: Access, reason: str = "") -> Step:
    return check_step(
        row.status,
        BULLETIN_LIFE,
        BULLETIN_WORDS,
        action,
        actors=bulletin_actors(access, row),
        reason=reason,
    )
