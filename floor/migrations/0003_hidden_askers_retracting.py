from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('floor', '0002_naming_merging_owners'),
    ]

    operations = [
        migrations.AddField(
            model_name='question',
            name='seen_as',
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name='question',
            name='state',
            field=models.CharField(choices=[('waiting', 'waiting for a moderator'), ('open', 'before the room'), ('answered', 'answered'), ('dismissed', 'put aside'), ('merged', 'united with another question'), ('retracted', 'taken back by who asked')], default='waiting', max_length=10),
        ),
    ]
