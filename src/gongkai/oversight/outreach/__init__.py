"""How far a policy reaches: channels, spread, leaders, suppliers, contests, guests, and the reports on interpretation."""
