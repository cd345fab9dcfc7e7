from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_letters_and_calendars'),
    ]

    operations = [
        migrations.AddField(
            model_name='letter',
            name='thread',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddIndex(
            model_name='letter',
            index=models.Index(fields=['thread', 'state'], name='accounts_letter_thread'),
        ),
    ]
