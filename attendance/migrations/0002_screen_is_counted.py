from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('attendance', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='screen',
            name='is_counted',
            field=models.BooleanField(default=False),
        ),
    ]
