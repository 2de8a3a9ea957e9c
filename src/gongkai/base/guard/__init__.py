"""The door-keeper of public forms: a small piece of work or a question, once, and counts of how often somebody comes."""
