"""The clock engine: every legal or planned period is a row that knows when it is due and why."""
