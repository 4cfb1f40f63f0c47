"""The rates in words, each with its base: one list for page, board and PDF."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.templatetags.portal import figure, percent
from replies.rates import RepliesStanding, Share


@dataclass(frozen=True)
class RateFigure:
    label: str
    value: str
    note: str
    tone: str = ""
    address: str = ""  # of the rows it is counted from


def rate_figures(standing: RepliesStanding) -> list[RateFigure]:
    return list(_figures(standing))


def _figures(standing: RepliesStanding) -> Iterator[RateFigure]:
    yield RateFigure(
        _("见面率"),
        percent(standing.contacted.percent),
        _("代表 %(base)s 名，答复前面商 %(done)s 名") % vars(standing.contacted),
    )
    yield answered_figure(standing)
    yield _satisfied(standing)
    yield RateFigure(
        _("未评价"),
        str(standing.silent),
        _("已答复、没有评价的代表，单独计数，不算满意"),
    )
    yield _kept(standing)


def answered_figure(standing: RepliesStanding) -> RateFigure:
    return RateFigure(
        _("办复率"),
        percent(standing.answered.percent),
        _("应答复 %(base)s 件，已答复 %(done)s 件") % vars(standing.answered),
    )


def _satisfied(standing: RepliesStanding) -> RateFigure:
    share = standing.satisfied
    note = _("评价的代表 %(base)s 名，满意和基本满意 %(done)s 名") % vars(share)
    if standing.goal is not None:
        note += _("；目标 %(goal)s%%") % {"goal": figure(standing.goal)}
    tone = "danger" if _is_below(share, standing) else ""
    return RateFigure(_("满意率"), percent(share.percent), note, tone)


def _is_below(share: Share, standing: RepliesStanding) -> bool:
    if share.percent is None or standing.goal is None:
        return False
    return share.percent < standing.goal


def _kept(standing: RepliesStanding) -> RateFigure:
    note = _("承诺 %(base)s 项，已兑现 %(done)s 项") % vars(standing.kept)
    if standing.overdue:
        note += _("，逾期 %(n)s 项") % {"n": standing.overdue}
    tone = "warn" if standing.overdue else ""
    return RateFigure(_("落实率"), percent(standing.kept.percent), note, tone)
