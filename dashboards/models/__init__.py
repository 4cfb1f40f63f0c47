from dashboards.models.explanation import FindingExplanation

__all__ = ["FindingExplanation"]
