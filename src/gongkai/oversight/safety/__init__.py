"""Safety of sites and accounts: incidents, backups, emergency plans, drills."""
