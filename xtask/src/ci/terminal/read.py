"""Reads what `ccapi -o csv` and `-o yaml` print, and holds it against the JSON of the same entries.

Given are the three files: JSON, CSV, YAML. It says what differs, a line each, and ends with 1 if something does.
"""

import csv
import json
import sys

import yaml


def in_a_cell(value):
    """A value as a table's cell has it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def differences(entries, rows):
    if len(rows) != len(entries):
        yield f"{len(rows)} rows of CSV, {len(entries)} entries of JSON"
    for number, (entry, row) in enumerate(zip(entries, rows), 1):
        if None in row or None in row.values():
            yield f"row {number} has not as many cells as there are columns"
        for name, value in entry.items():
            if row.get(name) != in_a_cell(value):
                yield f"row {number}, {name}: {row.get(name)!r} instead of {in_a_cell(value)!r}"


with open(sys.argv[1], encoding="utf-8") as file:
    entries = json.load(file)
with open(sys.argv[2], encoding="utf-8", newline="") as file:
    found = list(differences(entries, list(csv.DictReader(file, strict=True))))
with open(sys.argv[3], encoding="utf-8") as file:
    if yaml.safe_load(file) != entries:
        found.append("the YAML says something else than the JSON")
print("\n".join(found))
sys.exit(1 if found else 0)
