"""Triggers: whoever waits for a generation is told when one of its variants moves on."""

from django.db import migrations

CHANNEL = """
CREATE FUNCTION artstudio_tell_variant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('artstudio_progress', NEW.generation_id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER artstudio_tell_new_variant AFTER INSERT ON artstudio_variant
    FOR EACH ROW EXECUTE FUNCTION artstudio_tell_variant();
CREATE TRIGGER artstudio_tell_variant AFTER UPDATE ON artstudio_variant
    FOR EACH ROW
    WHEN (OLD.status IS DISTINCT FROM NEW.status
          OR OLD.stage IS DISTINCT FROM NEW.stage
          OR OLD.cancel_asked_at_utc IS DISTINCT FROM NEW.cancel_asked_at_utc)
    EXECUTE FUNCTION artstudio_tell_variant();

CREATE FUNCTION artstudio_tell_generation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('artstudio_progress', NEW.id::text);
    RETURN NULL;
END $$;
CREATE TRIGGER artstudio_tell_generation AFTER UPDATE ON artstudio_generation
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION artstudio_tell_generation();
"""
NO_CHANNEL = """
DROP TRIGGER artstudio_tell_generation ON artstudio_generation;
DROP FUNCTION artstudio_tell_generation();
DROP TRIGGER artstudio_tell_variant ON artstudio_variant;
DROP TRIGGER artstudio_tell_new_variant ON artstudio_variant;
DROP FUNCTION artstudio_tell_variant();
"""


class Migration(migrations.Migration):
    dependencies = [("artstudio", "0004_queue_and_attempts")]
    operations = [migrations.RunSQL(CHANNEL, NO_CHANNEL)]
