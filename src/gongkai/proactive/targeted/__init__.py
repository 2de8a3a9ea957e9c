"""Disclosure to named recipients or places only, with receipt, expiry and withdrawal."""
