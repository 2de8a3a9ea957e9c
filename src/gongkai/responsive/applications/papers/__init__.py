"""Papers of the form itself, for the public and for the desk."""
