"""An attempt that broke off is recorded without its digests; a session begins at "draft"."""

from django.db import migrations, models

DIGEST = r"^[0-9a-f]{64}$"
OPTIONAL_DIGEST = r"^([0-9a-f]{64})?$"


class Migration(migrations.Migration):
    dependencies = [("rmos_runs", "0003_what_never_changes")]

    operations = [
        migrations.AlterField(
            model_name="workflowsession",
            name="current_step",
            field=models.CharField(blank=True, default="draft", max_length=64),
        ),
        migrations.AlterField(
            model_name="runartifact",
            name="feasibility_sha256",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.RemoveConstraint(model_name="runartifact", name="rmos_runs_runartifact_digests"),
        migrations.AddConstraint(
            model_name="runartifact",
            constraint=models.CheckConstraint(
                condition=models.Q(feasibility_sha256__regex=OPTIONAL_DIGEST)
                & models.Q(artifact_sha256__regex=DIGEST)
                & models.Q(toolpaths_sha256__regex=OPTIONAL_DIGEST)
                & models.Q(gcode_sha256__regex=OPTIONAL_DIGEST)
                & models.Q(opplan_sha256__regex=OPTIONAL_DIGEST)
                & models.Q(snapshot_sha256__regex=OPTIONAL_DIGEST),
                name="rmos_runs_runartifact_digests",
            ),
        ),
        migrations.AddConstraint(
            model_name="runartifact",
            constraint=models.CheckConstraint(
                condition=~models.Q(status="OK") | ~models.Q(feasibility_sha256=""),
                name="rmos_runs_runartifact_ok_has_feasibility_digest",
            ),
        ),
    ]
