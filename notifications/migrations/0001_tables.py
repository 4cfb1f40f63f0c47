"""The tables as one step: docs/adr/0031."""

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('notifications', '0001_initial'),
        ('notifications', '0002_endpoints'),
    ]

    initial = True

    dependencies = [
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Bounce',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('address', models.EmailField(max_length=254, unique=True, verbose_name='邮箱')),
                    ('answer', models.CharField(max_length=500, verbose_name='服务器答复')),
                    ('times', models.PositiveIntegerField(default=1, verbose_name='次数')),
                    ('since', models.DateTimeField(verbose_name='自')),
                    ('last_at', models.DateTimeField(verbose_name='最近')),
                ],
                options={
                    'verbose_name': '退信的邮箱',
                    'verbose_name_plural': '退信的邮箱',
                },
            ),
            migrations.CreateModel(
                name='Endpoint',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('sms', '短信'), ('dingtalk', '钉钉群机器人'), ('wecom', '企业微信群机器人'), ('feishu', '飞书群机器人'), ('webhook', '网络接口（webhook）')], max_length=10, verbose_name='种类')),
                    ('name', models.CharField(max_length=100, verbose_name='名称')),
                    ('sealed', models.TextField(editable=False)),
                    ('hint', models.CharField(editable=False, max_length=60, verbose_name='地址')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                    ('tested_at', models.DateTimeField(blank=True, null=True, verbose_name='测试时间')),
                    ('test_answer', models.CharField(blank=True, max_length=500, verbose_name='测试答复')),
                    ('created_at', models.DateTimeField(verbose_name='登记时间')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='units.government')),
                    ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to='units.unit')),
                    ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='endpoints', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '发送渠道',
                    'verbose_name_plural': '发送渠道',
                    'ordering': ['kind', 'name', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalDeliverySettings',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='免打扰开始')),
                    ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='免打扰结束')),
                    ('without', models.JSONField(blank=True, default=list, verbose_name='不用的渠道')),
                    ('wants_digest', models.BooleanField(blank=True, null=True, verbose_name='每周概览')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 接收设置',
                    'verbose_name_plural': 'historical 接收设置',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalEndpoint',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('sms', '短信'), ('dingtalk', '钉钉群机器人'), ('wecom', '企业微信群机器人'), ('feishu', '飞书群机器人'), ('webhook', '网络接口（webhook）')], max_length=10, verbose_name='种类')),
                    ('name', models.CharField(max_length=100, verbose_name='名称')),
                    ('hint', models.CharField(editable=False, max_length=60, verbose_name='地址')),
                    ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                    ('tested_at', models.DateTimeField(blank=True, null=True, verbose_name='测试时间')),
                    ('test_answer', models.CharField(blank=True, max_length=500, verbose_name='测试答复')),
                    ('created_at', models.DateTimeField(verbose_name='登记时间')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 发送渠道',
                    'verbose_name_plural': 'historical 发送渠道',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='MailboxItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('to_address', models.EmailField(max_length=254, verbose_name='收件人')),
                    ('from_address', models.EmailField(max_length=254, verbose_name='发件人')),
                    ('subject', models.CharField(max_length=300, verbose_name='标题')),
                    ('body', models.TextField(verbose_name='正文')),
                    ('message_id', models.CharField(max_length=200)),
                    ('received_at', models.DateTimeField(verbose_name='收到时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                ],
                options={
                    'verbose_name': '收到的邮件',
                    'verbose_name_plural': '收到的邮件',
                    'constraints': [models.UniqueConstraint(fields=('to_address', 'message_id'), name='mailbox_item_once')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('channel', models.CharField(choices=[('inbox', '站内消息'), ('mail', '电子邮件'), ('sms', '短信'), ('chat', '群机器人')], max_length=10, verbose_name='渠道')),
                    ('key', models.CharField(help_text='What the message is about; sent once.', max_length=200)),
                    ('subject', models.CharField(max_length=200, verbose_name='标题')),
                    ('body', models.TextField(verbose_name='正文')),
                    ('link', models.CharField(max_length=500, verbose_name='链接')),
                    ('state', models.CharField(choices=[('queued', '待发送'), ('sending', '发送中'), ('sent', '已发送'), ('failed', '发送失败'), ('cancelled', '已取消')], default='queued', max_length=10, verbose_name='状态')),
                    ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='发送次数')),
                    ('answer', models.CharField(blank=True, max_length=500, verbose_name='服务器答复')),
                    ('created_at', models.DateTimeField(verbose_name='生成时间')),
                    ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ('next_attempt_at', models.DateTimeField(default=django.utils.timezone.now)),
                    ('claimed_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='发送时间')),
                    ('sent_recorded_at', models.DateTimeField(blank=True, null=True)),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='阅读时间')),
                    ('is_digest', models.BooleanField(default=False, verbose_name='概览')),
                    ('is_sample', models.BooleanField(default=False, verbose_name='演示数据')),
                    ('endpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='notifications.endpoint')),
                    ('recipient', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '消息',
                    'verbose_name_plural': '消息',
                },
            ),
            migrations.CreateModel(
                name='DeliverySettings',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='免打扰开始')),
                    ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='免打扰结束')),
                    ('without', models.JSONField(blank=True, default=list, verbose_name='不用的渠道')),
                    ('wants_digest', models.BooleanField(blank=True, null=True, verbose_name='每周概览')),
                    ('government', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delivery_settings', to='units.government')),
                    ('unit', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delivery_settings', to='units.unit')),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='delivery_settings', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '接收设置',
                    'verbose_name_plural': '接收设置',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('government__isnull', False), ('unit__isnull', True), ('user__isnull', True)), models.Q(('government__isnull', True), ('unit__isnull', False), ('user__isnull', True)), models.Q(('government__isnull', True), ('unit__isnull', True), ('user__isnull', False)), _connector='OR'), name='delivery_settings_of_one')],
                },
            ),
            migrations.AddConstraint(
                model_name='endpoint',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('unit__isnull', True), ('user__isnull', False)), models.Q(('unit__isnull', False), ('user__isnull', True)), _connector='OR'), name='endpoint_of_one'),
            ),
            migrations.AddConstraint(
                model_name='endpoint',
                constraint=models.UniqueConstraint(condition=models.Q(('unit__isnull', False)), fields=('unit', 'kind', 'name'), name='endpoint_of_unit_once'),
            ),
            migrations.AddConstraint(
                model_name='endpoint',
                constraint=models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('user', 'kind', 'name'), name='endpoint_of_user_once'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(fields=['recipient', 'channel', '-id'], name='message_inbox'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('channel', 'inbox'), ('read_at__isnull', True)), fields=['recipient'], name='message_unread'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['next_attempt_at'], name='message_to_deliver'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.UniqueConstraint(condition=models.Q(('endpoint__isnull', True)), fields=('recipient', 'channel', 'key'), name='message_once'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.UniqueConstraint(condition=models.Q(('endpoint__isnull', False)), fields=('endpoint', 'key'), name='message_once_an_endpoint'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(('recipient__isnull', False), ('endpoint__isnull', False), _connector='OR'), name='message_to_somebody'),
            ),
            migrations.AddConstraint(
                model_name='message',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('sent_recorded_at__isnull', False), ('state', 'sent')), models.Q(models.Q(('state', 'sent'), _negated=True), ('sent_at__isnull', True), ('sent_recorded_at__isnull', True)), _connector='OR'), name='message_sent_with_moment'),
            ),
        ]),
    ]
