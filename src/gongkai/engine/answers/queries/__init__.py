"""Reads: `ask` answers a question from what is public now."""

from gongkai.engine.answers.queries.answering import Answer, Found, ask, quoted
from gongkai.engine.answers.queries.following import further
from gongkai.engine.answers.queries.telling import as_json
from gongkai.engine.answers.queries.usefulness import Opinion, opinions, overseen

__all__ = ["Answer", "Found", "Opinion", "as_json", "ask", "further", "opinions", "overseen", "quoted"]
