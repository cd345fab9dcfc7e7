"""Discussion, withdrawal and origins' hours; and the triggers by which adopted texts stay as they are."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from records.recommendations import freezing


def freeze(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in freezing.freeze(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def thaw(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in freezing.thaw(schema_editor.connection.vendor):
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0003_decisions_recommendations'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='consent',
            options={'ordering': ('at', 'id')},
        ),
        migrations.RemoveConstraint(
            model_name='consent',
            name='records_consented_once',
        ),
        migrations.AddField(
            model_name='consent',
            name='purpose',
            field=models.CharField(choices=[('adopt', 'adoption'), ('withdraw', 'withdrawal')], default='adopt', max_length=10),
        ),
        migrations.AddField(
            model_name='origin',
            name='attached_at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='is_open',
            field=models.BooleanField(default=False, verbose_name='open for discussion'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='title_edition',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(fields=('recommendation', 'person', 'edition', 'purpose'), name='records_consented_once'),
        ),
        migrations.RunPython(freeze, thaw),
    ]
