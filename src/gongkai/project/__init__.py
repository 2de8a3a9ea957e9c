"""Settings, addresses and the command line: knows everybody, decides nothing."""
