"""Policy themes: everything that belongs to one subject in one place, and what is still missing."""
