"""The column of a lease says what it holds."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("artstudio", "0015_prompt_reading")]

    operations = [
        migrations.RenameField(
            model_name="variant", old_name="seen_at_utc", new_name="lease_renewed_at_utc"
        )
    ]
