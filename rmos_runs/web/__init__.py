"""The pages of runs and sessions."""
