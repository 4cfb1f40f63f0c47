"""阶段汇总报告: what the office writes up on one stage, from the figures of the boards."""

from dashboards.exports.consolidated.paper import consolidated_paper

__all__ = ["consolidated_paper"]
