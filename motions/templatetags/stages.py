"""Names of stages: {% load stages %}."""

from datetime import date

from django import template

from motions.words import report_words, stage_words

register = template.Library()


@register.filter
def stage(due_on: date) -> str:
    return stage_words(due_on)


@register.filter
def staged_report(due_on: date) -> str:
    """With its year, because it stands alone in a heading."""
    return report_words(due_on, with_year=True)
