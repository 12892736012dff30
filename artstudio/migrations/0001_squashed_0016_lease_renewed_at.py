"""Generations, drawings, the gallery, the queue's columns and access: the schema of 0.2.0.

It replaces the migrations of 0.1.0, which stay beside it for databases that have only some of
them. What those did to rows is not here: a new database has none.
`docs/decisions/0011-migrations.md` says when they go.
"""

import artstudio.models.gallery
import artstudio.models.generations
import artstudio.models.variants
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import DatabaseError, migrations, models, transaction


#: Whoever waits for a generation is told when one of its variants moves on.
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
#: The words of all prompts, for the spelling of searches.
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
"""
NO_WORDS = """
DROP TRIGGER artstudio_keep_words ON artstudio_artasset;
DROP FUNCTION artstudio_keep_words();
DROP FUNCTION artstudio_words(text);
"""
#: How often a tag is used and how many drawings a collection has.
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
    replaces = [
        ("artstudio", "0001_initial"),
        ("artstudio", "0002_cut_facts_of_assets"),
        ("artstudio", "0003_route_reason"),
        ("artstudio", "0004_queue_and_attempts"),
        ("artstudio", "0005_tell_progress"),
        ("artstudio", "0006_claims"),
        ("artstudio", "0007_access"),
        ("artstudio", "0008_gallery"),
        ("artstudio", "0009_search_words"),
        ("artstudio", "0010_cost_indexes"),
        ("artstudio", "0011_prompt_words"),
        ("artstudio", "0012_attempt_sent"),
        ("artstudio", "0013_count_tags_and_collections"),
        ("artstudio", "0014_style_hints_given"),
        ("artstudio", "0015_prompt_reading"),
        ("artstudio", "0016_lease_renewed_at"),
    ]

    initial = True

    dependencies = [
        ("rmos_runs", "0001_squashed_0004_attempts_without_hashes"),
    ]

    operations = [
        migrations.CreateModel(
            name="ArtAsset",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset_id", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("svg", "drawing"),
                            ("geometry_spec", "geometry"),
                            ("ai_provenance", "provenance"),
                        ],
                        max_length=16,
                    ),
                ),
                ("provider", models.CharField(max_length=32)),
                ("model", models.CharField(blank=True, max_length=128)),
                ("route", models.CharField(max_length=16)),
                ("prompt", models.TextField(blank=True)),
                ("variant_seed", models.CharField(db_index=True, max_length=128)),
                ("request_id", models.CharField(db_index=True, max_length=64)),
                ("width_mm", models.FloatField(null=True)),
                ("height_mm", models.FloatField(null=True)),
                ("nodes", models.PositiveIntegerField(null=True)),
                ("meta", models.JSONField(default=dict)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asset",
                        to="rmos_runs.runattachment",
                    ),
                ),
                ("cut_length_mm", models.FloatField(null=True)),
                ("pieces", models.PositiveIntegerField(null=True)),
                ("smallest_feature_mm", models.FloatField(null=True)),
                ("smallest_gap_mm", models.FloatField(null=True)),
                ("archived_at_utc", models.DateTimeField(null=True)),
                ("rating", models.PositiveSmallIntegerField(null=True)),
                ("stack", models.CharField(blank=True, max_length=64)),
                ("starred_at_utc", models.DateTimeField(null=True)),
                (
                    "styles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=128), default=list, size=None
                    ),
                ),
                ("warning_count", models.PositiveSmallIntegerField(default=0)),
                (
                    "words",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.SearchVector(
                            "prompt", config="english"
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("created_at_utc"), models.F("id"), name="asset_newest"),
                    models.Index(
                        models.F("kind"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="asset_kind_newest",
                    ),
                    models.Index(
                        models.F("kind"),
                        models.F("provider"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="asset_kind_provider_newest",
                    ),
                    models.Index(
                        models.F("provider"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="asset_provider_newest",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["styles"], name="asset_styles"
                    ),
                    models.Index(
                        django.db.models.functions.comparison.Coalesce("rating", models.Value(0)),
                        models.F("id"),
                        name="asset_by_rating",
                    ),
                    models.Index(fields=["nodes", "id"], name="asset_by_nodes"),
                    models.Index(fields=["cut_length_mm", "id"], name="asset_by_cut"),
                    models.Index(fields=["stack", "id"], name="asset_stack"),
                    models.Index(fields=["width_mm"], name="asset_width"),
                    models.Index(fields=["height_mm"], name="asset_height"),
                    models.Index(fields=["pieces"], name="asset_pieces"),
                    models.Index(fields=["smallest_feature_mm"], name="asset_feature"),
                    models.Index(
                        models.F("model"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="asset_model_newest",
                    ),
                    models.Index(
                        models.F("route"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="asset_route_newest",
                    ),
                    models.Index(
                        models.F("created_at_utc"),
                        models.F("id"),
                        condition=models.Q(("starred_at_utc__isnull", False)),
                        name="asset_starred_newest",
                    ),
                    models.Index(
                        models.F("created_at_utc"),
                        models.F("id"),
                        condition=models.Q(("warning_count__gt", 0)),
                        name="asset_warned_newest",
                    ),
                    models.Index(
                        models.F("archived_at_utc"),
                        models.F("id"),
                        condition=models.Q(("archived_at_utc__isnull", False)),
                        name="asset_archived",
                    ),
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="asset_words"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["svg", "geometry_spec", "ai_provenance"])),
                        name="asset_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("asset_id__regex", "^asset_[0-9a-f]{12,64}$")),
                        name="asset_id_format",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("height_mm", None), ("width_mm", None)),
                            models.Q(
                                ("height_mm__gt", 0),
                                ("height_mm__isnull", False),
                                ("width_mm__gt", 0),
                                ("width_mm__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="asset_size_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating", None),
                            models.Q(("rating__gte", 1), ("rating__lte", 5)),
                            _connector="OR",
                        ),
                        name="asset_rating_1_to_5",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Generation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "generation_id",
                    models.CharField(
                        default=artstudio.models.generations.new_generation_id,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("request_id", models.CharField(db_index=True, max_length=64)),
                ("prompt", models.TextField()),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(4),
                        ],
                    ),
                ),
                ("variant_seed", models.CharField(db_index=True, max_length=128)),
                ("provider", models.CharField(max_length=32)),
                ("model", models.CharField(blank=True, max_length=128)),
                ("route", models.CharField(max_length=16)),
                ("constraints", models.JSONField(default=dict)),
                ("style_hints", models.JSONField(default=list)),
                ("run_id", models.CharField(blank=True, max_length=64)),
                ("safety_flags", models.JSONField(default=list)),
                (
                    "safety_enforcement",
                    models.CharField(
                        choices=[("SOFT_WARN", "Soft Warn")], default="SOFT_WARN", max_length=16
                    ),
                ),
                ("user_acknowledged", models.BooleanField(default=False)),
                ("acknowledged_by", models.CharField(blank=True, max_length=128)),
                ("acknowledged_at_utc", models.DateTimeField(null=True)),
                ("acknowledged_request_id", models.CharField(blank=True, max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("RUNNING", "Running"),
                            ("OK", "OK"),
                            ("PARTIAL", "Partial"),
                            ("ERROR", "Error"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="PENDING",
                        max_length=16,
                    ),
                ),
                ("revised_prompt", models.TextField(blank=True)),
                ("compute_ms", models.FloatField(null=True)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
                ("finished_at_utc", models.DateTimeField(null=True)),
                (
                    "workflow_session",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="generations",
                        to="rmos_runs.workflowsession",
                    ),
                ),
                ("route_reason", models.CharField(blank=True, max_length=300)),
                ("style_hints_given", models.JSONField(null=True)),
                ("not_understood", models.JSONField(default=list)),
                ("understood", models.JSONField(default=list)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("created_at_utc"), models.F("id"), name="generation_newest"
                    ),
                    models.Index(
                        models.F("provider"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="generation_provider_newest",
                    ),
                    models.Index(
                        models.F("status"),
                        models.F("created_at_utc"),
                        models.F("id"),
                        name="generation_status_newest",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1), ("count__lte", 4)),
                        name="generation_count_1_to_4",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("prompt", ""), _negated=True),
                        name="generation_prompt_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["PENDING", "RUNNING", "OK", "PARTIAL", "ERROR", "CANCELLED"],
                            )
                        ),
                        name="generation_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at_utc", None), ("status__in", ["PENDING", "RUNNING"])
                            ),
                            models.Q(
                                models.Q(("status__in", ["PENDING", "RUNNING"]), _negated=True),
                                ("finished_at_utc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="generation_finished_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at_utc", None), ("user_acknowledged", False)),
                            models.Q(
                                ("acknowledged_at_utc__isnull", False), ("user_acknowledged", True)
                            ),
                            _connector="OR",
                        ),
                        name="generation_acknowledged_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compute_ms", None), ("compute_ms__gte", 0), _connector="OR"
                        ),
                        name="generation_compute_ms_not_negative",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Variant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "variant_id",
                    models.CharField(
                        default=artstudio.models.variants.new_variant_id, max_length=64, unique=True
                    ),
                ),
                ("index", models.PositiveSmallIntegerField()),
                ("seed", models.BigIntegerField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("PENDING", "Pending"),
                            ("RUNNING", "Running"),
                            ("OK", "OK"),
                            ("ERROR", "Error"),
                            ("CANCELLED", "Cancelled"),
                        ],
                        default="PENDING",
                        max_length=16,
                    ),
                ),
                ("source_key", models.CharField(max_length=64)),
                ("replayed_from", models.CharField(blank=True, max_length=64)),
                ("prompt_sent", models.TextField(blank=True)),
                ("revised_prompt", models.TextField(blank=True)),
                ("provider_request_id", models.CharField(blank=True, max_length=200)),
                ("seed_sent", models.BooleanField(default=False)),
                ("seed_honoured", models.BooleanField(default=False)),
                ("source_metadata", models.JSONField(default=dict)),
                ("trace_options", models.JSONField(default=dict)),
                ("tool_versions", models.JSONField(default=dict)),
                ("timings_ms", models.JSONField(default=dict)),
                ("usage", models.JSONField(null=True)),
                ("cost_usd", models.DecimalField(decimal_places=6, max_digits=10, null=True)),
                ("measurements", models.JSONField(default=dict)),
                ("warnings", models.JSONField(default=list)),
                ("error", models.JSONField(null=True)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
                ("finished_at_utc", models.DateTimeField(null=True)),
                (
                    "asset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="artstudio.artasset",
                    ),
                ),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="variants",
                        to="artstudio.generation",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="artstudio.variant",
                    ),
                ),
                (
                    "provenance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provenance_of",
                        to="rmos_runs.runattachment",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="source_of",
                        to="rmos_runs.runattachment",
                    ),
                ),
                (
                    "svg",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawing_of",
                        to="rmos_runs.runattachment",
                    ),
                ),
                ("cancel_asked_at_utc", models.DateTimeField(null=True)),
                ("fresh", models.BooleanField(default=False)),
                ("is_queued", models.BooleanField(default=False)),
                ("lease_renewed_at_utc", models.DateTimeField(null=True)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asking", "Asking"),
                            ("storing", "Storing"),
                            ("tracing", "Tracing"),
                            ("measuring", "Measuring"),
                            ("indexing", "Indexing"),
                        ],
                        max_length=16,
                    ),
                ),
                ("stage_at_utc", models.DateTimeField(null=True)),
                ("started_at_utc", models.DateTimeField(null=True)),
                ("claim", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("source_key"),
                        models.OrderBy(models.F("id"), descending=True),
                        condition=models.Q(("source__isnull", False)),
                        name="variant_source_key",
                    ),
                    models.Index(
                        models.F("created_at_utc"),
                        condition=models.Q(("status__in", ["PENDING", "RUNNING"])),
                        name="variant_unfinished",
                    ),
                    models.Index(
                        models.F("status"),
                        models.F("finished_at_utc"),
                        name="variant_state_finished",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("generation", "index"), name="variant_index_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["PENDING", "RUNNING", "OK", "ERROR", "CANCELLED"])
                        ),
                        name="variant_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "OK"), _negated=True),
                            models.Q(
                                ("asset__isnull", False),
                                ("error__isnull", True),
                                ("provenance__isnull", False),
                                ("source__isnull", False),
                                ("svg__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="variant_ok_is_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ERROR"), _negated=True),
                            ("error__isnull", False),
                            _connector="OR",
                        ),
                        name="variant_error_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage", ""),
                            models.Q(
                                (
                                    "stage__in",
                                    ["asking", "storing", "tracing", "measuring", "indexing"],
                                ),
                                ("status", "RUNNING"),
                            ),
                            _connector="OR",
                        ),
                        name="variant_stage_while_running",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("provider", models.CharField(max_length=32)),
                ("model", models.CharField(blank=True, max_length=128)),
                ("client_request_id", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("OPEN", "Open"),
                            ("OK", "OK"),
                            ("REFUSED", "Refused"),
                            ("FAILED", "Failed"),
                            ("UNKNOWN", "Unknown"),
                        ],
                        default="OPEN",
                        max_length=16,
                    ),
                ),
                ("provider_request_id", models.CharField(blank=True, max_length=200)),
                ("usage", models.JSONField(null=True)),
                ("cost_usd", models.DecimalField(decimal_places=6, max_digits=10, null=True)),
                ("error", models.JSONField(null=True)),
                ("started_at_utc", models.DateTimeField(auto_now_add=True)),
                ("finished_at_utc", models.DateTimeField(null=True)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_of",
                        to="rmos_runs.runattachment",
                    ),
                ),
                (
                    "variant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="artstudio.variant",
                    ),
                ),
                (
                    "sent_at_utc",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), null=True
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("started_at_utc"),
                        models.F("provider"),
                        models.F("model"),
                        name="attempt_cost_by_day",
                    ),
                    models.Index(
                        fields=["outcome", "provider", "model"],
                        include=("cost_usd",),
                        name="attempt_totals",
                    ),
                    models.Index(
                        condition=models.Q(("provider_request_id", ""), _negated=True),
                        fields=["provider_request_id"],
                        name="attempt_provider_request",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("variant", "number"), name="attempt_number_unique"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="attempt_number_from_1"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["OPEN", "OK", "REFUSED", "FAILED", "UNKNOWN"])
                        ),
                        name="attempt_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at_utc", None), ("outcome", "OPEN")),
                            models.Q(
                                models.Q(("outcome", "OPEN"), _negated=True),
                                ("finished_at_utc__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="attempt_finished_has_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome__in", ["REFUSED", "FAILED", "UNKNOWN"]), _negated=True
                            ),
                            ("error__isnull", False),
                            _connector="OR",
                        ),
                        name="attempt_failure_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("cost_usd", None), ("cost_usd__gte", 0), _connector="OR"
                        ),
                        name="attempt_cost_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at_utc__isnull", False),
                            models.Q(("cost_usd", None), ("outcome", "OPEN")),
                            models.Q(
                                ("cost_usd", 0), ("cost_usd__isnull", False), ("outcome", "FAILED")
                            ),
                            _connector="OR",
                        ),
                        name="attempt_unsent_is_not_billed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=255, unique=True)),
                ("body_sha256", models.CharField(max_length=64)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True, db_index=True)),
                (
                    "generation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idempotency_keys",
                        to="artstudio.generation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("body_sha256__regex", "^[0-9a-f]{64}$")),
                        name="idempotency_body_is_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        name="idempotency_key_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RateWindow",
            fields=[
                ("caller", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("started_at_utc", models.DateTimeField(db_index=True)),
                ("count", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=64)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
                ("last_used_at_utc", models.DateTimeField(null=True)),
                ("expires_at_utc", models.DateTimeField(null=True)),
                ("revoked_at_utc", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at_utc__isnull", True)),
                        fields=("name",),
                        name="access_token_name_in_use_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="access_token_is_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="access_token_has_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("uses", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.OrderBy(models.F("uses"), descending=True),
                        models.F("name"),
                        name="tag_most_used",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^[^\\s,A-Z]+( [^\\s,A-Z]+)*$")),
                        name="tag_name_format",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssetTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asset_tags",
                        to="artstudio.artasset",
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asset_tags",
                        to="artstudio.tag",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("asset", "tag"), name="asset_tag_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Collection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "collection_id",
                    models.CharField(
                        default=artstudio.models.gallery.new_collection_id,
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
                ("size", models.PositiveIntegerField(db_default=0, default=0, editable=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="collection_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^\\S(.*\\S)?$")),
                        name="collection_name_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("collection_id__regex", "^col_[0-9a-f]{12}$")),
                        name="collection_id_format",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CollectionItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                (
                    "asset",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="artstudio.artasset",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="artstudio.collection",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("collection", "asset"), name="collection_asset_once"
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("collection", "position"),
                        name="collection_position_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("query", models.CharField(max_length=1000)),
                ("created_at_utc", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"), name="saved_search_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^\\S(.*\\S)?$")),
                        name="saved_search_name_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("query", ""), _negated=True),
                        name="saved_search_narrows",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
            ],
        ),
        migrations.RunSQL(CHANNEL, NO_CHANNEL),
        migrations.RunSQL(KEEP_WORDS, NO_WORDS),
        migrations.RunSQL(KEEP_COUNTS, NO_COUNTS),
        migrations.RunPython(add_trigrams, drop_trigrams),
    ]
