"""Personal data at rest: sealed columns and files, keys outside the database, a record of every look."""
