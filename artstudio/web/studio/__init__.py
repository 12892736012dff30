"""The studio: its form, the results of a generation, and what else starts a drawing."""
