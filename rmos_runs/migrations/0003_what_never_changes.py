"""Triggers: the facts of a run never change, and references are only added."""

from django.db import migrations

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
    dependencies = [("rmos_runs", "0002_runs_and_sessions")]

    operations = [migrations.RunSQL(RUNS + REFERENCES, UNDO)]
