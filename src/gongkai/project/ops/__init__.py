"""Running an installation: health, figures, backup and restore, the doctor, the server process."""
