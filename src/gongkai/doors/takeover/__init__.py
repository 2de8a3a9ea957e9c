"""Taking over an old site with its pages, files and addresses."""
