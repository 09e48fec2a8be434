"""An independent reading of the multi-country Open API's envelope, in nothing but Python.

Reads {"tasks": [...]} from standard input, answers {"answers": [...]}. A task is one of

    {"do": "verify", "n": "HEX", "e": 65537, "body": "..."}          -> true or false
    {"do": "request", "n": "HEX", "d": "HEX", "appId": "...", "fields": {...}} -> the body

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


def verify(task):
    envelope = json.loads(task["body"])
    n = int(task["n"], 16)
    size = (n.bit_length() + 7) // 8
    signature = int.from_bytes(base64.b64decode(envelope["sign"]), "big")
    return pow(signature, task["e"], n).to_bytes(size, "big") == padded(envelope["param"], size)


def request(task):
    n, d = int(task["n"], 16), int(task["d"], 16)
    size = (n.bit_length() + 7) // 8
    # With blanks and escapes, as Python writes it unless told otherwise.
    param = json.dumps(task["fields"])
    signature = pow(int.from_bytes(padded(param, size), "big"), d, n).to_bytes(size, "big")
    sign = base64.b64encode(signature).decode("ascii")
    return json.dumps({"param": param, "sign": sign, "appId": task["appId"]})


DO = {"verify": verify, "request": request}

tasks = json.load(sys.stdin)["tasks"]
json.dump({"answers": [DO[task["do"]](task) for task in tasks]}, sys.stdout)
