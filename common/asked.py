"""How an answer is wanted."""

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """By a script of the portal's own pages, which says nothing else."""
    return request.headers.get("Accept") == "application/json"
