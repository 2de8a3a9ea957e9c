"""The government gazette: issues from selection through proof and approval to release, in full, since the first one."""
