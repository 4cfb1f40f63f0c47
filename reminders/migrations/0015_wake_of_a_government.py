from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reminders", "0014_wake_looked_at")]

    operations = [
        migrations.AddIndex(
            model_name="wake",
            index=models.Index(
                condition=models.Q(("on__isnull", False)),
                fields=["government", "on"],
                name="wake_government_on",
            ),
        ),
    ]
