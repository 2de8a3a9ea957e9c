"""What somebody typed and did not save yet: kept for that person, offered again after a lost connection."""
