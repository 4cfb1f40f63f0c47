from units.permissions import Access
from units.roles import Permission


def can_tend_jobs(access: Access) -> bool:
    """Jobs are the installation's own: who administers any government on it."""
    return access.has_anywhere(Permission.TEND_JOBS)
