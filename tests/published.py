"""The published schema of what programs read, held closed: nothing may be printed that it does not name."""

from __future__ import annotations

import json
from functools import cache

import jsonschema

from dq.resources import outcomes_schema_text


@cache
def published(definition: str = "") -> jsonschema.Draft202012Validator:
    """Validates the whole document, or the line that this definition of the schema describes."""
    schema = _closed(json.loads(outcomes_schema_text()))
    jsonschema.Draft202012Validator.check_schema(schema)
    wanted = {"$ref": f"#/$defs/{definition}", "$defs": schema["$defs"]} if definition else schema
    return jsonschema.Draft202012Validator(wanted)


def _closed(part):
    if isinstance(part, list):
        return [_closed(each) for each in part]
    if not isinstance(part, dict):
        return part
    names_all = {"properties", "required"} <= part.keys()
    return {**({"additionalProperties": False} if names_all else {}), **{key: _closed(part[key]) for key in part}}
