"""Contradictions that the portal can see in a plan and its reports. Found anew each time, never stored."""

from dashboards.crosscheck.checks import findings_of

__all__ = ["findings_of"]
