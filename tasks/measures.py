"""Which figures of a directive say how large the work is, and never how far it got."""

SCOPE_MEASURES = frozenset({"项目数", "总投资"})
