"""The tables as one step: docs/adr/0031."""

from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('common', '0001_initial'),
        ('common', '0002_wrongguess'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='RehearsalClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('machine_at', models.DateTimeField()),
                    ('business_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='WrongGuess',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.CharField(max_length=40)),
                    ('caller', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['caller', 'at'], name='wrong_guess_by_caller')],
                },
            ),
        ]),
    ]
