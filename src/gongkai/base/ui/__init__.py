"""The design language: tokens, components with a gallery, page shells, register base views."""
