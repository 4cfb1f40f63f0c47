from django.urls import path

from documents.views import batches, issued, verify

DOCUMENT = "documents/<int:document_id>/"

urlpatterns = [
    path("plans/<int:plan_id>/documents/", issued.documents, name="issued_documents"),
    path(DOCUMENT, issued.document, name="issued_document"),
    path(f"{DOCUMENT}file.pdf", issued.file, name="issued_file"),
    path(f"{DOCUMENT}scans/", issued.add_scan, name="add_scan"),
    path(f"{DOCUMENT}scans/<int:scan_id>/", issued.scan, name="sealed_scan"),
    path("plans/<int:plan_id>/batches/", batches.batches, name="batches"),
    path("batches/<int:batch_id>/", batches.batch, name="batch"),
    path("batches/<int:batch_id>/cancel/", batches.cancel, name="cancel_batch"),
    path("batches/<int:batch_id>/file.zip", batches.download, name="batch_file"),
    path("verify/", verify.verify, name="verify"),
]
