"""Addresses of the national desk."""

from django.urls import path

from mcr2030.national.views import (
    activity,
    announcements,
    calibration,
    deadlines,
    finances,
    gaps,
    groups,
    matrix,
    office,
    over_time,
    overview,
    peers,
    reports,
    stages,
    strategies,
    training,
)

app_name = "national"

urlpatterns = [
    # overview: list, map
    path("", overview.show, name="overview"),
    path(
        "local-governments.<str:kind>",
        overview.cities_file,
        name="cities-file",
    ),
    # training
    path("training/", training.page, name="training"),
    path("training.<str:kind>", training.file, name="training-file"),
    # matrix
    path("matrix/", matrix.page, name="matrix"),
    path("matrix/matrix.<str:kind>", matrix.file, name="matrix-file"),
    path("matrix/essentials/<int:number>/", matrix.page, name="matrix-essential"),
    path(
        "matrix/essentials/<int:number>/matrix.<str:kind>",
        matrix.file,
        name="matrix-essential-file",
    ),
    # calibration
    path(
        "calibration/<int:edition>/<str:code>/",
        calibration.page,
        name="calibration",
    ),
    path("calibration/<int:edition>/<str:code>/ask/", calibration.ask, name="ask"),
    path("calibration/<int:edition>/<str:code>/note/", calibration.note, name="note"),
    # gaps
    path("gaps/", gaps.page, name="gaps"),
    path("gaps/gaps.<str:kind>", gaps.file, name="gaps-file"),
    # groups
    path("groups/", groups.page, name="groups"),
    path("groups/new/", groups.new, name="group-new"),
    path("groups/<slug:code>/", groups.one, name="group"),
    path("groups/<slug:code>/edit/", groups.edit, name="group-edit"),
    path("groups/<slug:code>/add/", groups.add, name="group-add"),
    path("groups/<slug:code>/remove/", groups.remove, name="group-remove"),
    # over time
    path("time/", over_time.page, name="time"),
    path("cities/<str:code>/", over_time.city, name="city"),
    # peer reviews and twinning
    path("peer-reviews/", peers.page, name="peers"),
    # stages of the roadmap
    path("stages/", stages.page, name="stages"),
    # reporting
    path("reports/", reports.page, name="reports"),
    path("reports/national.pdf", reports.report_pdf, name="report-pdf"),
    path("reports/national-short.pdf", reports.short_pdf, name="short-pdf"),
    path("reports/summary.pdf", reports.slides_pdf, name="slides-pdf"),
    path(
        "reports/everything.<str:kind>",
        reports.everything_file,
        name="everything-file",
    ),
    path("reports/bundles/", reports.ask_bundle, name="ask-bundle"),
    path("reports/bundles/<int:pk>/", reports.bundle, name="bundle"),
    path("reports/bundles/<int:pk>/again/", reports.bundle_again, name="bundle-again"),
    path("reports/bundles/<int:pk>/file/", reports.bundle_file, name="bundle-file"),
    # strategies and plans
    path("strategies/", strategies.page, name="strategies"),
    path("strategies/strategies.<str:kind>", strategies.file, name="strategies-file"),
    path("strategies/new/", strategies.new, name="strategy-new"),
    path("strategies/<int:pk>/", strategies.edit, name="strategy-edit"),
    path("strategies/<int:pk>/remove/", strategies.remove, name="strategy-remove"),
    # money in the plans
    path("money/", finances.page, name="money"),
    path("money/money.<str:kind>", finances.cities_file, name="money-file"),
    path("money/rows.<str:kind>", finances.rows_file, name="money-rows-file"),
    # office
    path("office/", office.page, name="office"),
    path("office/log/", activity.page, name="activity"),
    path("office/settings/", office.settings, name="settings"),
    path("office/members/", office.members, name="members"),
    path("office/members/add/", office.join, name="member-add"),
    path("office/members/remove/", office.leave, name="member-remove"),
    path("office/deadlines/", deadlines.page, name="deadlines"),
    path("office/deadlines/new/", deadlines.new, name="deadline-new"),
    path("office/deadlines/<int:pk>/", deadlines.edit, name="deadline-edit"),
    path("office/deadlines/<int:pk>/lift/", deadlines.lift, name="deadline-lift"),
    path("office/announcements/", announcements.page, name="announcements"),
    path("office/announcements/new/", announcements.new, name="announcement-new"),
    path(
        "office/announcements/<int:pk>/",
        announcements.edit,
        name="announcement-edit",
    ),
    path(
        "office/announcements/<int:pk>/remove/",
        announcements.remove,
        name="announcement-remove",
    ),
]
