"""The texts that a merchant's program may sign for the recharge API, from its description alone.

Reads one JSON object from standard input and writes one to standard output:
  {"do": "texts", "bodies": [B, ...]}  -> {"texts": [{"sorted": T, "php": T, "python": T}, ...]}
  {"do": "sorted", "bodies": [B, ...]} -> {"texts": [T, ...]}
A body is JSON text; `sorted` is compact and sorted at every depth, `php` is what ksort and
json_encode give (sorted at the top, slashes and all beyond ASCII escaped), `python` is json.dumps
as it comes (blanks behind commas and colons). Nothing but the standard library.
"""

import json
import sys


def compact(value, sort, ascii_only):
    return json.dumps(value, sort_keys=sort, separators=(",", ":"), ensure_ascii=ascii_only)


def top_sorted(fields):
    return {name: fields[name] for name in sorted(fields)}


def texts_of(body):
    fields = json.loads(body)
    return {
        "sorted": compact(fields, True, False),
        "php": compact(top_sorted(fields), False, True).replace("/", "\\/"),
        "python": json.dumps(fields, sort_keys=True),
    }


def main():
    task = json.load(sys.stdin)
    if task["do"] == "texts":
        answer = [texts_of(body) for body in task["bodies"]]
    else:
        answer = [texts_of(body)["sorted"] for body in task["bodies"]]
    json.dump({"texts": answer}, sys.stdout)


main()
