"""Addresses of the roadmap: a module of views for each subject."""

from django.urls import URLPattern, path

from roadmap.views import (
    adoption,
    gaps,
    joint,
    measures,
    outlook,
    papers,
    partners,
    plans,
    progress,
    requests,
    services,
    stages,
)

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
    # partners
    path("partners/", partners.partner_list, name="partners"),
    path("partners/new/", partners.new, name="partner-new"),
    path("partners/<str:code>/", partners.partner, name="partner"),
    path("partners/<str:code>/edit/", partners.edit, name="partner-edit"),
    path("partners/<str:code>/apply/", partners.apply, name="partner-apply"),
    path("partners/<str:code>/decide/", partners.decide, name="partner-decide"),
    path("partners/<str:code>/services/new/", services.new, name="service-new"),
    # services
    path("services/", services.service_list, name="services"),
    path("services/<int:pk>/", services.service, name="service"),
    path("services/<int:pk>/edit/", services.edit, name="service-edit"),
    path("services/<int:pk>/withdraw/", services.withdraw, name="service-withdraw"),
    path("cities/<str:code>/roadmap/services/", services.of_city, name="city-services"),
    path(
        "cities/<str:code>/roadmap/services/<int:pk>/ask/",
        services.ask,
        name="service-ask",
    ),
    # requests for services
    path("service-requests/", requests.request_list, name="service-requests"),
    path("service-requests/<int:pk>/", requests.one, name="service-request"),
    path("service-requests/<int:pk>/answer/", requests.answer, name="request-answer"),
    path(
        "service-requests/<int:pk>/withdraw/",
        requests.withdraw,
        name="request-withdraw",
    ),
    path("service-requests/<int:pk>/result/", requests.result, name="request-result"),
    # joint plans
    path("groups/<slug:code>/plans/new/", joint.start, name="joint-new"),
    path("plans/<int:pk>/shares/", joint.shares, name="plan-shares"),
    path("actions/<int:pk>/shares/", joint.divide, name="action-shares"),
    # a plan's money, time, priorities and effect; its paper
    path("plans/<int:pk>/money/", outlook.money, name="plan-money"),
    path("plans/<int:pk>/timeline/", outlook.timeline, name="plan-timeline"),
    path("plans/<int:pk>/matrix/", outlook.matrix, name="plan-matrix"),
    path("plans/<int:pk>/what-if/", outlook.what_if, name="plan-what-if"),
    path("plans/<int:pk>/report/", papers.report, name="plan-report"),
    path("plans/<int:pk>/plan.pdf", papers.plan_pdf, name="plan-pdf"),
    path("plans/<int:pk>/money.<str:kind>", papers.money_file, name="plan-money-file"),
    # the plan's way to the gazette
    path("plans/<int:pk>/adoption/", adoption.adoption, name="adoption"),
    path("plans/<int:pk>/adoption/undo/", adoption.undo, name="adoption-undo"),
    path("plans/<int:pk>/adoption/end/", adoption.end, name="adoption-end"),
]
