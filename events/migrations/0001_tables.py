import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('events', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject_kind', models.CharField(max_length=60)),
                    ('subject_id', models.BigIntegerField()),
                    ('action', models.CharField(max_length=40, verbose_name='动作')),
                    ('from_status', models.CharField(max_length=40)),
                    ('to_status', models.CharField(max_length=40)),
                    ('reason', models.TextField(blank=True, max_length=5000, verbose_name='理由')),
                    ('by_name', models.CharField(max_length=120, verbose_name='经手人')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='units.government')),
                ],
                options={
                    'verbose_name': '经过',
                    'verbose_name_plural': '经过',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='event_subject')],
                },
            ),
        ]),
    ]
