"""Add up what was accepted before there were national figures."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Count, Q, Sum


def add_up(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Answer = apps.get_model("scorecard", "Answer")
    Assessment = apps.get_model("scorecard", "Assessment")
    EssentialScore = apps.get_model("scorecard", "EssentialScore")
    Standing = apps.get_model("scorecard", "Standing")
    accepted = Assessment.objects.filter(status="accepted")
    for assessment in accepted.order_by("year", "started_at", "pk"):
        top = assessment.questionnaire.scale_maximum
        rows = (
            Answer.objects.filter(assessment=assessment)
            .order_by()
            .values("question__essential")
            .annotate(
                points=Sum("score", default=0),
                answered=Count("score"),
                skipped=Count("pk", filter=Q(not_applicable=True)),
                asked=Count("pk"),
            )
        )
        EssentialScore.objects.bulk_create(
            EssentialScore(
                assessment=assessment,
                essential_id=row["question__essential"],
                points=row["points"],
                out_of=row["answered"] * top,
                answered=row["answered"],
                applying=row["asked"] - row["skipped"],
                settled=row["answered"] + row["skipped"],
                asked=row["asked"],
            )
            for row in rows
        )
        # The latest comes last and stays.
        Standing.objects.update_or_create(
            city_id=assessment.city_id,
            questionnaire_id=assessment.questionnaire_id,
            defaults={"assessment": assessment},
        )


class Migration(migrations.Migration):
    dependencies = [("scorecard", "0003_national_desk")]

    operations = [migrations.RunPython(add_up, migrations.RunPython.noop)]
