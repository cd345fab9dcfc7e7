"""Discussion, withdrawal, and since when an origin is one."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_decisions_live'),
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
    ]
