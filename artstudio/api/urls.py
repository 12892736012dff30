"""The paths of the art API, below /api/art/."""

from __future__ import annotations

from django.urls import path

from artstudio.api import (
    asset_views,
    calibration_views,
    control_views,
    cost_views,
    cut_list_views,
    derive_views,
    export_views,
    import_views,
    linking_views,
    opinion_views,
    pattern_views,
    retrace_views,
    send_views,
    trace_views,
    views,
)

app_name = "art_api"

urlpatterns = [
    path("prompt-to-svg", views.PromptToSvg.as_view(), name="prompt-to-svg"),
    path("prompt-to-svg/attach-to-run", linking_views.AttachToRun.as_view(), name="attach-to-run"),
    path("assets", asset_views.AssetList.as_view(), name="assets"),
    # Before the ids, which all begin with "asset_".
    path("assets/star", opinion_views.Star.as_view(), name="star"),
    path("assets/rate", opinion_views.Rate.as_view(), name="rate"),
    path("assets/tag", opinion_views.AddTags.as_view(), name="tag"),
    path("assets/untag", opinion_views.RemoveTags.as_view(), name="untag"),
    path("assets/archive", opinion_views.Archive.as_view(), name="archive"),
    path("assets/unarchive", opinion_views.Unarchive.as_view(), name="unarchive"),
    path("assets/<slug:asset_id>", asset_views.AssetDetail.as_view(), name="asset"),
    path("assets/<slug:asset_id>/export", export_views.AssetExport.as_view(), name="export"),
    path("assets/<slug:asset_id>/cut-list", cut_list_views.AssetCutList.as_view(), name="cut-list"),
    path("generations", views.GenerationList.as_view(), name="generations"),
    path("generations/<slug:generation_id>", views.GenerationDetail.as_view(), name="generation"),
    path(
        "generations/<slug:generation_id>/acknowledge",
        linking_views.Acknowledge.as_view(),
        name="acknowledge",
    ),
    path(
        "generations/<slug:generation_id>/cancel",
        control_views.CancelGeneration.as_view(),
        name="cancel-generation",
    ),
    path(
        "variants/<slug:variant_id>/cancel",
        control_views.CancelVariant.as_view(),
        name="cancel-variant",
    ),
    path("variants/<slug:variant_id>/retry", control_views.RetryVariant.as_view(), name="retry"),
    path("import", import_views.ImportDrawing.as_view(), name="import"),
    path("calibrations", calibration_views.Calibrations.as_view(), name="calibrations"),
    # Before the ids, which all begin with "cal_".
    path("calibrations/coupon", calibration_views.Coupon.as_view(), name="coupon"),
    path(
        "calibrations/<slug:calibration_id>",
        calibration_views.CalibrationDetail.as_view(),
        name="calibration",
    ),
    path("derivations", derive_views.Derivations.as_view(), name="derivations"),
    path("variants/<slug:variant_id>/derive", derive_views.Derive.as_view(), name="derive"),
    path(
        "variants/<slug:variant_id>/derive/preview",
        derive_views.DerivePreview.as_view(),
        name="derive-preview",
    ),
    path("variants/<slug:variant_id>/send", send_views.SendVariant.as_view(), name="send"),
    path("trace", trace_views.TraceUpload.as_view(), name="trace"),
    path("trace-preview", retrace_views.TracePreview.as_view(), name="trace-preview"),
    path("patterns/schema", pattern_views.PatternSchema.as_view(), name="pattern-schema"),
    path("patterns/preview", pattern_views.PatternPreview.as_view(), name="pattern-preview"),
    path("variants/<slug:variant_id>/redraw", pattern_views.Redraw.as_view(), name="redraw"),
    path("variants/<slug:variant_id>/retrace", retrace_views.Retrace.as_view(), name="retrace"),
    path(
        "variants/<slug:variant_id>/reproduce", retrace_views.Reproduce.as_view(), name="reproduce"
    ),
    path("variants/<slug:variant_id>/bundle", export_views.VariantBundle.as_view(), name="bundle"),
    path("attempts", cost_views.AttemptList.as_view(), name="attempts"),
    path("spending", cost_views.Spending.as_view(), name="spending"),
    path("providers", views.Providers.as_view(), name="providers"),
]
