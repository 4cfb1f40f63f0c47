"""Who writes to whom, under the names that stand on paper."""

from django.utils.translation import gettext as _

from motions.models import Plan
from units.models import Unit
from units.wording import formal_name


def on_paper(name: str, plan: Plan) -> str:
    return formal_name(name, plan.government.name)


def office_name(plan: Plan) -> str:
    """The leading group's office; where there is none, the unit that reviews."""
    if plan.office_unit_id is None:
        return on_paper(reviewing_unit(plan).name, plan)
    return _("议案办理工作领导小组办公室")


def reviewing_unit(plan: Plan) -> Unit:
    return Unit.objects.get(pk=plan.reviewing_unit_id)


def by_directive(plan: Plan) -> str:
    """《title》（number）: the directive as a text refers to it."""
    number = _("（%s）") % plan.number if plan.number else ""
    return _("《%(title)s》%(number)s") % {"title": plan.title, "number": number}


def contact_words(contact: str, telephone: str) -> str:
    said = []
    if contact:
        said.append(_("联系人：%s") % contact)
    if telephone:
        said.append(_("联系电话：%s") % telephone)
    return _("（%s）") % "　".join(said) if said else ""
