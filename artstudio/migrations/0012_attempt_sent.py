"""When a call was sent, apart from when it was put on record."""

from django.db import migrations, models
from django.db.models.functions import Now


def count_as_sent(apps, _schema_editor):
    """What was on record before may have been sent: nobody noted it."""
    attempts = apps.get_model("artstudio", "Attempt").objects
    attempts.update(sent_at_utc=models.F("started_at_utc"))


class Migration(migrations.Migration):
    dependencies = [
        ("artstudio", "0011_prompt_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="sent_at_utc",
            field=models.DateTimeField(db_default=Now(), null=True),
        ),
        migrations.RunPython(count_as_sent, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="attempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at_utc__isnull", False),
                    models.Q(("cost_usd", None), ("outcome", "OPEN")),
                    models.Q(("cost_usd", 0), ("cost_usd__isnull", False), ("outcome", "FAILED")),
                    _connector="OR",
                ),
                name="attempt_unsent_is_not_billed",
            ),
        ),
    ]
