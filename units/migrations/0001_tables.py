"""The tables as one step: docs/adr/0031."""

import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import units.workflow
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('units', '0001_initial'),
        ('units', '0002_deputies_office'),
        ('units', '0003_delegation'),
        ('units', '0004_handover'),
        ('units', '0006_uploads'),
        ('units', '0007_map_places'),
    ]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        CreateTables([
            migrations.CreateModel(
                name='Government',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, unique=True, verbose_name='名称')),
                ],
                options={
                    'verbose_name': '政府',
                    'verbose_name_plural': '政府',
                },
            ),
            migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('name', models.CharField(max_length=50, verbose_name='姓名')),
                    ('is_sample', models.BooleanField(default=False, verbose_name='演示数据')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': '人员',
                    'verbose_name_plural': '人员',
                },
                managers=[
                    ('objects', django.contrib.auth.models.UserManager()),
                ],
            ),
            migrations.CreateModel(
                name='HistoricalGovernment',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('name', models.CharField(db_index=True, max_length=200, verbose_name='名称')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 政府',
                    'verbose_name_plural': 'historical 政府',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalUser',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('name', models.CharField(max_length=50, verbose_name='姓名')),
                    ('is_sample', models.BooleanField(default=False, verbose_name='演示数据')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 人员',
                    'verbose_name_plural': 'historical 人员',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='RuleSet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('kind', models.CharField(choices=[('motion', '议案'), ('suggestion', '建议')], max_length=20, verbose_name='适用')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_sets', to='units.government')),
                ],
                options={
                    'verbose_name': '时限规则',
                    'verbose_name_plural': '时限规则',
                },
            ),
            migrations.CreateModel(
                name='Rule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.SlugField(max_length=60, verbose_name='规则')),
                    ('amount', models.PositiveSmallIntegerField(verbose_name='数值')),
                    ('measure', models.CharField(choices=[('working_days', '个工作日'), ('days', '天'), ('months', '个月'), ('percent', '％')], max_length=20, verbose_name='单位')),
                    ('source', models.CharField(max_length=300, verbose_name='依据')),
                    ('rule_set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rules', to='units.ruleset')),
                ],
                options={
                    'verbose_name': '规则',
                    'verbose_name_plural': '规则',
                },
            ),
            migrations.CreateModel(
                name='HistoricalRule',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('key', models.SlugField(max_length=60, verbose_name='规则')),
                    ('amount', models.PositiveSmallIntegerField(verbose_name='数值')),
                    ('measure', models.CharField(choices=[('working_days', '个工作日'), ('days', '天'), ('months', '个月'), ('percent', '％')], max_length=20, verbose_name='单位')),
                    ('source', models.CharField(max_length=300, verbose_name='依据')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rule_set', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.ruleset')),
                ],
                options={
                    'verbose_name': 'historical 规则',
                    'verbose_name_plural': 'historical 规则',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Unit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('merged_on', models.DateField(blank=True, null=True, verbose_name='并入日期')),
                    ('map_row', models.PositiveSmallIntegerField(blank=True, help_text='看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='区域图第几行')),
                    ('map_column', models.PositiveSmallIntegerField(blank=True, help_text='看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='区域图第几列')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='units.government')),
                    ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='units.unit')),
                ],
                options={
                    'verbose_name': '单位',
                    'verbose_name_plural': '单位',
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('clerk', '单位经办人'), ('head', '单位负责人'), ('office', '领导小组办公室'), ('supervisor', '督查局'), ('vice_mayor', '主管副市长'), ('deputies_office', '人大代表工作机构'), ('system_admin', '系统管理员')], max_length=30, verbose_name='角色')),
                    ('from_on', models.DateField(default=datetime.date(2000, 1, 1), verbose_name='自')),
                    ('until_on', models.DateField(blank=True, null=True, verbose_name='至')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='units.unit')),
                ],
                options={
                    'verbose_name': '任职',
                    'verbose_name_plural': '任职',
                },
            ),
            migrations.CreateModel(
                name='HistoricalUnit',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('merged_on', models.DateField(blank=True, null=True, verbose_name='并入日期')),
                    ('map_row', models.PositiveSmallIntegerField(blank=True, help_text='看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='区域图第几行')),
                    ('map_column', models.PositiveSmallIntegerField(blank=True, help_text='看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='区域图第几列')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'historical 单位',
                    'verbose_name_plural': 'historical 单位',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalMembership',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('role', models.CharField(choices=[('clerk', '单位经办人'), ('head', '单位负责人'), ('office', '领导小组办公室'), ('supervisor', '督查局'), ('vice_mayor', '主管副市长'), ('deputies_office', '人大代表工作机构'), ('system_admin', '系统管理员')], max_length=30, verbose_name='角色')),
                    ('from_on', models.DateField(default=datetime.date(2000, 1, 1), verbose_name='自')),
                    ('until_on', models.DateField(blank=True, null=True, verbose_name='至')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'historical 任职',
                    'verbose_name_plural': 'historical 任职',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='HistoricalDelegation',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('from_on', models.DateField(verbose_name='自')),
                    ('through_on', models.DateField(verbose_name='至（含当天）')),
                    ('status', models.CharField(choices=[('given', 'given'), ('revoked', 'revoked')], default=units.workflow.DelegationStatus['GIVEN'], max_length=20, verbose_name='状态')),
                    ('given_at', models.DateTimeField(verbose_name='委托时间')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_change_reason', models.CharField(max_length=100, null=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('delegate', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='受委托人')),
                    ('government', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.government')),
                    ('head', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('unit', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='units.unit')),
                ],
                options={
                    'verbose_name': 'historical 委托审签',
                    'verbose_name_plural': 'historical 委托审签',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ),
            migrations.CreateModel(
                name='Handover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filings', models.PositiveIntegerField(default=0, verbose_name='交接的报告')),
                    ('messages', models.PositiveIntegerField(default=0, verbose_name='转交的消息')),
                    ('by_name', models.CharField(max_length=120, verbose_name='经手人')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='经手人')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='units.government')),
                    ('leaver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='离任人')),
                    ('successor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='接手人')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='units.unit')),
                ],
                options={
                    'verbose_name': '人员交接',
                    'verbose_name_plural': '人员交接',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='Delegation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('from_on', models.DateField(verbose_name='自')),
                    ('through_on', models.DateField(verbose_name='至（含当天）')),
                    ('status', models.CharField(choices=[('given', 'given'), ('revoked', 'revoked')], default=units.workflow.DelegationStatus['GIVEN'], max_length=20, verbose_name='状态')),
                    ('given_at', models.DateTimeField(verbose_name='委托时间')),
                    ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_held', to=settings.AUTH_USER_MODEL, verbose_name='受委托人')),
                    ('head', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL, verbose_name='委托人')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='units.government')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to='units.unit')),
                ],
                options={
                    'verbose_name': '委托审签',
                    'verbose_name_plural': '委托审签',
                    'ordering': ['-from_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='UnitAlias',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='别称')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='unit_aliases', to='units.government')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='units.unit')),
                ],
                options={
                    'verbose_name': '别称',
                    'verbose_name_plural': '别称',
                },
            ),
            migrations.CreateModel(
                name='UnitName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=200, verbose_name='原名称')),
                    ('until_on', models.DateField(verbose_name='用至')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='units.unit')),
                ],
                options={
                    'verbose_name': '原名称',
                    'verbose_name_plural': '原名称',
                },
            ),
            migrations.CreateModel(
                name='Upload',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.CharField(choices=[('people', '人员'), ('units', '单位'), ('figures', '完成数'), ('plan', '计划文件')], max_length=20)),
                    ('subject', models.CharField(blank=True, max_length=100)),
                    ('name', models.CharField(max_length=255, verbose_name='文件名')),
                    ('digest', models.CharField(max_length=64)),
                    ('content', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
                    ('at', models.DateTimeField()),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.government')),
                ],
                options={
                    'verbose_name': '上传的文件',
                    'verbose_name_plural': '上传的文件',
                },
            ),
            migrations.CreateModel(
                name='CalendarYear',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='年份')),
                    ('source', models.CharField(max_length=200, verbose_name='依据')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_years', to='units.government')),
                ],
                options={
                    'verbose_name': '工作日历年份',
                    'verbose_name_plural': '工作日历年份',
                    'constraints': [models.UniqueConstraint(fields=('government', 'year'), name='calendar_year_once')],
                },
            ),
            migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(verbose_name='日期')),
                    ('is_workday', models.BooleanField(verbose_name='上班')),
                    ('name', models.CharField(blank=True, max_length=100, verbose_name='说明')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calendar_days', to='units.government')),
                ],
                options={
                    'verbose_name': '调休与节假日',
                    'verbose_name_plural': '调休与节假日',
                    'constraints': [models.UniqueConstraint(fields=('government', 'day'), name='calendar_day_once')],
                },
            ),
            migrations.AddConstraint(
                model_name='ruleset',
                constraint=models.UniqueConstraint(fields=('government', 'name', 'kind'), name='rule_set_once'),
            ),
            migrations.AddConstraint(
                model_name='rule',
                constraint=models.UniqueConstraint(fields=('rule_set', 'key'), name='rule_once'),
            ),
            migrations.AddConstraint(
                model_name='unit',
                constraint=models.UniqueConstraint(fields=('government', 'name'), name='unit_name_once_in_government'),
            ),
            migrations.AddConstraint(
                model_name='unit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', True), ('merged_on__isnull', True)), models.Q(('merged_into__isnull', False), ('merged_on__isnull', False)), _connector='OR'), name='unit_merged_with_date'),
            ),
            migrations.AddConstraint(
                model_name='unit',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('map_column__isnull', True), ('map_row__isnull', True)), models.Q(('map_column__isnull', False), ('map_row__isnull', False)), _connector='OR'), name='unit_map_row_with_column', violation_error_message='区域图的行和列要么都填，要么都不填。'),
            ),
            migrations.AddConstraint(
                model_name='membership',
                constraint=models.UniqueConstraint(fields=('user', 'unit', 'role', 'from_on'), name='membership_once'),
            ),
            migrations.AddConstraint(
                model_name='delegation',
                constraint=models.CheckConstraint(condition=models.Q(('through_on__gte', models.F('from_on'))), name='delegation_ends_after_it_begins'),
            ),
            migrations.AddConstraint(
                model_name='unitalias',
                constraint=models.UniqueConstraint(fields=('government', 'name'), name='unit_alias_once_in_government'),
            ),
            migrations.AddConstraint(
                model_name='unitname',
                constraint=models.UniqueConstraint(fields=('unit', 'until_on'), name='former_name_once_a_day'),
            ),
            migrations.AddIndex(
                model_name='upload',
                index=models.Index(fields=['at'], name='units_uploa_at_55c1f4_idx'),
            ),
        ]),
    ]
