"""依申请公开与互动回应 (Regulation on Disclosure of Government Information, chapter 4, and what people ask and say)."""
