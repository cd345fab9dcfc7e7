from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cspp_sessions', '0011_attempts'),
    ]

    operations = [
        migrations.AddField(
            model_name='invitation',
            name='told_zone',
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
