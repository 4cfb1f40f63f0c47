import django.core.validators
from django.db import migrations, models

HELP = '看板的区域图把各地画成方块，大致按地图摆放；不填的按计划里的顺序排。'


def place(words):
    return models.PositiveSmallIntegerField(
        blank=True,
        help_text=HELP,
        null=True,
        validators=[
            django.core.validators.MinValueValidator(1),
            django.core.validators.MaxValueValidator(12),
        ],
        verbose_name=words,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0006_uploads'),
    ]

    operations = [
        *(
            migrations.AddField(model_name=model, name=name, field=place(words))
            for model in ('historicalunit', 'unit')
            for name, words in (('map_row', '区域图第几行'), ('map_column', '区域图第几列'))
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(
                condition=models.Q(('map_column__isnull', True), ('map_row__isnull', True))
                | models.Q(('map_column__isnull', False), ('map_row__isnull', False)),
                name='unit_map_row_with_column',
                violation_error_message='区域图的行和列要么都填，要么都不填。',
            ),
        ),
    ]
