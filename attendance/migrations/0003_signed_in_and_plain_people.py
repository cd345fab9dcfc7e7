from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0002_screen_is_counted'),
    ]

    operations = [
        migrations.AddField(
            model_name='screen',
            name='signed_in',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddConstraint(
            model_name='screen',
            constraint=models.CheckConstraint(
                condition=models.Q(('signed_in__gte', 1), ('signed_in__lte', models.F('heads'))),
                name='attendance_signed_in',
            ),
        ),
        migrations.AlterField(
            model_name='correction',
            name='person',
            field=models.UUIDField(db_index=True),
        ),
        migrations.AlterField(
            model_name='correction',
            name='author',
            field=models.UUIDField(),
        ),
    ]
