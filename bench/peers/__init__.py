"""Sites of peers with the same texts, for `bench/sections/peers.py`. Run by an interpreter that has the peer installed, never by ours."""
