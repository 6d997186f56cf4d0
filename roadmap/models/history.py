"""What happened with an action, what was changed in it, what a workbook brings."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from roadmap.models.action import Action
from roadmap.models.plan import Plan
from scorecard.models import Evidence


class ProgressNoteQuerySet(models.QuerySet["ProgressNote"]):
    def with_parts(self) -> Self:
        """Bring who wrote it and what proves it."""
        return self.select_related("by").prefetch_related("evidence")


class ProgressNote(models.Model):
    """What happened with an action, who says so, and what proves it. Never edited."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("what happened"), max_length=4000)
    status = models.CharField(_("state"), max_length=10, choices=Action.Status.choices)
    progress = models.PositiveSmallIntegerField(_("progress, %"))
    evidence = models.ManyToManyField(Evidence, verbose_name=_("evidence"), blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ProgressNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of progress")
        verbose_name_plural = _("notes of progress")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__lte=100), name="no_note_says_more_than_all"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="a_note_of_progress_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ActionChange(models.Model):
    """One change of an action: who, when, from what to what. Never edited."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("change of an action")
        verbose_name_plural = _("changes of actions")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "version"],
                name="each_version_of_an_action_has_one_change",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action_id}/{self.version}"


class PendingActionsQuerySet(models.QuerySet["PendingActions"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the person uploaded and has not confirmed yet."""
        return self.filter(by=user) if isinstance(user, User) else self.none()


class PendingActions(models.Model):
    """Actions read from an upload that wait for the person's word; never the file."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE)
    file_name = models.CharField(_("file name"), max_length=200)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    objects = PendingActionsQuerySet.as_manager()

    class Meta:
        verbose_name = _("actions to confirm")
        verbose_name_plural = _("actions to confirm")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.file_name
