"""The event record: append-only, hash-chained; and the public transparency log with inclusion proofs."""
