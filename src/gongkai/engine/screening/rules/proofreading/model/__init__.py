"""How often Chinese characters stand together in the laws, in one packed file, and which characters are taken for which.

`packed` reads the file (mapped, never copied into the process), `building` writes it, README.md says where it comes from.
"""
