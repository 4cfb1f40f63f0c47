"""A government's units by every name they go by; a name nobody knows yet makes a unit."""

from units.models import Government, Unit, UnitAlias, UnitName


class UnitNames:
    def __init__(self, government: Government) -> None:
        self._government = government
        self._units = units_by_name(government)

    def unit(self, name: str) -> Unit:
        if name not in self._units:
            self._units[name] = Unit.objects.create(government=self._government, name=name)
        return self._units[name]

    def unit_or_none(self, name: str | None) -> Unit | None:
        return self.unit(name) if name else None

    def alias(self, name: str, unit: str) -> UnitAlias:
        alias, _ = UnitAlias.objects.get_or_create(
            government=self._government, name=name, defaults={"unit": self.unit(unit)}
        )
        return alias


def units_by_name(government: Government) -> dict[str, Unit]:
    names = {
        alias.name: alias.unit
        for alias in UnitAlias.objects.filter(government=government).select_related("unit")
    }
    for former in UnitName.objects.filter(unit__government=government).select_related("unit"):
        names.setdefault(former.name, former.unit)
    return names | {unit.name: unit for unit in Unit.objects.filter(government=government)}
