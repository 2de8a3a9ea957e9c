"""What exists already: inventory of attributes, re-examination, normative documents and their clean-up, plans, compilations."""
