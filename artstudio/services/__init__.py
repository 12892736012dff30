"""The domain: the only way in for the API, the pages, the admin and commands."""
