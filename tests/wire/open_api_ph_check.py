"""An independent reading of the Philippine Open API's signatures, in nothing but Python.

Reads {"tasks": [...]} from standard input, answers {"answers": [...]}. A task is one of

    {"do": "verify", "n": "HEX", "e": 65537, "text": "...", "sign": "..."}       -> true or false
    {"do": "callback", "secret": "...", "body": "..."}                           -> true or false
    {"do": "request", "n": "HEX", "d": "HEX", "fields": {...}}                   -> the body

RSA is the textbook's: a power modulo n, and the padding of PKCS#1 v1.5 compared whole.
"""

import base64
import hashlib
import json
import sys

# The DER of DigestInfo with SHA-256, which stands before the digest (RFC 8017, 9.2).
SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def padded(text, size):
    block = SHA256 + hashlib.sha256(text.encode("utf-8")).digest()
    return b"\x00\x01" + b"\xff" * (size - len(block) - 3) + b"\x00" + block


class Lexeme(float):
    """A number that is written as it was read."""

    def __new__(cls, text):
        made = super().__new__(cls, text)
        made.text = text
        return made


def word(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Lexeme):
        return value.text
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def text_to_sign(fields):
    kept = {name: word(value) for name, value in fields.items() if name != "sign" and value is not None}
    return "&".join(name + "=" + kept[name] for name in sorted(kept) if kept[name] != "")


def verify(task):
    n = int(task["n"], 16)
    size = (n.bit_length() + 7) // 8
    signature = int.from_bytes(base64.b64decode(task["sign"]), "big")
    return pow(signature, task["e"], n).to_bytes(size, "big") == padded(task["text"], size)


def callback(task):
    fields = json.loads(task["body"], parse_int=Lexeme, parse_float=Lexeme)
    text = text_to_sign(fields) + "&secret=" + task["secret"]
    return hashlib.sha1(text.encode("utf-8")).hexdigest() == fields["sign"]


def request(task):
    n, d = int(task["n"], 16), int(task["d"], 16)
    size = (n.bit_length() + 7) // 8
    fields = task["fields"]
    signature = pow(int.from_bytes(padded(text_to_sign(fields), size), "big"), d, n)
    sign = base64.b64encode(signature.to_bytes(size, "big")).decode("ascii")
    return json.dumps({**fields, "sign": sign})


DO = {"verify": verify, "callback": callback, "request": request}

tasks = json.load(sys.stdin)["tasks"]
json.dump({"answers": [DO[task["do"]](task) for task in tasks]}, sys.stdout)
