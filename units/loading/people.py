"""The people of a workbook beside those that are there. A row is a post: who, where, as what, since when.

What the file does not mention stays as it is, and so does what a cell leaves empty.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.utils import bulk_create_with_history

from common.differences import Change, Difference, Row, changes_of, said
from common.fields import EARLIEST, LATEST
from common.table_reader import Line
from common.tables import Finding
from units.loading.roster import Roster, in_batches, roster_of
from units.models import Government, Membership, Unit, User
from units.roles import Role

PERSON_LABELS = (
    ("name", gettext_lazy("姓名")),
    ("email", gettext_lazy("电子邮箱")),
    ("is_active", gettext_lazy("可以登录")),
)
POST_LABELS = (
    ("unit", gettext_lazy("单位")),
    ("role", gettext_lazy("角色")),
    ("from_on", gettext_lazy("自")),
    ("until_on", gettext_lazy("至（不含）")),
)
LONGEST_USERNAME, LONGEST_NAME, LONGEST_EMAIL = 150, 50, 254


@dataclass(slots=True)
class Planned:
    """A row as it is to be. `post` is the one that it is about, where there is one."""

    line: Line
    person: dict[str, Any]
    user: User | None
    unit: Unit | None
    from_on: date
    until_on: date | None
    post: Membership | None = None
    findings: list[Finding] = field(default_factory=list)
    person_changes: tuple[Change, ...] = ()
    post_changes: tuple[Change, ...] = ()

    @property
    def username(self) -> str:
        return self.line["username"] or ""

    @property
    def row(self) -> Row:
        subject = " ".join(filter(None, (self.username, self.person.get("name"))))
        place = self.line.place
        changes = (*self.person_changes, *self.post_changes)
        return Row(place, subject, changes, tuple(self.findings), is_new=self.post is None)


@dataclass
class ComparedPeople:
    """`new`: people that are not there yet, each once, with what is said of them."""

    rows: list[Planned]
    new: dict[str, dict[str, Any]]

    @property
    def difference(self) -> Difference:
        return Difference(tuple(planned.row for planned in self.rows))


def compare_people(
    government: Government, lines: Sequence[Line], *, by: User, today: date
) -> ComparedPeople:
    names = {line["username"] for line in lines if line["username"]}
    comparison = _Comparison(roster_of(government, names), by, today)
    return ComparedPeople([comparison.plan(line) for line in lines], comparison.new)


class _Comparison:
    """`told`: what earlier rows said of a person; the next ones may not say otherwise."""

    def __init__(self, roster: Roster, by: User, today: date) -> None:
        self.roster, self.by, self.today = roster, by, today
        self.told: dict[str, dict[str, Any]] = {}
        self.new: dict[str, dict[str, Any]] = {}
        self.seen: set[tuple[str, int, str, date]] = set()

    def plan(self, line: Line) -> Planned:
        user = self.roster.users.get(line["username"] or "")
        unit = self.roster.units.get(line["unit"] or "")
        post = self._post_of(line, user, unit)
        planned = Planned(
            line,
            {key: line[key] for key, _label in PERSON_LABELS if line[key] is not None},
            user,
            unit,
            from_on=_day(line["from_on"]) or (post.from_on if post else self.today),
            until_on=_day(line["until_on"]) or (post.until_on if post else None),
            post=post,
        )
        planned.findings += [*self._person_findings(planned), *self._post_findings(planned)]
        if not planned.findings:
            planned.person_changes = self._person_changes(planned)
            planned.post_changes = _post_changes(planned)
        return planned

    def _post_of(self, line: Line, user: User | None, unit: Unit | None) -> Membership | None:
        """Without a day the last one of that kind."""
        if user is None or unit is None or user.pk in self.roster.foreign:
            return None
        posts = self.roster.posts.get((user.pk, unit.pk, line["role"] or ""), [])
        from_on = _day(line["from_on"])
        return next((p for p in reversed(posts) if from_on in {None, p.from_on}), None)

    def _person_findings(self, planned: Planned) -> Iterator[Finding]:
        line, user = planned.line, planned.user
        if user is not None and user.pk in self.roster.foreign:
            yield line.finding("username", _("没有人用的用户名"))
            return
        yield from _username_findings(line)
        if user is None and not line["name"] and planned.username not in self.told:
            yield line.finding("name", _("新人员的姓名"))
        if len(line["name"] or "") > LONGEST_NAME:
            yield line.finding("name", _("不超过 %s 字") % LONGEST_NAME)
        if line["email"] and not _is_email(line["email"]):
            yield line.finding("email", _("电子邮箱，例如 zhang@example.cn"))
        if user == self.by and line["is_active"] is False:
            yield line.finding("is_active", _("自己的账号由别的管理员停用"))
        told = self.told.setdefault(planned.username, {})
        for key, value in planned.person.items():
            if told.setdefault(key, value) != value:
                yield line.finding(key, _("与前面同一用户名的一行相同：%s") % said(told[key]))

    def _person_changes(self, planned: Planned) -> tuple[Change, ...]:
        """Once, at the first row that says it."""
        user, person = planned.user, planned.person
        if user is None:
            before = self.new.get(planned.username, {})
            self.new[planned.username] = after = {**before, **person}
            return changes_of(PERSON_LABELS, before, after)
        before = {key: getattr(user, key) for key, _label in PERSON_LABELS}
        for key, value in person.items():
            setattr(user, key, value)
        return changes_of(PERSON_LABELS, before, {**before, **person})

    def _post_findings(self, planned: Planned) -> Iterator[Finding]:
        line, unit = planned.line, planned.unit
        if unit is None:
            yield line.finding("unit", _("本政府一个单位的名称或别称"))
        elif unit.merged_into_id and planned.post is None:
            yield line.finding("unit", _("没有并走的单位"))
        if line["role"] is None:
            yield line.finding("role", _("一个角色"))
        yield from _day_findings(planned)
        if unit is not None and line["role"] is not None:
            yield from self._place_findings(planned, unit)

    def _place_findings(self, planned: Planned, unit: Unit) -> Iterator[Finding]:
        line, post, user = planned.line, planned.post, planned.user
        key = (planned.username, unit.pk, line["role"], planned.from_on)
        if key in self.seen:
            yield line.finding("unit", _("每个任职一行，这一任职前面已经有"))
        self.seen.add(key)
        posts = self.roster.posts.get((user.pk, unit.pk, line["role"]), []) if user else []
        if any(_overlap(planned, other) for other in posts if other is not post):
            yield line.finding("from_on", _("与同一任职已有的时段不重叠"))
        was_until = post.until_on if post else None
        is_own = user == self.by and line["role"] == Role.SYSTEM_ADMIN
        if is_own and planned.until_on != was_until:
            yield line.finding("until_on", _("自己的管理员任职由别的管理员结束"))


def _username_findings(line: Line) -> Iterator[Finding]:
    username = line["username"] or ""
    try:
        User.username_validator(username)
    except ValidationError:
        yield line.finding("username", _("用户名：文字、数字和 @ . + - _"))
    if len(username) > LONGEST_USERNAME:
        yield line.finding("username", _("不超过 %s 字") % LONGEST_USERNAME)


def _day_findings(planned: Planned) -> Iterator[Finding]:
    limits = {"first": EARLIEST, "last": LATEST}
    for key, day in (("from_on", planned.from_on), ("until_on", planned.until_on)):
        if planned.line[key] and day is not None and not EARLIEST <= day <= LATEST:
            yield planned.line.finding(key, _("%(first)s 到 %(last)s 的日期") % limits)
    if planned.until_on is not None and planned.until_on <= planned.from_on:
        yield planned.line.finding("until_on", _("晚于“自”（%s）的日期") % planned.from_on)


def _post_changes(planned: Planned) -> tuple[Change, ...]:
    after = {
        "unit": planned.unit and planned.unit.name,
        "role": planned.line["role"] and Role(planned.line["role"]).label,
        "from_on": planned.from_on,
        "until_on": planned.until_on,
    }
    before = {**after, "until_on": planned.post.until_on} if planned.post else {}
    return changes_of(POST_LABELS, before, after)


def _overlap(planned: Planned, post: Membership) -> bool:
    begins_before_end = planned.until_on is None or post.from_on < planned.until_on
    return begins_before_end and (post.until_on is None or planned.from_on < post.until_on)


def _is_email(text: str) -> bool:
    try:
        EmailValidator()(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_EMAIL


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# -- written as compared -----------------------------------------------------------------------------


def write_people(compared: ComparedPeople) -> None:
    """New people have no password: an administrator sets one, or they do not sign in."""
    users: dict[str, User] = {}
    for names in in_batches(list(compared.new)):
        new = [
            User(username=name, password=make_password(None), **compared.new[name])
            for name in names
        ]
        users |= {user.username: user for user in bulk_create_with_history(new, User)}
    for rows in in_batches(compared.rows):
        posts = [_new_post(row, row.user or users[row.username]) for row in rows if not row.post]
        bulk_create_with_history(posts, Membership)
        for row in rows:
            _write_changes(row)


def _write_changes(row: Planned) -> None:
    """Of who and what is there already."""
    if row.user is not None and row.person_changes:
        row.user.save()
    if row.post is not None and row.post_changes:
        row.post.until_on = row.until_on
        row.post.save()


def _new_post(row: Planned, user: User) -> Membership:
    return Membership(
        user=user,
        unit=row.unit,
        role=row.line["role"],
        from_on=row.from_on,
        until_on=row.until_on,
    )
