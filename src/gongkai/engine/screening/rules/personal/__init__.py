"""Personal data in the open (个人信息保护法第四、二十八条; rules 11.2, 11.3). Masked forms pass by rule, see `masks`.

How it is judged: BLOCK is a whole number that identifies somebody; JUDGE is what is personal as a rule, a person tells;
INFO is what offices publish on purpose (office telephones, addresses of counters). Credit codes are nobody's personal data.
"""

from gongkai.engine.screening.rules.personal import (
    accounts,
    birth,
    health,
    homes,
    identity,
    masks,
    names,
    online,
    papers,
    phones,
    plates,
    unlabelled,
)

__all__ = [
    "accounts",
    "birth",
    "health",
    "homes",
    "identity",
    "masks",
    "names",
    "online",
    "papers",
    "phones",
    "plates",
    "unlabelled",
]
