"""Work that waits for a worker: jobs, leases, stages and progress."""
