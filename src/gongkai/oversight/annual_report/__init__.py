"""The statutory annual report of work on disclosure: live tables, the report of a year, and reports of others judged."""
