"""Addresses of the roadmap: a module of views for each subject."""

from django.urls import URLPattern, path

from roadmap.views import (
    adoption,
    exchange,
    gaps,
    hub,
    hub_plan,
    joining,
    joint,
    measures,
    outlook,
    papers,
    partners,
    peer_reports,
    peer_work,
    peers,
    plans,
    progress,
    requests,
    services,
    stages,
    training,
    twinnings,
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
    # a plan's actions as a workbook
    path("plans/<int:pk>/workbook/", exchange.download, name="plan-file"),
    path("plans/<int:pk>/workbook/upload/", exchange.upload, name="plan-upload"),
    path("imports/actions/<int:pk>/", exchange.look, name="plan-import"),
    path("imports/actions/<int:pk>/drop/", exchange.drop, name="plan-import-drop"),
]

# Peer reviews and twinning.
REVIEW = "peer-reviews/<int:pk>"
TWINNING = "twinnings/<int:pk>"
urlpatterns += [
    path("cities/<str:code>/peer-reviews/", peers.city, name="peers"),
    path("cities/<str:code>/peer-reviews/new/", peers.new, name="peer-new"),
    path(f"{REVIEW}/", peers.detail, name="peer-review"),
    path(f"{REVIEW}/plan/", peers.plan, name="peer-plan"),
    path(f"{REVIEW}/invite/", peers.invite, name="peer-invite"),
    path(f"{REVIEW}/agree/", peers.agree, name="peer-agree"),
    path(f"{REVIEW}/decline/", peers.decline, name="peer-decline"),
    path(f"{REVIEW}/confirm/", peers.confirm, name="peer-confirm"),
    path(f"{REVIEW}/again/", peers.again, name="peer-again"),
    path(f"{REVIEW}/stop/", peers.stop, name="peer-stop"),
    path(
        f"{REVIEW}/reviewers/<int:reviewer>/release/",
        peers.release,
        name="peer-release",
    ),
    path(f"{REVIEW}/modules/<slug:module>/", peer_work.evidence, name="peer-evidence"),
    path(f"{REVIEW}/modules/<slug:module>/first/", peer_work.items, name="peer-items"),
    path(
        f"{REVIEW}/modules/<slug:module>/<str:code>/",
        peer_work.finding,
        name="peer-finding",
    ),
    path(f"{REVIEW}/agenda/", peer_work.agenda, name="peer-agenda"),
    path(f"{REVIEW}/agenda/new/", peer_work.agenda_item, name="peer-agenda-new"),
    path(
        f"{REVIEW}/agenda/<int:item>/", peer_work.agenda_item, name="peer-agenda-item"
    ),
    path(
        f"{REVIEW}/agenda/<int:item>/delete/",
        peer_work.agenda_delete,
        name="peer-agenda-delete",
    ),
    path(
        f"{REVIEW}/recommendations/",
        peer_work.recommendations,
        name="peer-recommendations",
    ),
    path(
        f"{REVIEW}/recommendations/new/",
        peer_work.recommendation,
        name="peer-recommend",
    ),
    path(
        f"{REVIEW}/recommendations/<int:advice>/",
        peer_work.recommendation,
        name="peer-recommendation",
    ),
    path(
        f"{REVIEW}/recommendations/<int:advice>/withdraw/",
        peer_work.withdraw,
        name="peer-withdraw",
    ),
    path(
        f"{REVIEW}/recommendations/<int:advice>/take-up/",
        peer_work.take_up,
        name="peer-take-up",
    ),
    path(
        f"{REVIEW}/recommendations/<int:advice>/plan/",
        gaps.plan_advice,
        name="peer-plan-action",
    ),
    path(
        f"{REVIEW}/recommendations/<int:advice>/turn-down/",
        peer_work.turn_down,
        name="peer-turn-down",
    ),
    path(f"{REVIEW}/expected/", peer_work.expect, name="peer-expect"),
    path(f"{REVIEW}/after/<int:months>/", peer_work.follow_up, name="peer-follow-up"),
    path(f"{REVIEW}/report/", peer_reports.report, name="peer-report"),
    path(f"{REVIEW}/report/edit/", peer_reports.edit, name="peer-report-edit"),
    path(f"{REVIEW}/report/sign/", peer_reports.sign, name="peer-sign"),
    path(f"{REVIEW}/report/publish/", peer_reports.publish, name="peer-publish"),
    path(f"{REVIEW}/report/pdf/", peer_reports.report_pdf, name="peer-report-pdf"),
    path(
        "published/peer-reviews/<int:pk>/pdf/",
        peer_reports.public_pdf,
        name="peer-public-pdf",
    ),
    path("cities/<str:code>/twinnings/new/", twinnings.new, name="twinning-new"),
    path(f"{TWINNING}/", twinnings.detail, name="twinning"),
    path(f"{TWINNING}/agree/", twinnings.agree, name="twinning-agree"),
    path(f"{TWINNING}/decline/", twinnings.decline, name="twinning-decline"),
    path(f"{TWINNING}/meetings/new/", twinnings.meeting, name="twinning-meeting"),
    path(f"{TWINNING}/end/", twinnings.end, name="twinning-end"),
    # training
    path("cities/<str:code>/roadmap/training/", training.of_city, name="training"),
    path("cities/<str:code>/roadmap/training/new/", training.own, name="training-own"),
    path(
        "cities/<str:code>/roadmap/training/<int:pk>/",
        training.attend,
        name="training-attend",
    ),
    path(
        "cities/<str:code>/roadmap/training/<int:pk>/remove/",
        training.remove,
        name="training-remove",
    ),
    path("courses/", training.courses, name="courses"),
    path("courses/new/", training.course_new, name="course-new"),
    path("courses/<int:pk>/", training.course, name="course"),
    path("courses/<int:pk>/edit/", training.course_edit, name="course-edit"),
    # Resilience Hub
    path("cities/<str:code>/roadmap/hub/", hub.page, name="hub"),
    path("cities/<str:code>/roadmap/hub/begin/", hub.begin, name="hub-begin"),
    path("cities/<str:code>/roadmap/hub/apply/", hub.apply, name="hub-apply"),
    path("cities/<str:code>/roadmap/hub/decide/", hub.decide, name="hub-decide"),
    path(
        "cities/<str:code>/roadmap/hub/dossier.pdf",
        hub.dossier_pdf,
        name="hub-dossier",
    ),
    path(
        "cities/<str:code>/roadmap/hub/criteria/<slug:criterion>/",
        hub.criterion,
        name="hub-criterion",
    ),
    path(
        "cities/<str:code>/roadmap/hub/commitments/new/",
        hub_plan.new,
        name="hub-promise",
    ),
    path(
        "cities/<str:code>/roadmap/hub/commitments/<int:pk>/",
        hub_plan.edit,
        name="hub-commitment",
    ),
    path(
        "cities/<str:code>/roadmap/hub/commitments/<int:pk>/drop/",
        hub_plan.drop,
        name="hub-drop",
    ),
    path("cities/<str:code>/roadmap/hub/ledger/new/", hub_plan.enter, name="hub-enter"),
    path(
        "cities/<str:code>/roadmap/hub/ledger/<int:pk>/strike/",
        hub_plan.strike,
        name="hub-strike",
    ),
]

urlpatterns += [
    # joining
    path("join/", joining.join, name="join"),
    path("cities/<str:code>/joining/", joining.steps, name="joining"),
    path(
        "cities/<str:code>/joining/stage/",
        joining.self_assessment,
        name="self-assessment",
    ),
    path("cities/<str:code>/joining/letter.pdf", joining.letter_pdf, name="letter-pdf"),
    path(
        "cities/<str:code>/joining/letter/",
        joining.letter_upload,
        name="letter-upload",
    ),
    path("letters/<int:pk>/file/", joining.letter_file, name="letter-file"),
    path(
        "cities/<str:code>/joining/confirm/",
        joining.confirm,
        name="confirm-membership",
    ),
]
