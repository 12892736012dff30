"""The addresses of making something of a drawing; `artstudio.web.urls` has them among its own."""

from __future__ import annotations

from django.urls import path

from artstudio.web.making import calibrations, page, send

urlpatterns = [
    path("calibrations", calibrations.calibrations_page, name="calibrations"),
    path("calibrations/coupon", calibrations.coupon, name="coupon"),
    path(
        "calibrations/<slug:calibration_id>/delete",
        calibrations.delete,
        name="delete-calibration",
    ),
    path("variants/<slug:variant_id>/make", page.make, name="make"),
    path("variants/<slug:variant_id>/send", send.send_variant, name="send"),
    path("variants/<slug:variant_id>/make.svg", page.make_picture, name="make-picture"),
]
