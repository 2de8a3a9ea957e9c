"""The portal shell and its own pages: home, columns (栏目), agencies, library, search, verification, feeds."""
