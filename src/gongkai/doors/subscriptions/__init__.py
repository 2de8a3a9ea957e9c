"""Who wants to hear of what; matching; the four push methods."""
