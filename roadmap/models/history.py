"""What was changed in an action, and what was read from a workbook for a plan."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cities.models import User
from roadmap.models.action import Action
from roadmap.models.plan import Plan


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
