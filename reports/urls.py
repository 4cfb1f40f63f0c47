from django.urls import path

from reports.views import (
    amending,
    entering,
    filing,
    office,
    part,
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
    path("filings/<int:filing_id>/cover/", filing.cover, name="filing_cover"),
    path("filings/<int:filing_id>/do/<slug:action>/", filing.step, name="filing_step"),
    path("filings/<int:filing_id>/versions/<int:number>/", filing.filing, name="filing_version"),
    path("filings/<int:filing_id>/versions/<int:number>/receipt/", filing.receipt, name="receipt"),
    path(
        "filings/<int:filing_id>/versions/<int:number>/receipt.pdf",
        filing.receipt_pdf,
        name="receipt_pdf",
    ),
    path("filings/<int:filing_id>/parts/<int:part_id>/", part.part, name="filing_part"),
    path("attachments/<int:attachment_id>/", part.attachment, name="attachment"),
    path("assignments/<int:assignment_id>/reassign/", reassign.reassign, name="reassign"),
    path("review/", office.queue, name="review_queue"),
    path("filings/<int:filing_id>/review/", office.review, name="review"),
    path("plans/<int:plan_id>/amend/", amending.amend, name="amend_plan"),
    path(
        "plans/<int:plan_id>/versions/<int:number>.json",
        amending.version_file,
        name="plan_version",
    ),
    path("plans/<int:plan_id>/register/", office.register, name="register"),
]
