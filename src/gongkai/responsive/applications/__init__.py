"""依申请公开: from the form to the answer, its clocks, letters, fees, and what follows it."""
