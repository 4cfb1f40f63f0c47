from units.permissions import Access
from units.roles import Permission


def governments_managed(access: Access) -> frozenset[int]:
    """Those whose channels the person enters."""
    return access.governments_with(Permission.MANAGE_REFERENCE_DATA)


def manages_channels(access: Access) -> bool:
    return bool(governments_managed(access))
