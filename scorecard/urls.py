"""Addresses of assessments, their answers, review and reports."""

from django.urls import path

from scorecard.views import (
    answers,
    applicability,
    assessments,
    documents,
    guests,
    history,
    next_version,
    notes,
    official,
    queue,
    reports,
    review,
    rounds,
    settling,
    sharing,
    spreadsheets,
    talk,
    visits,
    words,
    workshop_papers,
    workshops,
)

app_name = "scorecard"

urlpatterns = [
    # assessments
    path("cities/<str:code>/assessments/new/", assessments.start, name="start"),
    path("assessments/<int:pk>/", assessments.overview, name="overview"),
    path("assessments/<int:pk>/since/", visits.since, name="since"),
    path("assessments/<int:pk>/presence/", visits.presence, name="presence"),
    path("assessments/<int:pk>/setup/", assessments.setup, name="setup"),
    path("assessments/<int:pk>/share/", assessments.share, name="share"),
    path("assessments/<int:pk>/submit/", assessments.submit, name="submit"),
    path("assessments/<int:pk>/publish/", assessments.publish, name="publish"),
    path("assessments/<int:pk>/people/", sharing.people, name="people"),
    path("assessments/<int:pk>/settle/", settling.page, name="settle"),
    path(
        "assessments/<int:pk>/settle-alike/",
        settling.settle_alike,
        name="settle-alike",
    ),
    path(
        "assessments/<int:pk>/answers/<str:code>/settle/",
        settling.settle,
        name="settle-one",
    ),
    path("assessments/<int:pk>/agreeing/", sharing.agree_how, name="agree-how"),
    path("cities/<str:code>/departments/", sharing.departments, name="departments"),
    path(
        "cities/<str:code>/departments/new/",
        sharing.department_new,
        name="department-new",
    ),
    path(
        "cities/<str:code>/departments/<int:pk>/",
        sharing.department,
        name="department",
    ),
    path(
        "cities/<str:code>/departments/<int:pk>/delete/",
        sharing.department_delete,
        name="department-delete",
    ),
    path(
        "assessments/<int:pk>/applicability/",
        applicability.applicability,
        name="applicability",
    ),
    path(
        "cities/<str:code>/rounds/<int:year>/<slug:occasion>/",
        rounds.round_page,
        name="round",
    ),
    # answers
    path(
        "assessments/<int:pk>/essentials/<int:number>/",
        answers.essential,
        name="essential",
    ),
    path("assessments/<int:pk>/answers/<str:code>/", answers.save, name="answer"),
    path(
        "assessments/<int:pk>/answers/<str:code>/proposal/",
        answers.propose,
        name="propose",
    ),
    path(
        "assessments/<int:pk>/answers/<str:code>/history/",
        history.history,
        name="history",
    ),
    path("assessments/<int:pk>/answers/<str:code>/undo/", history.undo, name="undo"),
    path(
        "assessments/<int:pk>/answers/<str:code>/evidence/",
        answers.attach,
        name="attach",
    ),
    path(
        "assessments/<int:pk>/answers/<str:code>/evidence/<int:evidence>/remove/",
        answers.detach,
        name="detach",
    ),
    path(
        "assessments/<int:pk>/answers/<str:code>/action/",
        notes.noted_action,
        name="noted-action",
    ),
    # documents
    path("assessments/<int:pk>/evidence/", documents.matrix, name="evidence-matrix"),
    path("cities/<str:code>/evidence/", documents.document_list, name="library"),
    path("cities/<str:code>/evidence/new/", documents.new, name="document-new"),
    path("evidence/<int:pk>/", documents.document, name="document"),
    path("evidence/<int:pk>/edit/", documents.edit, name="document-edit"),
    path("evidence/<int:pk>/edition/", documents.edition, name="document-edition"),
    path("evidence/<int:pk>/proofs/", documents.link, name="document-link"),
    path("evidence/<int:pk>/delete/", documents.delete, name="document-delete"),
    path("evidence/<int:pk>/file/", answers.evidence_file, name="evidence-file"),
    # workshops
    path("assessments/<int:pk>/workshops/", workshops.workshops, name="workshops"),
    path("assessments/<int:pk>/workshops/new/", workshops.new, name="workshop-new"),
    path("workshops/<int:pk>/", workshops.workshop, name="workshop"),
    path("workshops/<int:pk>/edit/", workshops.edit, name="workshop-edit"),
    path("workshops/<int:pk>/screen/", workshops.screen, name="workshop-screen"),
    path(
        "workshops/<int:pk>/screen/now/",
        workshops.screen_now,
        name="workshop-screen-now",
    ),
    path("workshops/<int:pk>/turn/", workshops.turn, name="workshop-turn"),
    path(
        "workshops/<int:pk>/votes/<int:number>/settle/",
        workshops.settle,
        name="workshop-settle",
    ),
    path(
        "workshops/<int:pk>/votes/<int:number>/count/",
        workshops.count,
        name="workshop-count",
    ),
    path(
        "workshops/<int:pk>/guests/<int:guest>/",
        workshops.change_guest,
        name="workshop-guest",
    ),
    path("workshops/<int:pk>/close/", workshops.close, name="workshop-close"),
    path("workshops/<int:pk>/erase/", workshops.erase, name="workshop-erase"),
    path(
        "workshops/<int:pk>/<slug:kind>.pdf",
        workshop_papers.paper,
        name="workshop-paper",
    ),
    # phones in a workshop
    path("w/", guests.join, name="join"),
    path("w/<slug:code>/", guests.guest, name="guest"),
    path("w/<slug:code>/now/", guests.now, name="guest-now"),
    path("w/<slug:code>/vote/", guests.vote, name="guest-vote"),
    path("w/<slug:code>/leave/", guests.leave, name="guest-leave"),
    path("assessments/<int:pk>/next/", next_version.next_answers, name="next-answers"),
    path(
        "assessments/<int:pk>/next/<str:code>/",
        next_version.next_answer,
        name="next-answer",
    ),
    # review
    path("review/", queue.queue, name="queue"),
    path("review/unanswered/", queue.unanswered, name="unanswered"),
    path("assessments/<int:pk>/reviewer/", queue.hand_on, name="hand-on"),
    path("assessments/<int:pk>/review/", review.review, name="review"),
    path(
        "assessments/<int:pk>/answers/<str:code>/remarks/",
        review.remark,
        name="remark",
    ),
    path("remarks/<int:pk>/withdraw/", review.withdraw_remark, name="withdraw-remark"),
    path("remarks/<int:pk>/reply/", review.reply, name="reply"),
    path("assessments/<int:pk>/return/", review.send_back, name="return"),
    path("assessments/<int:pk>/accept/", review.accept, name="accept"),
    # talk
    path("talk/", talk.talk_list, name="talk-list"),
    path("assessments/<int:pk>/answers/<str:code>/talk/", talk.talk, name="talk"),
    path(
        "assessments/<int:pk>/answers/<str:code>/talk/open/",
        talk.open_thread,
        name="open-thread",
    ),
    path("talk/threads/<int:pk>/say/", talk.say, name="say"),
    path("talk/threads/<int:pk>/resolve/", talk.resolve, name="resolve-thread"),
    path("talk/threads/<int:pk>/reopen/", talk.reopen, name="reopen-thread"),
    path("talk/messages/<int:pk>/withdraw/", talk.withdraw, name="withdraw-message"),
    # spreadsheets
    path(
        "assessments/<int:pk>/spreadsheets/",
        spreadsheets.spreadsheets,
        name="spreadsheets",
    ),
    path("assessments/<int:pk>/workbook.xlsx", spreadsheets.workbook, name="workbook"),
    path(
        "assessments/<int:pk>/workbook/",
        spreadsheets.upload_workbook,
        name="upload-workbook",
    ),
    path("assessments/<int:pk>/answers.<str:kind>", spreadsheets.export, name="export"),
    path(
        "assessments/<int:pk>/official.xlsm",
        spreadsheets.official,
        name="official-workbook",
    ),
    path(
        "assessments/<int:pk>/official-blank/",
        spreadsheets.keep_blank,
        name="keep-blank",
    ),
    path("imports/<int:pk>/merge/", spreadsheets.merge, name="merge"),
    path("imports/<int:pk>/discard/", spreadsheets.discard, name="discard"),
    path("imports/<int:pk>/", official.official_import, name="official-import"),
    path(
        "cities/<str:code>/official-workbook/",
        official.upload,
        name="upload-official",
    ),
    path("official-workbook/", official.national_blank, name="national-blank"),
    # reports
    path("assessments/<int:pk>/report/", reports.report, name="report"),
    path("assessments/<int:pk>/words/", words.words, name="words"),
    path("assessments/<int:pk>/report.pdf", reports.report_pdf, name="report-pdf"),
    path("assessments/<int:pk>/brief.pdf", reports.brief_pdf, name="brief-pdf"),
]
