"""Tuning one drawing: its settings as a form, with a preview that costs nothing."""
