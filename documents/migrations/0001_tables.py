"""The tables as one step: docs/adr/0031."""

import django.db.models.deletion
import documents.batch_words
from django.conf import settings
from django.db import migrations, models

from common.migrating import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ('documents', '0001_documents'),
        ('documents', '0003_batches'),
        ('documents', '0004_batch_names'),
        ('documents', '0005_failed_batches'),
        ('documents', '0006_longer_parts'),
        ('documents', '0007_delete_failedcheck'),
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
                name='Batch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('title', models.TextField(max_length=1000, verbose_name='名称')),
                    ('status', models.CharField(choices=[('running', '正在生成'), ('done', '可以下载'), ('cancelled', '已取消'), ('expired', '已到期清除'), ('failed', '没有做成')], default=documents.batch_words.BatchStatus['RUNNING'], max_length=10, verbose_name='状态')),
                    ('asked_by_name', models.CharField(max_length=120, verbose_name='生成人')),
                    ('asked_at', models.DateTimeField(verbose_name='提出时间')),
                    ('packings', models.PositiveSmallIntegerField(default=0)),
                    ('alive_at', models.DateTimeField(blank=True, null=True)),
                    ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                    ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='保留至')),
                    ('path', models.CharField(blank=True, max_length=200)),
                    ('size', models.PositiveBigIntegerField(default=0, verbose_name='大小')),
                    ('sha256', models.CharField(blank=True, max_length=64, verbose_name='SHA-256')),
                    ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='units.government')),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='motions.plan')),
                ],
                options={
                    'verbose_name': '批量文件',
                    'verbose_name_plural': '批量文件',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='BatchItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('place', models.PositiveIntegerField()),
                    ('label', models.TextField(max_length=1500, verbose_name='文件')),
                    ('folder', models.TextField(blank=True, max_length=1000)),
                    ('maker', models.CharField(max_length=60)),
                    ('argument', models.JSONField(default=dict)),
                    ('status', models.CharField(choices=[('waiting', '未轮到'), ('made', '已生成'), ('failed', '没有生成')], default=documents.batch_words.ItemStatus['WAITING'], max_length=10, verbose_name='状态')),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('claimed_at', models.DateTimeField(blank=True, null=True)),
                    ('name', models.TextField(blank=True, max_length=1500)),
                    ('path', models.CharField(blank=True, max_length=200)),
                    ('size', models.PositiveBigIntegerField(default=0)),
                    ('sha256', models.CharField(blank=True, max_length=64)),
                    ('failure', models.TextField(blank=True, max_length=2000, verbose_name='没有生成的原因')),
                    ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='documents.batch')),
                ],
                options={
                    'ordering': ['place'],
                },
            ),
            migrations.CreateModel(
                name='IssuedDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('unit_name', models.CharField(max_length=200, verbose_name='发文单位')),
                    ('kind', models.CharField(choices=[('staged_report', '阶段报告'), ('contribution', '函告'), ('consolidated', '阶段汇总报告'), ('reply', '答复函'), ('notice', '督办通知'), ('bulletin', '督查通报'), ('summary', '督办摘要'), ('receipt', '回执')], max_length=20, verbose_name='文种')),
                    ('subject_kind', models.CharField(max_length=60)),
                    ('subject_id', models.BigIntegerField()),
                    ('part', models.CharField(blank=True, max_length=300)),
                    ('version', models.PositiveSmallIntegerField(verbose_name='版本')),
                    ('number', models.CharField(blank=True, max_length=100, verbose_name='发文字号')),
                    ('title', models.CharField(max_length=500, verbose_name='标题')),
                    ('code', models.CharField(max_length=32, unique=True, verbose_name='验证码')),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('sha256', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                    ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                    ('pages', models.PositiveIntegerField(verbose_name='页数')),
                    ('path', models.CharField(max_length=200)),
                    ('issued_by_name', models.CharField(max_length=120, verbose_name='印发人')),
                    ('issued_at', models.DateTimeField(verbose_name='印发时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('is_sample', models.BooleanField(default=False, verbose_name='演示数据')),
                    ('government', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_documents', to='units.government')),
                    ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_documents', to='motions.plan')),
                    ('recipients', models.ManyToManyField(related_name='received_documents', to='units.unit')),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_documents', to='units.unit')),
                ],
                options={
                    'verbose_name': '印发的公文',
                    'verbose_name_plural': '印发的公文',
                    'ordering': ['-issued_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='IssuedNumber',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.CharField(max_length=100, verbose_name='发文字号')),
                    ('kind', models.CharField(choices=[('staged_report', '阶段报告'), ('contribution', '函告'), ('consolidated', '阶段汇总报告'), ('reply', '答复函'), ('notice', '督办通知'), ('bulletin', '督查通报'), ('summary', '督办摘要'), ('receipt', '回执')], max_length=20, verbose_name='文种')),
                    ('subject_kind', models.CharField(max_length=60)),
                    ('subject_id', models.BigIntegerField()),
                    ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issued_numbers', to='units.unit')),
                ],
                options={
                    'verbose_name': '用过的发文字号',
                    'verbose_name_plural': '用过的发文字号',
                },
            ),
            migrations.CreateModel(
                name='SealedScan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('original_name', models.TextField(max_length=1000, verbose_name='文件名')),
                    ('kind', models.CharField(max_length=10, verbose_name='类型')),
                    ('size', models.PositiveBigIntegerField(verbose_name='大小')),
                    ('sha256', models.CharField(db_index=True, max_length=64, verbose_name='SHA-256')),
                    ('path', models.CharField(max_length=200)),
                    ('uploaded_by_name', models.CharField(max_length=120, verbose_name='存入人')),
                    ('uploaded_at', models.DateTimeField(verbose_name='存入时间')),
                    ('recorded_at', models.DateTimeField(auto_now_add=True)),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='scans', to='documents.issueddocument')),
                    ('uploaded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '盖章扫描件',
                    'verbose_name_plural': '盖章扫描件',
                    'ordering': ['-pk'],
                },
            ),
            migrations.AddIndex(
                model_name='batch',
                index=models.Index(condition=models.Q(('status', 'running')), fields=['alive_at'], name='batches_unfinished'),
            ),
            migrations.AddIndex(
                model_name='batchitem',
                index=models.Index(condition=models.Q(('status', 'waiting')), fields=['batch', 'place'], name='batch_items_waiting'),
            ),
            migrations.AddConstraint(
                model_name='batchitem',
                constraint=models.UniqueConstraint(fields=('batch', 'place'), name='batch_item_place_once'),
            ),
            migrations.AddIndex(
                model_name='issueddocument',
                index=models.Index(fields=['plan', 'kind'], name='documents_of_plan'),
            ),
            migrations.AddConstraint(
                model_name='issueddocument',
                constraint=models.UniqueConstraint(fields=('kind', 'subject_kind', 'subject_id', 'part', 'version'), name='document_version_once'),
            ),
            migrations.AddConstraint(
                model_name='issuednumber',
                constraint=models.UniqueConstraint(fields=('unit', 'number'), name='number_once_in_unit'),
            ),
            migrations.AddConstraint(
                model_name='sealedscan',
                constraint=models.UniqueConstraint(fields=('document', 'sha256'), name='scan_once_a_document'),
            ),
        ]),
    ]
