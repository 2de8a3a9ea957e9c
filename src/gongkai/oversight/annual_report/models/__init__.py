"""What is kept: one fact a matter, and the reports of years. Only actions change these rows."""

from gongkai.oversight.annual_report.models.matters import Matter
from gongkai.oversight.annual_report.models.reports import Cell, Correction, Reminder, Report

__all__ = ["Cell", "Correction", "Matter", "Reminder", "Report"]
