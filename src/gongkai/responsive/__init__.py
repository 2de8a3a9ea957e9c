"""依申请公开与互动回应 (chapter 4). Packages arrive with their issues."""
