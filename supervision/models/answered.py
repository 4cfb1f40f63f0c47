from django.db import models
from django.utils.translation import gettext_lazy as _

from units.models import User

MOST_WORDS = 5_000


class Answered(models.Model):
    """What a unit has to answer. `draft` is the unit's own until the head sends it as `answer`.

    `revision` counts the savings of the draft, so that nobody saves over or signs what was not seen.
    `writers` saved any of it.
    """

    draft = models.TextField(_("答复草稿"), blank=True, max_length=MOST_WORDS)
    answer = models.TextField(_("答复"), blank=True, max_length=MOST_WORDS)
    revision = models.PositiveIntegerField(default=0)
    writers = models.ManyToManyField(User, related_name="+")

    class Meta:
        abstract = True
