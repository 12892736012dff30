"""Proof that stored bytes and recorded facts are what they were."""

from rmos_runs.integrity.runs import (
    RunsReport,
    RunVerification,
    verify_run,
    verify_runs,
)
from rmos_runs.integrity.stored import Finding, Scope, StoreReport, verify_store

__all__ = [
    "Finding",
    "RunVerification",
    "RunsReport",
    "Scope",
    "StoreReport",
    "verify_run",
    "verify_runs",
    "verify_store",
]
