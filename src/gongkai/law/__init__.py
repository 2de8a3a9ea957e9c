"""The law in numbers, pure Python: calendar, periods, fees, grounds, reply kinds, document numbers, identifiers."""
