"""监督和保障: work plans, supervision, the annual report. Packages arrive with their issues."""
