"""The tables as one step: docs/adr/0031."""

import datetime
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('reminders', '0001_initial'),
        ('reminders', '0002_more_kinds'),
        ('reminders', '0003_difficulty_words'),
        ('reminders', '0004_reply_co_signature'),
        ('reminders', '0005_supervisors_steps'),
        ('reminders', '0006_assessment'),
        ('reminders', '0007_endpoints_and_plan_rules'),
        ('reminders', '0008_wakes'),
        ('reminders', '0009_the_engine_keeps_ticks'),
        ('reminders', '0010_calendar_feeds'),
        ('reminders', '0011_digest_weeks'),
        ('reminders', '0012_rule_from'),
        ('reminders', '0013_sign_off'),
        ('reminders', '0014_wake_looked_at'),
        ('reminders', '0015_wake_of_a_government'),
    ]

    initial = True

    dependencies = [
        ('motions', '0001_tables'),
        ('notifications', '0001_tables'),
        ('tasks', '0001_tables'),
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='SweepMark',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=40, unique=True)),
                    ('seen_until', models.DateTimeField()),
                    ('posts_until', models.DateField()),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalReminderRule',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('filing', '阶段报告'), ('part', '事项报告'), ('sign_off', '审签'), ('review', '审核'), ('correction', '退回补正'), ('reply', '答复代表'), ('receipt', '签收'), ('reassignment', '重新交办'), ('contribution', '函告'), ('co_signature', '会签'), ('difficulty', '困难问题处理'), ('difficulty_words', '困难补充说明'), ('instruction', '批示办理'), ('instructing', '困难批示'), ('instruction_check', '批示结果确认'), ('notice', '督办答复'), ('notice_check', '督办核查'), ('notice_closing', '观察期满销号'), ('notice_review', '督办复核'), ('rating', '代表评价'), ('reply_co_signature', '答复会签'), ('second_reply', '重新办理'), ('assessment', '专家评估'), ('promise', '承诺事项')], max_length=20, verbose_name='事项类别')),
                    ('offset', models.SmallIntegerField(verbose_name='提前或推后')),
                    ('measure', models.CharField(choices=[('working_days', '个工作日'), ('days', '天')], max_length=20, verbose_name='单位')),
                    ('audiences', models.JSONField(default=list, verbose_name='提醒对象')),
                    ('channels', models.JSONField(default=list, verbose_name='渠道')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                    ('from_on', models.DateField(blank=True, editable=False, null=True, verbose_name='自')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='motions.plan')),
                ],
                options={
                    'verbose_name': 'historical 提醒规则',
                    'verbose_name_plural': 'historical 提醒规则',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='ReminderRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('filing', '阶段报告'), ('part', '事项报告'), ('sign_off', '审签'), ('review', '审核'), ('correction', '退回补正'), ('reply', '答复代表'), ('receipt', '签收'), ('reassignment', '重新交办'), ('contribution', '函告'), ('co_signature', '会签'), ('difficulty', '困难问题处理'), ('difficulty_words', '困难补充说明'), ('instruction', '批示办理'), ('instructing', '困难批示'), ('instruction_check', '批示结果确认'), ('notice', '督办答复'), ('notice_check', '督办核查'), ('notice_closing', '观察期满销号'), ('notice_review', '督办复核'), ('rating', '代表评价'), ('reply_co_signature', '答复会签'), ('second_reply', '重新办理'), ('assessment', '专家评估'), ('promise', '承诺事项')], max_length=20, verbose_name='事项类别')),
                    ('offset', models.SmallIntegerField(verbose_name='提前或推后')),
                    ('measure', models.CharField(choices=[('working_days', '个工作日'), ('days', '天')], max_length=20, verbose_name='单位')),
                    ('audiences', models.JSONField(default=list, verbose_name='提醒对象')),
                    ('channels', models.JSONField(default=list, verbose_name='渠道')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                    ('from_on', models.DateField(blank=True, editable=False, null=True, verbose_name='自')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminder_rules', to='units.government')),
                    ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminder_rules', to='motions.plan')),
                ],
                options={
                    'verbose_name': '提醒规则',
                    'verbose_name_plural': '提醒规则',
                    'ordering': ['kind', 'offset'],
                },
            ),
            migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('occasion', models.CharField(max_length=40, verbose_name='所指期限')),
                    ('audience', models.CharField(choices=[('clerks', '承办单位经办人'), ('heads', '承办单位负责人'), ('keepers', '人大代表工作机构'), ('office', '领导小组办公室'), ('bureau', '督查部门'), ('vice_mayor', '主管副市长')], max_length=10, verbose_name='身份')),
                    ('channel', models.CharField(choices=[('inbox', '站内消息'), ('mail', '电子邮件'), ('sms', '短信'), ('chat', '群机器人')], max_length=10, verbose_name='渠道')),
                    ('decision', models.CharField(choices=[('tell', '提醒'), ('skipped', '略过'), ('dropped', '取消')], max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=300, verbose_name='重发理由')),
                    ('run', models.UUIDField(help_text='The sweep that wrote the row.')),
                    ('created_at', models.DateTimeField(verbose_name='生成时间')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('endpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='notifications.endpoint')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='units.government')),
                    ('message', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='notifications.message')),
                    ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='tasks.obligation')),
                    ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to=settings.AUTH_USER_MODEL)),
                    ('sent_again_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders_sent_again', to=settings.AUTH_USER_MODEL)),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='reminders.reminderrule')),
                ],
                options={
                    'verbose_name': '提醒记录',
                    'verbose_name_plural': '提醒记录',
                },
            ),
            migrations.CreateModel(
                name='Wake',
                fields=[
                    ('obligation', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='wake', serialize=False, to='tasks.obligation')),
                    ('on', models.DateField(default=datetime.date(2000, 1, 1), null=True)),
                    ('looked_at', models.DateTimeField(null=True)),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='units.government')),
                ],
            ),
            migrations.CreateModel(
                name='CalendarFeed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_sha256', models.CharField(max_length=64, unique=True)),
                    ('created_at', models.DateTimeField(verbose_name='生成时间')),
                    ('last_fetched_on', models.DateField(blank=True, null=True, verbose_name='最近读取')),
                    ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='停用时间')),
                    ('content_sha256', models.CharField(blank=True, max_length=64)),
                    ('changed_at', models.DateTimeField(blank=True, null=True)),
                    ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds_made', to=settings.AUTH_USER_MODEL)),
                    ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calendar_feeds_revoked', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='units.unit')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '日历订阅',
                    'verbose_name_plural': '日历订阅',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', True), ('user__isnull', False)), models.Q(('unit__isnull', False), ('user__isnull', True)), _connector='OR'), name='calendar_feed_of_one'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='calendar_feed_revoked_by_somebody'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('user__isnull', False)), fields=('user',), name='calendar_feed_one_a_person'), models.UniqueConstraint(condition=models.Q(('revoked_at__isnull', True), ('unit__isnull', False)), fields=('unit',), name='calendar_feed_one_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='DigestWeek',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('week', models.CharField(max_length=8)),
                    ('made_at', models.DateTimeField()),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digest_weeks', to='units.government')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('government', 'week'), name='digest_week_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='reminderrule',
                constraint=models.UniqueConstraint(condition=models.Q(('plan__isnull', True)), fields=('government', 'kind', 'measure', 'offset'), name='reminder_rule_once'),
            ),
            migrations.AddConstraint(
                model_name='reminderrule',
                constraint=models.UniqueConstraint(condition=models.Q(('plan__isnull', False)), fields=('plan', 'kind', 'measure', 'offset'), name='reminder_rule_of_plan_once'),
            ),
            migrations.AddIndex(
                model_name='reminder',
                index=models.Index(fields=['run'], name='reminder_run'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.UniqueConstraint(condition=models.Q(('endpoint__isnull', True)), fields=('obligation', 'occasion', 'rule', 'recipient', 'channel'), name='reminder_once'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.UniqueConstraint(condition=models.Q(('endpoint__isnull', False)), fields=('obligation', 'occasion', 'rule', 'endpoint'), name='reminder_once_an_endpoint'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(('recipient__isnull', False), ('endpoint__isnull', False), _connector='OR'), name='reminder_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='reminder',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision', 'skipped'), _negated=True), ('message__isnull', True), _connector='OR'), name='reminder_skipped_without_message'),
            ),
            migrations.AddIndex(
                model_name='wake',
                index=models.Index(condition=models.Q(('on__isnull', False)), fields=['on', 'government'], name='wake_on'),
            ),
            migrations.AddIndex(
                model_name='wake',
                index=models.Index(condition=models.Q(('on__isnull', False)), fields=['government', 'on'], name='wake_government_on'),
            ),
        ]),
    ]
