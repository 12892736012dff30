"""The pages. They call services and never the API; only `artstudio.urls` mounts them."""
