from django.urls import path

from common.official.outputs import Output
from reports.views import (
    amending,
    co_signing,
    contribution,
    entering,
    figures,
    filing,
    gathering,
    loading_plans,
    office,
    papers,
    part,
    part_files,
    people,
    reassign,
    work,
)

urlpatterns = [
    path("work/", work.my_work, name="my_work"),
    path("work/<int:obligation_id>/start/", work.start, name="start_filing"),
    path("work/handover/", people.handover, name="handover"),
    path("work/delegations/", people.delegations, name="delegations"),
    path("work/delegations/<int:delegation_id>/revoke/", people.revoke, name="delegation_revoke"),
    path("work/<int:obligation_id>/enter/", entering.enter, name="enter_from_paper"),
    path("filings/<int:filing_id>/scans/<int:version_id>/", entering.scan, name="scan"),
    path(
        "filings/<int:filing_id>/set-aside/<int:version_id>/",
        entering.set_aside,
        name="set_aside_draft",
    ),
    path("filings/<int:filing_id>/", filing.filing, name="filing"),
    path("filings/<int:filing_id>/figures/", figures.figures, name="filing_figures"),
    path(
        "filings/<int:filing_id>/figures/workbook.xlsx",
        figures.workbook,
        name="filing_figures_workbook",
    ),
    path(
        "filings/<int:filing_id>/figures/<int:upload_id>/",
        figures.difference,
        name="filing_figures_difference",
    ),
    path("filings/<int:filing_id>/cover/", filing.cover, name="filing_cover"),
    path("filings/<int:filing_id>/do/<slug:action>/", filing.step, name="filing_step"),
    path("filings/<int:filing_id>/versions/<int:number>/", filing.filing, name="filing_version"),
    path("filings/<int:filing_id>/versions/<int:number>/receipt/", filing.receipt, name="receipt"),
    *(
        path(
            f"filings/<int:filing_id>/versions/<int:number>/receipt.{ending}",
            papers.receipt,
            {"ending": ending},
            name=f"receipt_{ending}",
        )
        for ending in Output
    ),
    path(
        "filings/<int:filing_id>/versions/<int:number>/receipt/issue/",
        papers.issue_receipt,
        name="issue_receipt",
    ),
    *(
        path(f"{place}.{ending}", papers.report, {"ending": ending}, name=f"{name}_{ending}")
        for ending in Output
        for place, name in (
            ("filings/<int:filing_id>/report", "report"),
            ("filings/<int:filing_id>/versions/<int:number>/report", "report_version"),
        )
    ),
    path("filings/<int:filing_id>/report/issue/", papers.issue_report, name="issue_report"),
    *(
        path(
            f"contributions/<int:obligation_id>/letter.{ending}",
            papers.letter,
            {"ending": ending},
            name=f"contribution_{ending}",
        )
        for ending in Output
    ),
    path(
        "contributions/<int:obligation_id>/letter/issue/", papers.issue_letter, name="issue_letter"
    ),
    path("filings/<int:filing_id>/parts/<int:part_id>/", part.part, name="filing_part"),
    path(
        "filings/<int:filing_id>/parts/<int:part_id>/files/",
        part_files.upload,
        name="filing_part_files",
    ),
    path(
        "plans/<int:plan_id>/stages/<int:deadline_id>/contributions/",
        contribution.contributions,
        name="contributions",
    ),
    path(
        "plans/<int:plan_id>/stages/<int:deadline_id>/contributions/do/<slug:action>/",
        contribution.stage_step,
        name="contributions_step",
    ),
    path("contributions/<int:obligation_id>/", contribution.contribution, name="contribution"),
    path("contributions/<int:obligation_id>/duty/", contribution.duty, name="duty_contribution"),
    path(
        "contributions/<int:obligation_id>/do/<slug:action>/",
        contribution.step,
        name="contribution_step",
    ),
    path("filings/<int:filing_id>/co-signatures/", co_signing.ask, name="ask_co_signatures"),
    path("co-signatures/<int:co_signature_id>/", co_signing.co_signature, name="co_signature"),
    path(
        "co-signatures/<int:co_signature_id>/do/<slug:action>/",
        co_signing.step,
        name="co_signature_step",
    ),
    path("co-signatures/duty/<int:obligation_id>/", co_signing.duty, name="duty_co_signature"),
    path("gathering/<int:obligation_id>/", gathering.gathering, name="gathering"),
    path("gathering/<int:obligation_id>/do/<slug:action>/", gathering.step, name="gathering_step"),
    path("attachments/<int:attachment_id>/", part_files.attachment, name="attachment"),
    path("assignments/<int:assignment_id>/reassign/", reassign.reassign, name="reassign"),
    path("review/", office.queue, name="review_queue"),
    path("filings/<int:filing_id>/review/", office.review, name="review"),
    path("plans/load/", loading_plans.load_plan, name="load_plan"),
    path("plans/load/<int:upload_id>/", loading_plans.preview, name="load_plan_preview"),
    path("plans/<int:plan_id>/amend/", amending.amend, name="amend_plan"),
    path(
        "plans/<int:plan_id>/versions/<int:number>.json",
        amending.version_file,
        name="plan_version",
    ),
    path("plans/<int:plan_id>/register/", office.register, name="register"),
]
