"""News, following, the weekly letter, and the index of what can be found."""

import django.db.models.deletion
import kit.zones
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0005_threads_of_letters'),
        ('conferences', '0001_initial'),
        ('cspp_sessions', '0012_told_zone'),
        ('groups', '0002_quorum'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='digest', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('is_stopped', models.BooleanField(default=False)),
                ('week', models.CharField(blank=True, max_length=8)),
                ('told_until', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('source', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('followed_until', models.DateTimeField(null=True)),
                ('compared_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('subject', models.UUIDField()),
                ('title_en', models.TextField(blank=True)),
                ('title_ru', models.TextField(blank=True)),
                ('text_en', models.TextField(blank=True)),
                ('text_ru', models.TextField(blank=True)),
                ('at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'subject'), name='portal_entry_once')],
            },
        ),
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_on', models.BooleanField()),
                ('chosen_at', models.DateTimeField()),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followings', to='groups.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='followings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'group'), name='portal_follows_group_once'), models.UniqueConstraint(condition=models.Q(('group', None)), fields=('person',), name='portal_follows_programme_once')],
            },
        ),
        migrations.CreateModel(
            name='Story',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('source_language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian')], default='en', max_length=2, verbose_name='original language')),
                ('translation_state', models.CharField(choices=[('missing', 'not translated'), ('translated', 'translated'), ('stale', 'translation out of date')], default='missing', max_length=10, verbose_name='translation')),
                ('slug', models.SlugField(max_length=80, unique=True, verbose_name='address')),
                ('kind', models.CharField(choices=[('news', 'news'), ('announcement', 'announcement')], default='news', max_length=12, verbose_name='kind')),
                ('title_en', models.CharField(blank=True, max_length=200, verbose_name='title in English')),
                ('title_ru', models.CharField(blank=True, max_length=200, verbose_name='title in Russian')),
                ('text_en', models.TextField(blank=True, verbose_name='text in English')),
                ('text_ru', models.TextField(blank=True, verbose_name='text in Russian')),
                ('zone', models.CharField(default='UTC', max_length=60, validators=[kit.zones.validate_zone], verbose_name='time zone')),
                ('useful_from', models.DateField(blank=True, null=True, verbose_name='of use from')),
                ('useful_until', models.DateField(blank=True, null=True, verbose_name='of use until')),
                ('is_pinned', models.BooleanField(default=False, verbose_name='pinned on the home page')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('proposed', 'proposed to the co-chairs'), ('scheduled', 'to be published'), ('published', 'published'), ('withdrawn', 'withdrawn')], default='draft', max_length=10)),
                ('publish_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('published_at', models.DateTimeField(editable=False, null=True)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('changed_en_at', models.DateTimeField(editable=False)),
                ('changed_ru_at', models.DateTimeField(editable=False)),
                ('written_at', models.DateTimeField(editable=False)),
                ('edition', models.PositiveIntegerField(default=1, editable=False)),
                ('author', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('conference', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='conferences.conference')),
                ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stories', to='groups.group')),
                ('session', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='cspp_sessions.session')),
            ],
            options={
                'verbose_name': 'piece of news',
                'verbose_name_plural': 'news',
                'ordering': ('-published_at', '-written_at', 'id'),
                'indexes': [models.Index(fields=['state', '-published_at'], name='portal_story_latest'), models.Index(fields=['state', 'publish_at'], name='portal_story_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('useful_until__isnull', True), ('useful_from__isnull', True), ('useful_until__gte', models.F('useful_from')), _connector='OR'), name='portal_story_days'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='portal_story_published'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('publish_at__isnull', False), _connector='OR'), name='portal_story_scheduled')],
            },
        ),
    ]
