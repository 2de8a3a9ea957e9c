"""The desk's own pages: my work, the registers of agencies, people and columns, the event reader."""
