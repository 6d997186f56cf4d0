"""Give documents their kind, issuer and editions, and the keys to find them by."""

import django.db.models.deletion
import scorecard.models.evidence
from django.conf import settings
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def fill_keys(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let each document that is here already compute its keys, as every save does."""
    for document in apps.get_model("scorecard", "Evidence").objects.iterator():
        document.save(update_fields=["search", "sort_cyrillic", "sort_latin"])


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0004_partners_on_the_global_committee'),
        ('scorecard', '0008_talk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='evidence',
            name='is_classified',
            field=models.BooleanField(default=False, verbose_name='classified'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='issuer',
            field=models.CharField(blank=True, max_length=200, verbose_name='issued by'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='kind',
            field=models.CharField(choices=[('risk_assessment', 'disaster risk assessment'), ('protection_plan', 'protection and rescue plan'), ('reduction_plan', 'disaster risk reduction plan'), ('accident_plan', 'external accident plan'), ('operational_plan', 'operational plan'), ('spatial_plan', 'spatial or urban plan'), ('strategy', 'strategy, development plan or programme'), ('budget', 'budget or financial plan'), ('decision', 'decision'), ('ruling', 'ruling or conclusion'), ('agreement', 'agreement or contract'), ('minutes', 'minutes'), ('report', 'report'), ('study', 'study or project documentation'), ('training', 'record of training or an exercise'), ('other', 'other document')], default='other', max_length=20, verbose_name='kind'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='replaces',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successor', to='scorecard.evidence', verbose_name='edition that it replaces'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='search',
            field=scorecard.models.evidence.DocumentKeyField(db_index=True, default='', editable=False, key='search_key', max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='evidence',
            name='sort_cyrillic',
            field=scorecard.models.evidence.DocumentKeyField(db_index=True, default='', editable=False, key='sort_key_cyrillic', max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='evidence',
            name='sort_latin',
            field=scorecard.models.evidence.DocumentKeyField(db_index=True, default='', editable=False, key='sort_key_latin', max_length=200),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('is_classified', False), ('file', ''), _connector='OR'), name='a_classified_document_is_never_kept'),
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.CheckConstraint(condition=models.Q(('replaces__isnull', True), models.Q(('replaces', models.F('pk')), _negated=True), _connector='OR'), name='no_document_replaces_itself'),
        ),
        migrations.RunPython(fill_keys, migrations.RunPython.noop),
    ]
