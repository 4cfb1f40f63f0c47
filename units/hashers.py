from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id with OWASP's second recommended setting (19 MiB, 2 passes, 1 lane).

    Django's default (100 MiB, 8 lanes) makes forty people who sign in on a deadline morning wait for
    seconds; see docs/performance.md.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
