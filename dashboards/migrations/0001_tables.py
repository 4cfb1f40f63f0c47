import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('dashboards', '0001_finding_explanation'),
    ]

    initial = True

    dependencies = [
        ('motions', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='FindingExplanation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=700)),
                    ('digest', models.CharField(max_length=64)),
                    ('text', models.TextField(max_length=5000, verbose_name='说明')),
                    ('by_name', models.CharField(max_length=120, verbose_name='说明人')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finding_explanations', to='units.government')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finding_explanations', to='motions.plan')),
                ],
                options={
                    'verbose_name': '核验说明',
                    'verbose_name_plural': '核验说明',
                    'ordering': ['pk'],
                    'indexes': [models.Index(fields=['plan', 'digest'], name='finding_explanation')],
                },
            ),
        ]),
    ]
