from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cspp_sessions", "0010_taken_back_after_the_end"),
    ]

    operations = [
        migrations.AddField(
            model_name="importjob",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
