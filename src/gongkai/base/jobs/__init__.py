"""Work that runs later: enqueued in the business transaction, leased, run again after a crash."""
