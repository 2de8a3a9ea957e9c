"""The controlled catalogue of tags: versions, and the mapping from one to the next."""
