"""The words of all prompts, kept by a trigger, and what old drawings lack for the filters."""

from django.db import DatabaseError, migrations, transaction

KEEP_WORDS = """
CREATE FUNCTION artstudio_words(prompt text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    -- In one order, so that two writers of the same words never wait for each other.
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('simple', prompt))) AS word
    WHERE length(word) BETWEEN 3 AND 40 AND word !~ '[0-9]' ORDER BY word
$$;
CREATE FUNCTION artstudio_keep_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO artstudio_searchword (word)
        SELECT word FROM artstudio_words(NEW.prompt) AS word
        WHERE NOT EXISTS (SELECT FROM artstudio_searchword AS known WHERE known.word = word.word)
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER artstudio_keep_words AFTER INSERT ON artstudio_artasset
    FOR EACH ROW EXECUTE FUNCTION artstudio_keep_words();
INSERT INTO artstudio_searchword (word)
    SELECT DISTINCT word FROM artstudio_artasset, artstudio_words(prompt) AS word
    ON CONFLICT DO NOTHING;
"""
NO_WORDS = """
DROP TRIGGER artstudio_keep_words ON artstudio_artasset;
DROP FUNCTION artstudio_keep_words();
DROP FUNCTION artstudio_words(text);
DELETE FROM artstudio_searchword;
"""
FILL_COLUMNS = """
UPDATE artstudio_artasset AS asset
SET stack = generation.generation_id,
    warning_count = jsonb_array_length(variant.warnings),
    styles = ARRAY(SELECT jsonb_array_elements_text(generation.style_hints))
FROM artstudio_variant AS variant
JOIN artstudio_generation AS generation ON generation.id = variant.generation_id
WHERE variant.variant_id = asset.meta ->> 'first_variant_id';
"""


def add_trigrams(apps, schema_editor):
    """Postgres' own extension corrects spelling; who may not create it does without."""
    try:
        with transaction.atomic(), schema_editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(
                "CREATE INDEX search_word_trigrams ON artstudio_searchword "
                "USING gin (word gin_trgm_ops)"
            )
    except DatabaseError as error:
        print(f"\n  Searching will not correct spelling: {str(error).splitlines()[0]}")


def drop_trigrams(apps, schema_editor):
    """Leave the extension: others may use it."""
    schema_editor.execute("DROP INDEX IF EXISTS search_word_trigrams")


class Migration(migrations.Migration):
    dependencies = [("artstudio", "0008_gallery")]
    operations = [
        migrations.RunSQL(KEEP_WORDS, NO_WORDS),
        migrations.RunSQL(FILL_COLUMNS, migrations.RunSQL.noop),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
