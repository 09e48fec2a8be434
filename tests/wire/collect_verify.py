"""An independent reading of the collect API's signature, from its description alone.

Reads one JSON object from standard input and writes one to standard output:
  {"do": "vectors", "key": K, "strings": [S, ...]}      -> {"md5": [...]}
  {"do": "verify", "key": K, "bodies": [B, ...]}        -> {"valid": [true, ...]}
  {"do": "sign", "key": K, "requests": [{...}, ...]}    -> {"bodies": [B, ...]}
Nothing but the standard library, and no code of the platform.
"""

import hashlib
import json
import sys


def digest(text, key):
    return hashlib.md5((text + "&key=" + key).encode("utf-8")).hexdigest()


class Token(str):
    """A number as it stands on the wire."""


def text_of(value):
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value)


def string_to_sign(fields):
    taken = {
        name: text_of(value)
        for name, value in fields.items()
        if name != "sign" and value is not None and value != ""
    }
    return "&".join(name + "=" + taken[name] for name in sorted(taken))


def verify(body, key):
    fields = json.loads(body, parse_int=Token, parse_float=Token)
    return digest(string_to_sign(fields), key) == fields["sign"]


def sign(fields, key):
    signed = dict(fields)
    signed["sign"] = digest(string_to_sign(fields), key)
    return json.dumps(signed)


def main():
    task = json.load(sys.stdin)
    key = task["key"]
    if task["do"] == "vectors":
        answer = {"md5": [digest(text, key) for text in task["strings"]]}
    elif task["do"] == "verify":
        answer = {"valid": [verify(body, key) for body in task["bodies"]]}
    else:
        answer = {"bodies": [sign(fields, key) for fields in task["requests"]]}
    json.dump(answer, sys.stdout)


main()
