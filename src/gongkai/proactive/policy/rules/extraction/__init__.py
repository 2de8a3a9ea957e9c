"""Policies read by machine, to be confirmed by a person: which benefits, for whom, how much, until when."""
