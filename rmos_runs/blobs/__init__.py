"""Bytes by their digest: attachments, storage on disk or S3, locks, garbage, copies.

It knows no run; who still needs bytes is asked of the tables that refer to them.
"""
