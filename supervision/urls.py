from django.urls import path

from supervision.views import bulletins, difficulties, duties, instructions, notices

urlpatterns = [
    path(
        "plans/<int:plan_id>/tasks/<str:key>/difficulties/",
        difficulties.of_leaf,
        name="leaf_difficulties",
    ),
    path(
        "plans/<int:plan_id>/tasks/<str:key>/difficulties/report/",
        difficulties.report,
        name="report_difficulty",
    ),
    path("difficulties/<int:difficulty_id>/", difficulties.difficulty, name="difficulty"),
    path(
        "difficulties/<int:difficulty_id>/do/<slug:action>/",
        difficulties.step,
        name="difficulty_step",
    ),
    path("difficulties/<int:difficulty_id>/instruct/", difficulties.instruct, name="instruct"),
    path("instructions/<int:instruction_id>/", instructions.instruction, name="instruction"),
    path(
        "instructions/<int:instruction_id>/answer/", instructions.answer, name="instruction_answer"
    ),
    path(
        "instructions/<int:instruction_id>/do/<slug:action>/",
        instructions.step,
        name="instruction_step",
    ),
    path("plans/<int:plan_id>/notices/issue/", notices.issue, name="issue_notice"),
    path("notices/<int:notice_id>/", notices.notice, name="notice"),
    path("notices/<int:notice_id>/answer/", notices.answer, name="notice_answer"),
    path("notices/<int:notice_id>/do/<slug:action>/", notices.step, name="notice_step"),
    path("notices/<int:notice_id>/raise/", notices.raise_, name="notice_raise"),
    path(
        "notices/<int:notice_id>/<int:number>.pdf",
        notices.file,
        {"kind": "pdf"},
        name="notice_pdf",
    ),
    path(
        "notices/<int:notice_id>/<int:number>.docx",
        notices.file,
        {"kind": "docx"},
        name="notice_docx",
    ),
    path("notices/<int:notice_id>/review/<slug:action>/", notices.review, name="notice_review"),
    path("plans/<int:plan_id>/bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<int:bulletin_id>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:bulletin_id>/do/<slug:action>/", bulletins.step, name="bulletin_step"),
    path(
        "bulletins/<int:bulletin_id>/bulletin.pdf",
        bulletins.file,
        {"kind": "pdf"},
        name="bulletin_pdf",
    ),
    path(
        "bulletins/<int:bulletin_id>/bulletin.docx",
        bulletins.file,
        {"kind": "docx"},
        name="bulletin_docx",
    ),
    path("duties/difficulty/<int:obligation_id>/", duties.difficulty, name="duty_difficulty"),
    path(
        "duties/difficulty-words/<int:obligation_id>/",
        duties.difficulty,
        name="duty_difficulty_words",
    ),
    path("duties/instruction/<int:obligation_id>/", duties.instruction, name="duty_instruction"),
    path(
        "duties/instruction-check/<int:obligation_id>/",
        duties.instruction,
        name="duty_instruction_check",
    ),
    path("duties/instructing/<int:obligation_id>/", duties.difficulty, name="duty_instructing"),
    path("duties/notice/<int:obligation_id>/", duties.notice, name="duty_notice"),
    path("duties/notice-check/<int:obligation_id>/", duties.notice, name="duty_notice_check"),
    path("duties/notice-closing/<int:obligation_id>/", duties.notice, name="duty_notice_closing"),
    path("duties/notice-review/<int:obligation_id>/", duties.notice, name="duty_notice_review"),
]
