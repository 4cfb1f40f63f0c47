import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('engine', '0001_initial'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='JobState',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True)),
                    ('every', models.PositiveIntegerField(default=0, help_text='Seconds of one slot.')),
                    ('slot', models.BigIntegerField(default=0, help_text='The last one that was begun.')),
                    ('begun_at', models.DateTimeField(null=True)),
                    ('runner', models.UUIDField(help_text='Who runs it now.', null=True)),
                    ('alive_at', models.DateTimeField(null=True)),
                    ('ticked_at', models.DateTimeField(help_text='When it last ended well.', null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Redelivery',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('message_id', models.CharField(max_length=255, unique=True)),
                    ('times', models.PositiveSmallIntegerField(default=0)),
                    ('last_at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='DeadLetter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job', models.CharField(max_length=200, verbose_name='任务')),
                    ('arguments', models.CharField(blank=True, max_length=500, verbose_name='参数')),
                    ('payload', models.JSONField(help_text='Arguments to run it again with; none where they were cut or masked.', null=True)),
                    ('cause', models.CharField(choices=[('failed', '运行出错'), ('timed_out', '超过时限'), ('lost', '进程多次中断'), ('unreadable', '消息无法读取'), ('unknown', '没有这项任务')], max_length=12, verbose_name='原因')),
                    ('error', models.CharField(blank=True, max_length=500, verbose_name='错误信息')),
                    ('trace', models.TextField(blank=True, max_length=4000, verbose_name='出错位置')),
                    ('fingerprint', models.CharField(max_length=64)),
                    ('times', models.PositiveIntegerField(default=0, verbose_name='次数')),
                    ('first_at', models.DateTimeField(verbose_name='第一次')),
                    ('last_at', models.DateTimeField(verbose_name='最近一次')),
                    ('state', models.CharField(choices=[('open', '待处理'), ('made_up', '后来已补办'), ('run_again', '已重新运行'), ('set_aside', '已搁置')], default='open', max_length=10, verbose_name='状态')),
                    ('decided_by_name', models.CharField(blank=True, max_length=120, verbose_name='处理人')),
                    ('decided_at', models.DateTimeField(null=True, verbose_name='处理时间')),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='搁置理由')),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '失败的任务',
                    'verbose_name_plural': '失败的任务',
                    'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['job'], name='dead_letter_open')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['open', 'made_up'])), fields=('fingerprint',), name='dead_letter_once'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='dead_letter_decided_with_moment')],
                },
            ),
        ]),
    ]
