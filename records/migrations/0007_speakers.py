"""What somebody showed of themselves when they said something of a draft."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0006_deliveries'),
    ]

    operations = [
        migrations.AddField(
            model_name='amendment',
            name='seen',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='comment',
            name='seen',
            field=models.JSONField(default=dict),
        ),
    ]
