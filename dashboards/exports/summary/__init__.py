"""The summary of a standing on paper: content only, for PDF and for an editable document."""

from dashboards.exports.summary.paper import summary_paper

__all__ = ["summary_paper"]
