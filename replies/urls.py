from django.urls import path

from replies.views import co_signing, duties, host, keeper, papers, promises, public

OWED = "replies/<int:obligation_id>/"
RATED = "ratings/<int:obligation_id>/"

urlpatterns = [
    path(OWED, host.reply, name="reply"),
    path(f"{OWED}start/", host.start, name="start_reply"),
    path(f"{OWED}cover/", host.cover, name="reply_cover"),
    path(f"{OWED}answers/new/", host.answer, {"answer_id": None}, name="new_answer"),
    path(f"{OWED}answers/<int:answer_id>/", host.answer, name="answer"),
    path(f"{OWED}answers/<int:answer_id>/remove/", host.remove, name="remove_answer"),
    path(f"{OWED}contacts/", host.contacts, name="contacts"),
    path(f"{OWED}do/<slug:action>/", host.step, name="reply_step"),
    path(f"{OWED}draft.pdf", papers.draft, {"kind": "pdf"}, name="reply_draft_pdf"),
    path(f"{OWED}draft.docx", papers.draft, {"kind": "docx"}, name="reply_draft_docx"),
    path(f"{OWED}letters.pdf", papers.letters, {"kind": "pdf"}, name="letters_pdf"),
    path(f"{OWED}letters.docx", papers.letters, {"kind": "docx"}, name="letters_docx"),
    path(f"{OWED}letters/<int:number>.pdf", papers.letter, {"kind": "pdf"}, name="letter_pdf"),
    path(f"{OWED}letters/<int:number>.docx", papers.letter, {"kind": "docx"}, name="letter_docx"),
    path(f"{OWED}letters/again/", host.issue_again, name="issue_letters_again"),
    path(
        "reply-co-signatures/<int:co_signature_id>/",
        co_signing.co_signature,
        name="reply_co_signature",
    ),
    path("deputies/", keeper.deputies, name="deputies"),
    path("deputies/<int:deputy_id>/", keeper.deputy, name="deputy"),
    path("ratings/", keeper.ratings, name="ratings"),
    path("keepers/<int:change_id>/confirm/", keeper.confirm_change, name="confirm_keeper"),
    path(RATED, keeper.rating, name="rating"),
    path(f"{RATED}links/", keeper.links, name="rating_links"),
    path(f"{RATED}do/<slug:action>/", keeper.step, name="rating_step"),
    path("rate/", public.rate, name="rate"),
    path("rate/submit/", public.submit, name="submit_rating"),
    path("rate/done/", public.done, name="rated"),
    path("plans/<int:plan_id>/promises/", promises.promises, name="promises"),
    path("promises/<int:promise_id>/", promises.promise, name="promise"),
    path("promises/<int:promise_id>/do/<slug:action>/", promises.step, name="promise_step"),
    path("duties/reply/<int:obligation_id>/", duties.reply, name="duty_reply"),
    path("duties/second-reply/<int:obligation_id>/", duties.reply, name="duty_second_reply"),
    path("duties/rating/<int:obligation_id>/", duties.rating, name="duty_rating"),
    path("duties/assessment/<int:obligation_id>/", duties.rating, name="duty_assessment"),
    path("duties/promise/<int:obligation_id>/", duties.promise, name="duty_promise"),
    path(
        "duties/reply-co-signature/<int:obligation_id>/",
        duties.co_signature,
        name="duty_reply_co_signature",
    ),
]
