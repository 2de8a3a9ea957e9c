"""公文 and what belongs to it. Only actions change these rows."""

from gongkai.proactive.documents.models.business import (
    AttributeChange,
    Countersign,
    CountersignRequest,
    HoldDecision,
    Material,
    NormCheck,
    OpinionForm,
)
from gongkai.proactive.documents.models.document import Document, Return, SecretStub
from gongkai.proactive.documents.models.exhibits import Exhibit, MapSheet
from gongkai.proactive.documents.models.redaction import FileVerdict, FullText, RedactionMark

__all__ = [
    "AttributeChange",
    "Countersign",
    "CountersignRequest",
    "Document",
    "Exhibit",
    "FileVerdict",
    "FullText",
    "HoldDecision",
    "MapSheet",
    "Material",
    "NormCheck",
    "OpinionForm",
    "RedactionMark",
    "Return",
    "SecretStub",
]
