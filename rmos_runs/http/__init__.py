"""What every endpoint shares: problems, paging, JSON that can be stored, streams, middleware."""
