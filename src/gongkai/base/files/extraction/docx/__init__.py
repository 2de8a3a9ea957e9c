"""Word documents, read from their own XML: a library between would drop what we must report."""
