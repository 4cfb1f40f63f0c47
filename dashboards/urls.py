from django.urls import path

from dashboards.views import (
    boards,
    charts,
    closing,
    crosscheck,
    exports,
    home,
    stage_report,
    supervision,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("plans/<int:plan_id>/board/", boards.board, name="board"),
    path(
        "plans/<int:plan_id>/charts/<slug:key>.<slug:kind>", charts.chart_file, name="board_chart"
    ),
    path("plans/<int:plan_id>/wall/", boards.wall, name="wall"),
    path("plans/<int:plan_id>/late/", boards.late, name="late"),
    path("plans/<int:plan_id>/tasks/<str:key>/figures/", boards.leaf_figures, name="leaf_figures"),
    path("plans/<int:plan_id>/closing/", closing.closing, name="closing"),
    path("plans/<int:plan_id>/closing/archive/", closing.archive, name="close_plan"),
    path("stages/<int:deadline_id>/closing/<slug:action>/", closing.stage, name="stage_closing"),
    path("leaves/<int:task_id>/closing/<slug:action>/", closing.leaf, name="leaf_closing"),
    path("plans/<int:plan_id>/supervision/", supervision.supervision, name="supervision"),
    path("plans/<int:plan_id>/bulletins/draw-up/", supervision.draw_up, name="draw_up_bulletin"),
    path("plans/<int:plan_id>/findings/", crosscheck.findings, name="findings"),
    path("plans/<int:plan_id>/findings/explain/", crosscheck.explain, name="finding_explain"),
    path("plans/<int:plan_id>/exports/", exports.exports, name="exports"),
    path("plans/<int:plan_id>/exports/batch/", exports.ask_batch, name="ask_batch"),
    path("plans/<int:plan_id>/summary.pdf", exports.summary_pdf, name="summary_pdf"),
    path("plans/<int:plan_id>/summary.docx", exports.summary_docx, name="summary_docx"),
    path("plans/<int:plan_id>/summary/issue/", exports.issue_summary, name="issue_summary"),
    path("stages/<int:deadline_id>/report/", stage_report.stage_report, name="stage_report"),
    path(
        "stages/<int:deadline_id>/report.pdf",
        stage_report.consolidated_pdf,
        name="consolidated_pdf",
    ),
    path(
        "stages/<int:deadline_id>/report.docx",
        stage_report.consolidated_docx,
        name="consolidated_docx",
    ),
    path(
        "stages/<int:deadline_id>/report/issue/",
        stage_report.issue_consolidated,
        name="issue_consolidated",
    ),
    path("plans/<int:plan_id>/ledger/", exports.ledger, name="ledger"),
    path("plans/<int:plan_id>/ledger.xlsx", exports.ledger_xlsx, name="ledger_xlsx"),
]
