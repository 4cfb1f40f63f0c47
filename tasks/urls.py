from django.urls import path

from tasks.views import assignments, directive, extensions

urlpatterns = [
    path("plans/", directive.plans, name="plans"),
    path("plans/<int:plan_id>/", directive.plan, name="plan"),
    path("plans/<int:plan_id>/tasks/<str:key>/", directive.leaf, name="leaf"),
    path("plans/<int:plan_id>/receipts/", assignments.receipts, name="receipts"),
    path("plans/<int:plan_id>/receipts/confirm/", assignments.confirm_all, name="confirm_all"),
    path("plans/<int:plan_id>/assignments/", assignments.assignments, name="assignments"),
    path("plans/<int:plan_id>/assignments/hand-out/", assignments.hand_out, name="hand_out"),
    path("plans/<int:plan_id>/assignments/chase/", assignments.chase, name="chase_receipts"),
    path("assignments/<int:assignment_id>/", assignments.assignment, name="assignment"),
    path(
        "assignments/<int:assignment_id>/do/<slug:action>/",
        assignments.step,
        name="assignment_step",
    ),
    path("owed/<int:obligation_id>/receipt/", assignments.duty, name="duty_receipt"),
    path("owed/<int:obligation_id>/reassignment/", assignments.duty, name="duty_reassignment"),
    path("owed/<int:obligation_id>/extension/", extensions.ask, name="ask_extension"),
    path("plans/<int:plan_id>/extensions/", extensions.extensions, name="extensions"),
    path("extensions/<int:extension_id>/", extensions.extension, name="extension"),
    path("extensions/<int:extension_id>/do/<slug:action>/", extensions.step, name="extension_step"),
]
