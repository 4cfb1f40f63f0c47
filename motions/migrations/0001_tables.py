"""The tables as one step: docs/adr/0031."""

import django.db.models.deletion
import motions.workflow
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('motions', '0001_initial'),
        ('motions', '0002_initial'),
        ('motions', '0003_versions_and_closing'),
        ('motions', '0004_dates_of_a_version'),
    ]

    initial = True

    dependencies = [
        ('units', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Motion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=500, verbose_name='案由')),
                ],
                options={
                    'verbose_name': '议案',
                    'verbose_name_plural': '议案',
                    'ordering': ['order'],
                },
            ),
            migrations.CreateModel(
                name='HistoricalPlan',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('slug', models.CharField(max_length=100, verbose_name='计划编号')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                    ('status', models.CharField(choices=[('open', '在办'), ('closed', '已归档')], default=motions.workflow.Status['OPEN'], max_length=10, verbose_name='状态')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='归档时间')),
                    ('number', models.CharField(blank=True, max_length=100, null=True, verbose_name='发文字号')),
                    ('title', models.CharField(max_length=500, verbose_name='标题')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                    ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                    ('session', models.CharField(blank=True, max_length=200, null=True, verbose_name='会议')),
                    ('office_director', models.CharField(blank=True, max_length=50, null=True, verbose_name='办公室主任')),
                    ('copied_to', models.JSONField(default=list, verbose_name='抄送')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('host_unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                    ('office_unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                    ('rule_set', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.ruleset')),
                    ('supervisor_unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'historical 计划',
                    'verbose_name_plural': 'historical 计划',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalDeputy',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(blank=True, max_length=50, verbose_name='姓名')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('motion', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='motions.motion')),
                ],
                options={
                    'verbose_name': 'historical 代表',
                    'verbose_name_plural': 'historical 代表',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.CharField(max_length=100, verbose_name='计划编号')),
                    ('version', models.PositiveSmallIntegerField(default=1, verbose_name='版本')),
                    ('status', models.CharField(choices=[('open', '在办'), ('closed', '已归档')], default=motions.workflow.Status['OPEN'], max_length=10, verbose_name='状态')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='归档时间')),
                    ('number', models.CharField(blank=True, max_length=100, null=True, verbose_name='发文字号')),
                    ('title', models.CharField(max_length=500, verbose_name='标题')),
                    ('signed_on', models.DateField(blank=True, null=True, verbose_name='成文日期')),
                    ('issued_on', models.DateField(blank=True, null=True, verbose_name='印发日期')),
                    ('session', models.CharField(blank=True, max_length=200, null=True, verbose_name='会议')),
                    ('office_director', models.CharField(blank=True, max_length=50, null=True, verbose_name='办公室主任')),
                    ('copied_to', models.JSONField(default=list, verbose_name='抄送')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='units.government')),
                    ('host_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='hosted_plans', to='units.unit')),
                    ('office_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='office_of_plans', to='units.unit')),
                    ('rule_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='units.ruleset')),
                    ('supervisor_unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervised_plans', to='units.unit')),
                    ('unit_aliases', models.ManyToManyField(related_name='plans', to='units.unitalias')),
                ],
                options={
                    'verbose_name': '计划',
                    'verbose_name_plural': '计划',
                },
            ),
            migrations.AddField(
                model_name='motion',
                name='plan',
                field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='motions', to='motions.plan'),
            ),
            migrations.CreateModel(
                name='HistoricalMotion',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=500, verbose_name='案由')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='motions.plan')),
                ],
                options={
                    'verbose_name': 'historical 议案',
                    'verbose_name_plural': 'historical 议案',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalGroupMember',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('role', models.CharField(choices=[('leader', '组长'), ('deputy_leader', '副组长'), ('member', '成员')], max_length=20, verbose_name='组内职务')),
                    ('name', models.CharField(max_length=50, verbose_name='姓名')),
                    ('post', models.CharField(max_length=200, verbose_name='职务')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='motions.plan')),
                ],
                options={
                    'verbose_name': 'historical 领导小组成员',
                    'verbose_name_plural': 'historical 领导小组成员',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalDeadline',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='撤销时间')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('report', '阶段报告'), ('reply', '答复代表'), ('other', '其他')], max_length=10, verbose_name='类别')),
                    ('due_on', models.DateField(verbose_name='期限')),
                    ('copies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='纸质份数')),
                    ('satisfaction_goal', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='满意率目标')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='motions.plan')),
                ],
                options={
                    'verbose_name': 'historical 期限',
                    'verbose_name_plural': 'historical 期限',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='GroupMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('role', models.CharField(choices=[('leader', '组长'), ('deputy_leader', '副组长'), ('member', '成员')], max_length=20, verbose_name='组内职务')),
                    ('name', models.CharField(max_length=50, verbose_name='姓名')),
                    ('post', models.CharField(max_length=200, verbose_name='职务')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_members', to='motions.plan')),
                ],
                options={
                    'verbose_name': '领导小组成员',
                    'verbose_name_plural': '领导小组成员',
                    'ordering': ['order'],
                },
            ),
            migrations.CreateModel(
                name='Deadline',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='撤销时间')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('report', '阶段报告'), ('reply', '答复代表'), ('other', '其他')], max_length=10, verbose_name='类别')),
                    ('due_on', models.DateField(verbose_name='期限')),
                    ('copies', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='纸质份数')),
                    ('satisfaction_goal', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='满意率目标')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deadlines', to='motions.plan')),
                ],
                options={
                    'verbose_name': '期限',
                    'verbose_name_plural': '期限',
                    'ordering': ['due_on', 'order'],
                },
            ),
            migrations.CreateModel(
                name='PlanVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                    ('content', models.TextField(verbose_name='计划文件')),
                    ('dates', models.JSONField(default=dict)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='修改理由')),
                    ('applied_at', models.DateTimeField(blank=True, null=True, verbose_name='生效时间')),
                    ('by_name', models.CharField(blank=True, max_length=120, verbose_name='经手人')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='motions.plan')),
                ],
                options={
                    'verbose_name': '计划版本',
                    'verbose_name_plural': '计划版本',
                    'ordering': ['number'],
                },
            ),
            migrations.CreateModel(
                name='UnitGroup',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('withdrawn_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='撤销时间')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unit_groups', to='motions.plan')),
                ],
                options={
                    'verbose_name': '单位组',
                    'verbose_name_plural': '单位组',
                },
            ),
            migrations.CreateModel(
                name='UnitGroupMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='motions.unitgroup')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='group_memberships', to='units.unit')),
                ],
                options={
                    'ordering': ['order'],
                },
            ),
            migrations.CreateModel(
                name='Deputy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('order', models.PositiveSmallIntegerField()),
                    ('name', models.CharField(blank=True, max_length=50, verbose_name='姓名')),
                    ('motion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deputies', to='motions.motion')),
                ],
                options={
                    'verbose_name': '代表',
                    'verbose_name_plural': '代表',
                    'ordering': ['order'],
                    'constraints': [models.UniqueConstraint(fields=('motion', 'order'), name='deputy_order_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='plan',
                constraint=models.UniqueConstraint(fields=('government', 'slug'), name='plan_once_in_government'),
            ),
            migrations.AddConstraint(
                model_name='motion',
                constraint=models.UniqueConstraint(fields=('plan', 'order'), name='motion_order_once'),
            ),
            migrations.AddConstraint(
                model_name='groupmember',
                constraint=models.UniqueConstraint(fields=('plan', 'order'), name='group_member_order_once'),
            ),
            migrations.AddConstraint(
                model_name='deadline',
                constraint=models.UniqueConstraint(fields=('plan', 'order'), name='deadline_order_once'),
            ),
            migrations.AddConstraint(
                model_name='planversion',
                constraint=models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'),
            ),
            migrations.AddConstraint(
                model_name='unitgroup',
                constraint=models.UniqueConstraint(fields=('plan', 'name'), name='unit_group_once'),
            ),
            migrations.AddConstraint(
                model_name='unitgroupmember',
                constraint=models.UniqueConstraint(fields=('group', 'order'), name='unit_group_member_order_once'),
            ),
            migrations.AddConstraint(
                model_name='unitgroupmember',
                constraint=models.UniqueConstraint(fields=('group', 'unit'), name='unit_group_member_once'),
            ),
        ]),
    ]
