"""Service items, and the way from reading a policy to doing what it offers."""
