from django.db import migrations, models
import django.db.models.deletion
import uuid


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cspp_sessions', '0003_agenda_stage_materials'),
    ]

    operations = [
        migrations.CreateModel(
            name='Record',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('closings', models.PositiveSmallIntegerField(default=1, verbose_name='how often it was closed')),
                ('session', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='record', to='cspp_sessions.session')),
            ],
            options={
                'verbose_name': 'record',
                'verbose_name_plural': 'records',
                'constraints': [models.CheckConstraint(condition=models.Q(('closings__gte', 1)), name='records_was_closed')],
            },
        ),
    ]
