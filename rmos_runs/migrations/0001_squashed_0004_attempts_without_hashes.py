"""Runs, sessions, attachments and their references: all of the schema of version 0.2.0.

It replaces the migrations of 0.1.0, which stay beside it for databases that have only some of
them. `docs/decisions/0011-migrations.md` says when they go.
"""

import django.db.models.deletion
import django.utils.timezone
import rmos_runs.models.runs
import rmos_runs.models.sessions
from django.db import migrations, models


FACTS = [
    "run_id",
    "created_at_utc",
    "mode",
    "tool_id",
    "status",
    "request_summary",
    "feasibility",
    "risk_level",
    "score",
    "block_reason",
    "decision_warnings",
    "decision_details",
    "feasibility_sha256",
    "toolpaths_sha256",
    "gcode_sha256",
    "opplan_sha256",
    "snapshot_sha256",
    "gcode_text",
    "opplan_json",
    "gcode_path",
    "opplan_path",
    "preview_svg_path",
    "request_id",
    "workflow_session_id",
    "meta",
    "artifact_sha256",
]
OLD = ", ".join(f"OLD.{name}" for name in FACTS)
NEW = ", ".join(f"NEW.{name}" for name in FACTS)

# 23001 is restrict_violation, which Django raises as IntegrityError.
RUNS = f"""
CREATE FUNCTION rmos_runs_keep_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'run % is recorded and cannot be deleted', OLD.run_id
            USING ERRCODE = '23001';
    END IF;
    IF ROW({OLD}) IS DISTINCT FROM ROW({NEW}) THEN
        RAISE EXCEPTION 'the facts of run % never change', OLD.run_id
            USING ERRCODE = '23001';
    END IF;
    IF OLD.explanation_status IS DISTINCT FROM NEW.explanation_status
        AND NOT (OLD.explanation_status = 'NONE' AND NEW.explanation_status = 'PENDING')
        AND NOT (OLD.explanation_status = 'PENDING'
                 AND NEW.explanation_status IN ('READY', 'ERROR')) THEN
        RAISE EXCEPTION 'an explanation does not go from % to %',
            OLD.explanation_status, NEW.explanation_status
            USING ERRCODE = '23001';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER rmos_runs_keep_facts BEFORE UPDATE OR DELETE ON rmos_runs_runartifact
    FOR EACH ROW EXECUTE FUNCTION rmos_runs_keep_facts();
"""

REFERENCES = """
CREATE FUNCTION rmos_runs_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'references of runs are only added' USING ERRCODE = '23001';
END $$;
CREATE TRIGGER rmos_runs_append_only BEFORE UPDATE OR DELETE ON rmos_runs_runattachmentlink
    FOR EACH ROW EXECUTE FUNCTION rmos_runs_append_only();
CREATE TRIGGER rmos_runs_append_only BEFORE UPDATE OR DELETE ON rmos_runs_advisoryinput
    FOR EACH ROW EXECUTE FUNCTION rmos_runs_append_only();
"""

UNDO = """
DROP TRIGGER rmos_runs_append_only ON rmos_runs_advisoryinput;
DROP TRIGGER rmos_runs_append_only ON rmos_runs_runattachmentlink;
DROP FUNCTION rmos_runs_append_only();
DROP TRIGGER rmos_runs_keep_facts ON rmos_runs_runartifact;
DROP FUNCTION rmos_runs_keep_facts();
"""


class Migration(migrations.Migration):
    replaces = [
        ("rmos_runs", "0001_initial"),
        ("rmos_runs", "0002_runs_and_sessions"),
        ("rmos_runs", "0003_what_never_changes"),
        ("rmos_runs", "0004_attempts_without_hashes"),
    ]

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="RunAttachment",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        editable=False, max_length=64, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("mime", models.CharField(max_length=127)),
                ("filename", models.CharField(max_length=255)),
                ("ext", models.CharField(blank=True, max_length=16)),
                ("size_bytes", models.BigIntegerField()),
                ("created_at_utc", models.DateTimeField(default=django.utils.timezone.now)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("metadata", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "verbose_name": "attachment",
                "indexes": [
                    models.Index(
                        fields=["-created_at_utc", "-sha256"], name="runattachment_newest"
                    ),
                    models.Index(
                        fields=["kind", "-created_at_utc", "-sha256"],
                        name="runattachment_kind_newest",
                    ),
                    models.Index(fields=["request_id"], name="runattachment_request"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="rmos_runs_runattachment_sha256_is_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size_bytes__gte", 0)),
                        name="rmos_runs_runattachment_size_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkflowSession",
            fields=[
                (
                    "session_id",
                    models.CharField(
                        default=rmos_runs.models.sessions.new_session_id,
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("user_id", models.CharField(blank=True, max_length=128)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ACTIVE", "Active"),
                            ("COMPLETED", "Completed"),
                            ("ABANDONED", "Abandoned"),
                        ],
                        default="ACTIVE",
                        max_length=16,
                    ),
                ),
                ("workflow_type", models.CharField(blank=True, max_length=64)),
                ("current_step", models.CharField(blank=True, default="draft", max_length=64)),
                ("machine_id", models.CharField(blank=True, max_length=128)),
                ("material_id", models.CharField(blank=True, max_length=128)),
                ("tool_id", models.CharField(blank=True, max_length=128)),
                ("context_json", models.JSONField(blank=True, default=dict)),
                ("state_data_json", models.JSONField(blank=True, default=dict)),
                ("created_at_utc", models.DateTimeField(default=django.utils.timezone.now)),
                ("updated_at_utc", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "workflow session",
                "indexes": [
                    models.Index(fields=["-created_at_utc", "-session_id"], name="session_newest"),
                    models.Index(
                        fields=["status", "-created_at_utc", "-session_id"],
                        name="session_status_newest",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("session_id__regex", "^ws_[0-9a-f]{12}$")),
                        name="rmos_runs_workflowsession_id_format",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["ACTIVE", "COMPLETED", "ABANDONED"])),
                        name="rmos_runs_workflowsession_status_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunArtifact",
            fields=[
                (
                    "run_id",
                    models.CharField(
                        default=rmos_runs.models.runs.new_run_id,
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("created_at_utc", models.DateTimeField(default=django.utils.timezone.now)),
                ("mode", models.CharField(max_length=64)),
                ("tool_id", models.CharField(max_length=128)),
                (
                    "status",
                    models.CharField(
                        choices=[("OK", "OK"), ("BLOCKED", "Blocked"), ("ERROR", "Error")],
                        max_length=16,
                    ),
                ),
                ("request_summary", models.JSONField(blank=True, default=dict)),
                ("feasibility", models.JSONField(blank=True, default=dict)),
                (
                    "risk_level",
                    models.CharField(
                        choices=[
                            ("GREEN", "Green"),
                            ("YELLOW", "Yellow"),
                            ("RED", "Red"),
                            ("UNKNOWN", "Unknown"),
                            ("ERROR", "Error"),
                        ],
                        max_length=16,
                    ),
                ),
                ("score", models.FloatField(blank=True, null=True)),
                ("block_reason", models.TextField(blank=True)),
                ("decision_warnings", models.JSONField(blank=True, default=list)),
                ("decision_details", models.JSONField(blank=True, default=dict)),
                ("feasibility_sha256", models.CharField(blank=True, max_length=64)),
                ("toolpaths_sha256", models.CharField(blank=True, max_length=64)),
                ("gcode_sha256", models.CharField(blank=True, max_length=64)),
                ("opplan_sha256", models.CharField(blank=True, max_length=64)),
                ("snapshot_sha256", models.CharField(blank=True, max_length=64)),
                ("gcode_text", models.TextField(blank=True)),
                ("opplan_json", models.JSONField(blank=True, null=True)),
                ("gcode_path", models.CharField(blank=True, max_length=1024)),
                ("opplan_path", models.CharField(blank=True, max_length=1024)),
                ("preview_svg_path", models.CharField(blank=True, max_length=1024)),
                ("request_id", models.CharField(max_length=64)),
                ("meta", models.JSONField(blank=True, default=dict)),
                ("artifact_sha256", models.CharField(max_length=64)),
                (
                    "explanation_status",
                    models.CharField(
                        choices=[
                            ("NONE", "None"),
                            ("PENDING", "Pending"),
                            ("READY", "Ready"),
                            ("ERROR", "Error"),
                        ],
                        default="NONE",
                        max_length=16,
                    ),
                ),
                ("explanation_summary", models.TextField(blank=True)),
                (
                    "workflow_session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="rmos_runs.workflowsession",
                    ),
                ),
            ],
            options={
                "verbose_name": "run",
                "indexes": [
                    models.Index(fields=["-created_at_utc", "-run_id"], name="run_newest"),
                    models.Index(
                        fields=["status", "-created_at_utc", "-run_id"], name="run_status_newest"
                    ),
                    models.Index(
                        fields=["mode", "-created_at_utc", "-run_id"], name="run_mode_newest"
                    ),
                    models.Index(
                        fields=["tool_id", "-created_at_utc", "-run_id"], name="run_tool_newest"
                    ),
                    models.Index(
                        fields=["workflow_session", "-created_at_utc", "-run_id"],
                        name="run_session_newest",
                    ),
                    models.Index(
                        fields=["explanation_status", "-created_at_utc", "-run_id"],
                        name="run_explanation_newest",
                    ),
                    models.Index(fields=["request_id"], name="run_request"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("run_id__regex", "^run_[0-9a-f]{32}$")),
                        name="rmos_runs_runartifact_id_format",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["OK", "BLOCKED", "ERROR"])),
                        name="rmos_runs_runartifact_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("risk_level__in", ["GREEN", "YELLOW", "RED", "UNKNOWN", "ERROR"])
                        ),
                        name="rmos_runs_runartifact_risk_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("score__isnull", True),
                            models.Q(("score__gte", 0), ("score__lte", 100)),
                            _connector="OR",
                        ),
                        name="rmos_runs_runartifact_score_0_to_100",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("block_reason", ""), ("status", "OK")),
                            models.Q(
                                ("status", "BLOCKED"), models.Q(("block_reason", ""), _negated=True)
                            ),
                            ("status", "ERROR"),
                            _connector="OR",
                        ),
                        name="rmos_runs_runartifact_blocked_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("explanation_status__in", ["NONE", "PENDING", "READY", "ERROR"])
                        ),
                        name="rmos_runs_runartifact_explanation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("explanation_status", "READY"), _negated=True),
                            models.Q(("explanation_summary", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rmos_runs_runartifact_ready_has_summary",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("feasibility_sha256__regex", "^([0-9a-f]{64})?$"),
                            ("artifact_sha256__regex", "^[0-9a-f]{64}$"),
                            ("toolpaths_sha256__regex", "^([0-9a-f]{64})?$"),
                            ("gcode_sha256__regex", "^([0-9a-f]{64})?$"),
                            ("opplan_sha256__regex", "^([0-9a-f]{64})?$"),
                            ("snapshot_sha256__regex", "^([0-9a-f]{64})?$"),
                        ),
                        name="rmos_runs_runartifact_digests",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "OK"), _negated=True),
                            models.Q(("feasibility_sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rmos_runs_runartifact_ok_has_feasibility_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RunAttachmentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("filename", models.CharField(max_length=255)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("created_at_utc", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="rmos_runs.runattachment",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="rmos_runs.runartifact",
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment of a run",
                "verbose_name_plural": "attachments of runs",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "attachment"), name="rmos_runs_runattachmentlink_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdvisoryInput",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("advisory_id", models.CharField(max_length=128)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("geometry_svg", "drawing"),
                            ("explanation", "explanation"),
                            ("advisory", "advisory"),
                            ("note", "note"),
                            ("unknown", "unknown"),
                        ],
                        max_length=16,
                    ),
                ),
                ("engine_id", models.CharField(blank=True, max_length=128)),
                ("engine_version", models.CharField(blank=True, max_length=64)),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("created_at_utc", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisory_inputs",
                        to="rmos_runs.runattachment",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advisory_inputs",
                        to="rmos_runs.runartifact",
                    ),
                ),
            ],
            options={
                "verbose_name": "advisory input",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "attachment"), name="rmos_runs_advisoryinput_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["geometry_svg", "explanation", "advisory", "note", "unknown"],
                            )
                        ),
                        name="rmos_runs_advisoryinput_kind_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(RUNS + REFERENCES, UNDO),
    ]
