"""Style hints may be an object, and the time of computing has fractions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("artstudio", "0013_count_tags_and_collections")]

    operations = [
        migrations.AddField(
            model_name="generation",
            name="style_hints_given",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="generation",
            name="compute_ms",
            field=models.FloatField(null=True),
        ),
        migrations.AddConstraint(
            model_name="generation",
            constraint=models.CheckConstraint(
                condition=models.Q(compute_ms=None) | models.Q(compute_ms__gte=0),
                name="generation_compute_ms_not_negative",
            ),
        ),
    ]
