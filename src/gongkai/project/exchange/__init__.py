"""Import and export: records from files into the verbs of the packages, and public things back into the same format."""
