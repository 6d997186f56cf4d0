"""The joint report of a peer review, its two signatures and its papers."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from roadmap.models.peer_review import TEXT_MAXIMUM, PeerReview


class PeerReport(models.Model):
    """What both sides write together. After the second signature it never changes."""

    # A person's own copy of their data leaves this out: it is both cities', all of it.
    NOT_COPIED = ("content",)

    TEXTS = ("method", "strengths", "to_strengthen", "done", "summary")

    review = models.OneToOneField(
        PeerReview, on_delete=models.CASCADE, related_name="report"
    )
    method = models.TextField(_("method"), max_length=TEXT_MAXIMUM, blank=True)
    strengths = models.TextField(
        _("strengths to build on"), max_length=TEXT_MAXIMUM, blank=True
    )
    to_strengthen = models.TextField(
        _("areas to strengthen"), max_length=TEXT_MAXIMUM, blank=True
    )
    done = models.TextField(
        _("what the review has changed already"), max_length=TEXT_MAXIMUM, blank=True
    )
    summary = models.TextField(
        _("summary for everybody"), max_length=TEXT_MAXIMUM, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    host_signed_at = models.DateTimeField(
        _("signed for the host"), null=True, blank=True
    )
    host_signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    peer_signed_at = models.DateTimeField(
        _("signed for the peer city"), null=True, blank=True
    )
    peer_signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content = models.TextField(_("content as JSON"), blank=True)
    sha256 = models.CharField(_("digest"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("report of a peer review")
        verbose_name_plural = _("reports of peer reviews")
        constraints = [
            models.CheckConstraint(
                condition=Q(host_signed_at__isnull=True, host_signed_by__isnull=True)
                | Q(host_signed_at__isnull=False, host_signed_by__isnull=False),
                name="the_hosts_signature_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(peer_signed_at__isnull=True, peer_signed_by__isnull=True)
                | Q(peer_signed_at__isnull=False, peer_signed_by__isnull=False),
                name="the_peers_signature_says_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(content="", sha256="")
                | ~Q(sha256="")
                & Q(host_signed_at__isnull=False, peer_signed_at__isnull=False),
                name="a_report_is_frozen_once_both_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id}/{self.version}"

    @property
    def is_frozen(self) -> bool:
        return bool(self.sha256)


def paper_path(paper: "PeerPaper", name: str) -> str:
    return f"papers/{uuid.uuid4().hex}.pdf"


class PeerPaper(models.Model):
    """A PDF of a signed report, made once and kept."""

    report = models.ForeignKey(
        PeerReport, on_delete=models.PROTECT, related_name="papers"
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES
    )
    file = models.FileField(upload_to=paper_path, max_length=120)
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("paper of a peer review")
        verbose_name_plural = _("papers of peer reviews")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "language"], name="a_peer_report_is_printed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.language}"
