"""What keeps a plan from being archived. Each app says it of its own, under `open_things`."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class OpenThing:
    """`address`: where it stands or is ended, empty where there is no such page."""

    name: str
    address: str = ""


@dataclass(frozen=True)
class OpenThings:
    """Everything open of one sort."""

    sort: str
    things: tuple[OpenThing, ...]

    @property
    def head(self) -> str:
        return _("%(sort)s（%(count)s）：") % {"sort": self.sort, "count": len(self.things)}

    @property
    def words(self) -> str:
        return self.head + _("、").join(dict.fromkeys(thing.name for thing in self.things))
