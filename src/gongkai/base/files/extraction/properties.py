"""The properties of office packages: author, dates, software."""

from __future__ import annotations

from .archive import Archive

_CORE = {
    "creator": "author", "lastModifiedBy": "last_modified_by", "created": "created", "modified": "modified", "title": "title",
    "subject": "subject", "description": "comments", "keywords": "keywords", "category": "category", "revision": "revision",
}  # fmt: skip
_APP = {"Application": "software", "Company": "company", "Manager": "manager", "Template": "template"}
_DULL = {"Normal.dotm", "Normal", "Normal.dot", "Normal.wpt"}


def office_properties(archive: Archive) -> dict[str, str]:
    """Return the filled-in properties under our names; own (custom) properties as custom.<name>."""
    found: dict[str, str] = {}
    for part, names in (("docProps/core.xml", _CORE), ("docProps/app.xml", _APP)):
        root = archive.optional_xml(part)
        if root is None:
            continue
        for child in root:
            name = names.get(str(child.tag).rpartition("}")[2])
            text = (child.text or "").strip()
            if name and text and text not in _DULL:
                found[name] = text
    custom = archive.optional_xml("docProps/custom.xml")
    if custom is not None:
        for prop in custom:
            text = "".join(str(piece) for piece in prop.itertext()).strip()
            if prop.get("name") and text:
                found[f"custom.{prop.get('name')}"] = text
    return found
