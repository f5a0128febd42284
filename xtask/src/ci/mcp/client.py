"""The official Python SDK as a host: it lists the tools of a server, and calls them.

It is given one argument, an object of JSON: the `era`, how to reach the server (a `url`, or a `command` with its `env`), and the
`calls`. It prints one object of JSON: the names of the `tools`, and what is wrong (`faults`).
"""

import json
import re
import sys

import anyio
from mcp import Client, MCPError, StdioServerParameters, types

HINTS = ["read_only_hint", "destructive_hint", "idempotent_hint", "open_world_hint"]
faults = []


def expect(holds, fault):
    if not holds:
        faults.append(fault)


def resolved(value, answers):
    """`$get_posts/results/0/id` is what that tool answered there."""
    if isinstance(value, dict):
        return {name: resolved(part, answers) for name, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, answers) for part in value]
    if not (isinstance(value, str) and value.startswith("$")):
        return value
    tool, *path = value[1:].split("/")
    found = answers[tool]
    for part in path:
        found = found[int(part)] if isinstance(found, list) else found[part]
    return found


async def agree(_context, params):
    """The user says yes to whatever is asked."""
    properties = params.requested_schema.get("properties", {})
    content = {name: True if part.get("type") == "boolean" else "yes" for name, part in properties.items()}
    return types.ElicitResult(action="accept", content=content)


def look_at(listed):
    expect(listed.next_cursor is None, "the list of tools goes on, and hosts read one page")
    for tool in listed.tools:
        expect(re.fullmatch(r"[a-z][a-z0-9_]{1,39}", tool.name), f"{tool.name}: a name that hosts may refuse")
        expect(tool.title and tool.description, f"{tool.name}: no title or no description")
        expect("properties" in tool.input_schema, f"{tool.name}: a schema without properties")
        hints = tool.annotations and [getattr(tool.annotations, hint) for hint in HINTS]
        expect(hints and None not in hints, f"{tool.name}: not all hints: {hints}")


async def call(client, wanted, answers):
    tool, arguments = wanted["tool"], resolved(wanted["arguments"], answers)
    progress = []

    async def on_progress(done, total, message):
        progress.append(done)

    if wanted.get("cancel"):
        with anyio.move_on_after(0.5) as scope:
            await client.call_tool(tool, arguments)
        expect(scope.cancelled_caught, f"{tool}: answered before it could be cancelled")
        return
    result = await client.call_tool(tool, arguments, progress_callback=on_progress)
    word = re.search(r'"confirmation": "([^"]+)"', result.content[0].text) if result.is_error else None
    if word:
        result = await client.call_tool(tool, {**arguments, "confirmation": word[1]}, progress_callback=on_progress)
    if result.is_error:
        faults.append(f"{tool}: {result.content[0].text}")
        return
    answers[tool] = result.structured_content
    expect(json.loads(result.content[0].text) == result.structured_content, f"{tool}: the text is no copy of the data")
    expect(progress or not wanted.get("progress"), f"{tool}: no progress was told")


async def main(task):
    server = task.get("url") or StdioServerParameters(command=task["command"][0], args=task["command"][1:], env=task["env"])
    mode = "2026-07-28" if task["era"] == "modern" else "legacy"
    async with Client(server, mode=mode, elicitation_callback=agree, read_timeout_seconds=60) as client:
        listed, answers = await client.list_tools(), {}
        look_at(listed)
        for wanted in task["calls"]:
            await call(client, wanted, answers)
        try:
            await client.call_tool("no_such_tool", {})
            faults.append("no_such_tool: a call of it is no error of the protocol")
        except MCPError:
            pass
    return [tool.name for tool in listed.tools]


try:
    tools = anyio.run(main, json.loads(sys.argv[1]))
except Exception as error:  # A fault like any other: the server made the SDK fail.
    tools = []
    faults.append(f"the SDK failed: {error!r} {getattr(error, 'exceptions', '')}")
print(json.dumps({"tools": tools, "faults": faults}))
