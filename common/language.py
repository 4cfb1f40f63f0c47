"""In which language words are written that stay."""

from django.conf import settings
from django.utils import translation


def for_others() -> translation.override:
    """Messages and reasons are read by others: in Chinese, whatever their writer's pages are in."""
    return translation.override(settings.LANGUAGE_CODE)
