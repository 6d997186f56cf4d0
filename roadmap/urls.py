"""Addresses of the roadmap: a module of views for each subject."""

from django.urls import URLPattern, path

from roadmap.views import gaps, measures, plans, progress, stages

app_name = "roadmap"

urlpatterns: list[URLPattern] = [
    # action plans
    path("cities/<str:code>/plans/", plans.of_city, name="plans"),
    path("cities/<str:code>/plans/new/", plans.start, name="plan-new"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/edit/", plans.edit, name="plan-edit"),
    path("plans/<int:pk>/share/", plans.share, name="plan-share"),
    path("assessments/<int:pk>/gaps/<str:code>/plan/", gaps.plan_gap, name="plan-gap"),
    # actions of a plan
    path("plans/<int:pk>/actions/new/", measures.new, name="action-new"),
    path("actions/<int:pk>/", measures.action, name="action"),
    path("actions/<int:pk>/edit/", measures.edit, name="action-edit"),
    path("actions/<int:pk>/funding/", measures.funding, name="action-funding"),
    path("actions/<int:pk>/remove/", measures.remove, name="action-remove"),
    path("actions/<int:pk>/notes/", progress.note, name="action-note"),
    path("actions/<int:pk>/history/", progress.history, name="action-history"),
    # stages
    path("cities/<str:code>/roadmap/", stages.overview, name="overview"),
    path(
        "cities/<str:code>/roadmap/criteria/<slug:criterion>/",
        stages.criterion,
        name="criterion",
    ),
    path(
        "cities/<str:code>/roadmap/criteria/<slug:criterion>/open/",
        stages.criterion_open,
        name="criterion-open",
    ),
    path("criteria-met/<int:pk>/file/", stages.criterion_file, name="criterion-file"),
    path("cities/<str:code>/roadmap/ask/", stages.ask, name="ask"),
    path("cities/<str:code>/roadmap/stage/", stages.record, name="record-stage"),
    path("stage-requests/<int:pk>/", stages.decide, name="stage-request"),
    path(
        "stage-requests/<int:pk>/withdraw/",
        stages.withdraw,
        name="withdraw-stage-request",
    ),
]
