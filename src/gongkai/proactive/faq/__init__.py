"""Questions and answers about a policy: gathered, reviewed, released, and quoted by the answers."""
