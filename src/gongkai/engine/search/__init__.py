"""The index, queries, facets, highlights and suggestions over what has been released."""
