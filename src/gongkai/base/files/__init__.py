"""Files as they come from people: taken in safely, kept unchanged, and read.

A file is stored once under the hash of its bytes and never altered. What a reader would see is extracted into clean HTML;
what a reader would *not* see (tracked changes, hidden sheets, text under black boxes …) is listed, so that nobody
publishes it by accident.
"""
