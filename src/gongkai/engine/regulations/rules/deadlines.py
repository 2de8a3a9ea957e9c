"""How long an agency may take to bring a page up to date: the platform's own rule, no law."""

from __future__ import annotations

UPDATE_WITHIN = 20
UPDATE_SOURCE = "内部时限：发现引用的法规已变动后20个工作日内处理（平台配置，不是法定期限）"
LOOK_BACK_DAYS = 31  # a worker that was away so long still sees which versions came into force meanwhile
