"""Agencies, divisions, people, posts and roles; sign-in; stand-ins (代理)."""
