"""How often a tag is used and how many drawings a collection has, kept by triggers."""

import django.db.models.expressions
from django.db import migrations, models

#: Making a trigger keeps writers out until the counts below are right.
KEEP_COUNTS = """
CREATE FUNCTION artstudio_count_tag_uses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE artstudio_tag SET uses = 0;
        RETURN NULL;
    END IF;
    -- In one order, so that two writers of the same tags never wait for each other.
    PERFORM FROM artstudio_tag WHERE id IN (SELECT tag_id FROM changed)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE artstudio_tag SET uses = uses + sums.count * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
        FROM (SELECT tag_id, count(*) FROM changed GROUP BY tag_id) AS sums
        WHERE sums.tag_id = artstudio_tag.id;
    RETURN NULL;
END $$;
CREATE TRIGGER artstudio_count_given AFTER INSERT ON artstudio_assettag
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_tag_uses();
CREATE TRIGGER artstudio_count_taken AFTER DELETE ON artstudio_assettag
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_tag_uses();
CREATE TRIGGER artstudio_count_none AFTER TRUNCATE ON artstudio_assettag
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_tag_uses();

CREATE FUNCTION artstudio_count_collected() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE artstudio_collection SET size = 0;
        RETURN NULL;
    END IF;
    PERFORM FROM artstudio_collection WHERE id IN (SELECT collection_id FROM changed)
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE artstudio_collection
        SET size = size + sums.count * CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END
        FROM (SELECT collection_id, count(*) FROM changed GROUP BY collection_id) AS sums
        WHERE sums.collection_id = artstudio_collection.id;
    RETURN NULL;
END $$;
CREATE TRIGGER artstudio_count_put AFTER INSERT ON artstudio_collectionitem
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_collected();
CREATE TRIGGER artstudio_count_taken AFTER DELETE ON artstudio_collectionitem
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_collected();
CREATE TRIGGER artstudio_count_none AFTER TRUNCATE ON artstudio_collectionitem
    FOR EACH STATEMENT EXECUTE FUNCTION artstudio_count_collected();

CREATE FUNCTION artstudio_refuse_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are added and deleted, not moved to another row.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER artstudio_same_tag BEFORE UPDATE ON artstudio_assettag
    FOR EACH ROW WHEN (OLD.tag_id <> NEW.tag_id) EXECUTE FUNCTION artstudio_refuse_another();
CREATE TRIGGER artstudio_same_collection BEFORE UPDATE ON artstudio_collectionitem
    FOR EACH ROW WHEN (OLD.collection_id <> NEW.collection_id)
    EXECUTE FUNCTION artstudio_refuse_another();

UPDATE artstudio_tag SET uses = sums.count
    FROM (SELECT tag_id, count(*) FROM artstudio_assettag GROUP BY tag_id) AS sums
    WHERE sums.tag_id = artstudio_tag.id;
UPDATE artstudio_collection SET size = sums.count
    FROM (SELECT collection_id, count(*) FROM artstudio_collectionitem GROUP BY collection_id)
        AS sums
    WHERE sums.collection_id = artstudio_collection.id;
"""
NO_COUNTS = """
DROP TRIGGER artstudio_same_collection ON artstudio_collectionitem;
DROP TRIGGER artstudio_same_tag ON artstudio_assettag;
DROP FUNCTION artstudio_refuse_another();
DROP TRIGGER artstudio_count_put ON artstudio_collectionitem;
DROP TRIGGER artstudio_count_taken ON artstudio_collectionitem;
DROP TRIGGER artstudio_count_none ON artstudio_collectionitem;
DROP FUNCTION artstudio_count_collected();
DROP TRIGGER artstudio_count_given ON artstudio_assettag;
DROP TRIGGER artstudio_count_taken ON artstudio_assettag;
DROP TRIGGER artstudio_count_none ON artstudio_assettag;
DROP FUNCTION artstudio_count_tag_uses();
"""


class Migration(migrations.Migration):
    dependencies = [("artstudio", "0012_attempt_sent")]
    operations = [
        migrations.AddField(
            model_name="tag",
            name="uses",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name="collection",
            name="size",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.RunSQL(KEEP_COUNTS, NO_COUNTS),
        # An index cannot be made of a table that waits for its constraints to be checked.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="tag",
            index=models.Index(
                django.db.models.expressions.OrderBy(
                    django.db.models.expressions.F("uses"), descending=True
                ),
                "name",
                name="tag_most_used",
            ),
        ),
    ]
