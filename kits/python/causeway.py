"""Signs requests to a Causeway platform and checks its notifications.

One file, Python 3.9 or later, nothing to install. Copy it into your program.

    from causeway import collect, open_api, open_api_ph, recharge, verify_open_api, ...

    body = open_api(app_id, {"mchOrderId": "A1", "amount": 50010, ...}, private_key)
    checked = verify_open_api(raw_body, [platform_public_key])
    if not checked.ok: log(checked.reason)         # answer 400

Values are text, whole numbers, True, False, None, lists and dicts. A float is refused, as it may
not be what it looks like: give decimals as text, or `Number("100.00")` where the API takes one.
RSA is done in Python itself: some 30 ms a signature with 2048 bits. Who signs many a second passes
its own function as `private_key`: it is given the bytes and returns the raw signature.

    python3 causeway.py --selftest vectors.json
"""
import base64
import hashlib
import hmac
import json
import secrets
from collections import namedtuple

# `fields`: what it says; every number in it is a Number, the text that was sent.
Checked = namedtuple("Checked", ["ok", "fields", "reason"])
# What to send: `sign` is a header of its own with `recharge` alone, and None elsewhere.
Signed = namedtuple("Signed", ["body", "sign", "text"])

# What to answer a notification with, once it is stored: HTTP 200 and this.
ACKNOWLEDGEMENTS = {
    "collect": "success",
    "open-api": '{"code":10000,"message":"Success"}',
    "open-api-ph": "success",
    "recharge": "success",
}


class Number(str):
    """A number of JSON as its text: 100.00 stays 100.00."""


# --- requests -------------------------------------------------------------------------------------


def collect(fields, key):
    """The collection API: MD5 over the sorted fields. `fields` has `merchant` among them."""
    own = {name: value for name, value in fields.items() if name != "sign"}
    text = pairs_text(own, nested=False)
    return Signed(to_json({**own, "sign": _digest("md5", text + "&key=" + key)}), None, text)


def open_api(app_id, fields, private_key):
    """The Open API: RSA over the text `param`."""
    text = to_json(fields)
    body = to_json({"appId": app_id, "sign": _sign(text, private_key), "param": text})
    return Signed(body, None, text)


def open_api_ph(app_id, fields, private_key):
    """The Open API of the Philippines: RSA over the sorted fields, `appId` among them."""
    own = {"appId": app_id, **{name: value for name, value in fields.items() if name != "sign"}}
    text = pairs_text(own)
    return Signed(to_json({**own, "sign": _sign(text, private_key)}), None, text)


def recharge(fields, private_key):
    """The pay center API: RSA over the sorted body; the signature goes in the header `sign`."""
    text = to_json(fields, sort=True)
    return Signed(text, _sign(text, private_key), text)


# --- notifications --------------------------------------------------------------------------------


def verify_collect(body, keys):
    """`body`: the raw bytes. `keys`: your key, and during a rotation the old one too."""
    fields, reason = _read(body)
    if reason:
        return Checked(False, None, reason)
    try:
        text = pairs_text(fields, nested=False)
    except (TypeError, ValueError) as error:
        return Checked(False, None, str(error))
    sign = _text(fields, "sign")
    return _held(fields, any(_same(_digest("md5", text + "&key=" + key), sign) for key in keys))


def verify_open_api(body, public_keys):
    """`public_keys`: the platform's."""
    outer, reason = _read(body)
    if reason:
        return Checked(False, None, reason)
    param = _text(outer, "param")
    if not any(verify_rsa(param, _text(outer, "sign"), key) for key in public_keys):
        return Checked(False, None, "the signature does not hold")
    fields, reason = _read(param.encode("utf-8"))
    return Checked(False, None, reason) if reason else Checked(True, fields, None)


def verify_open_api_ph(body, secrets_=(), public_keys=()):
    """With the callback secret, or with the platform's keys where your app has RSA."""
    fields, reason = _read(body)
    if reason:
        return Checked(False, None, reason)
    text, sign = pairs_text(fields), _text(fields, "sign")
    if len(sign) == 40:
        digests = [_digest("sha1", text + "&secret=" + each) for each in secrets_]
        return _held(fields, any(_same(digest, sign) for digest in digests))
    return _held(fields, any(verify_rsa(text, sign, key) for key in public_keys))


def verify_recharge(body, sign, public_keys):
    """`sign`: the header."""
    if not any(verify_rsa(bytes(body), sign or "", key) for key in public_keys):
        return Checked(False, None, "the signature does not hold")
    fields, reason = _read(body)
    return Checked(False, None, reason) if reason else Checked(True, fields, None)


def _held(fields, holds):
    if holds:
        return Checked(True, fields, None)
    return Checked(False, None, "the signature does not hold")


def _text(fields, name):
    value = fields.get(name)
    return value if isinstance(value, str) and not isinstance(value, Number) else ""


# --- texts ----------------------------------------------------------------------------------------


def pairs_text(fields, nested=True):
    """`name=value` joined by `&`, sorted by the names, without sign, null and empty values."""
    pairs = []
    for name in sorted(name for name in fields if name != "sign"):
        if not name.isascii():
            raise ValueError("a name outside ASCII")
        value = fields[name]
        if value is None or value == "":
            continue
        if isinstance(value, (dict, list, tuple)) and not nested:
            raise ValueError(name + ": a nested value cannot be signed")
        pairs.append(name + "=" + (value if isinstance(value, str) else to_json(value)))
    return "&".join(pairs)


def to_json(value, sort=False):
    """Compact JSON, nothing escaped that need not be; `sort`: by name, at every depth."""
    if value is None or value is True or value is False:
        return json.dumps(value)
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        names = sorted(value) if sort else value
        members = (to_json(name) + ":" + to_json(value[name], sort) for name in names)
        return "{" + ",".join(members) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(to_json(each, sort) for each in value) + "]"
    raise TypeError("give decimals as text or Number, not as " + type(value).__name__)


def _read(body):
    """The object in the bytes, and None; or None, and why there is none."""
    try:
        value = json.loads(
            bytes(body).decode("utf-8"),
            object_pairs_hook=_once,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_refuse,
        )
    except (ValueError, TypeError, RecursionError) as error:
        return None, "the body cannot be read: " + str(error)
    return (value, None) if isinstance(value, dict) else (None, "the body is no JSON object")


def _once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(word):
    raise ValueError(word + " is no JSON")


# --- digests and RSA ------------------------------------------------------------------------------

# The DER of a SHA-256 before its 32 bytes, as PKCS#1 v1.5 has it.
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


def _digest(name, text):
    return hashlib.new(name, text.encode("utf-8"), usedforsecurity=False).hexdigest()


def _same(expected, given):
    return hmac.compare_digest(expected.encode(), given.lower().encode())


def _sign(text, private_key):
    data = text.encode("utf-8")
    if callable(private_key):
        return base64.b64encode(private_key(data)).decode()
    n, e, d, p, q = _private(private_key)
    size = (n.bit_length() + 7) // 8
    message = int.from_bytes(_padded(data, size), "big")
    # Blinded, so that the time it takes says nothing of the key.
    while True:
        r = secrets.randbelow(n - 2) + 2
        try:
            unblind = pow(r, -1, n)
            break
        except ValueError:
            continue
    blinded = message * pow(r, e, n) % n
    in_p, in_q = pow(blinded, d % (p - 1), p), pow(blinded, d % (q - 1), q)
    signed = (in_q + q * ((in_p - in_q) * pow(q, -1, p) % p)) * unblind % n
    if pow(signed, e, n) != message:
        raise ValueError("the parts of the private key do not fit")
    return base64.b64encode(signed.to_bytes(size, "big")).decode()


def verify_rsa(data, sign, public_key):
    """SHA256withRSA (PKCS#1 v1.5); `sign` is base64 on one line."""
    if isinstance(data, str):
        data = data.encode("utf-8")
    n, e = _public(public_key)
    size = (n.bit_length() + 7) // 8
    try:
        signature = base64.b64decode(sign, validate=True)
    except ValueError:
        return False
    if len(signature) != size or base64.b64encode(signature).decode() != sign:
        return False
    opened = pow(int.from_bytes(signature, "big"), e, n).to_bytes(size, "big")
    return hmac.compare_digest(opened, _padded(data, size))


def _padded(data, size):
    digest = _SHA256 + hashlib.sha256(data).digest()
    return b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest


def _der(text):
    lines = [line for line in text.strip().splitlines() if not line.startswith("-----")]
    return base64.b64decode("".join(lines))


def _parts(der):
    """The values of a DER sequence: tag and content."""
    parts, at = [], 0
    while at < len(der):
        tag, length, at = der[at], der[at + 1], at + 2
        if length > 127:
            count = length & 127
            length, at = int.from_bytes(der[at : at + count], "big"), at + count
        parts.append((tag, der[at : at + length]))
        at += length
    return parts


def _whole(content):
    return [int.from_bytes(part, "big") for tag, part in _parts(content) if tag == 2]


def _private(text):
    """n, e, d, p and q of a key in PKCS#8 or PKCS#1."""
    inner = _parts(_parts(_der(text))[0][1])
    octets = [part for tag, part in inner if tag == 4]
    return tuple(_whole(_parts(octets[0])[0][1] if octets else _parts(_der(text))[0][1])[1:6])


def _public(text):
    """n and e of a key in SubjectPublicKeyInfo or PKCS#1."""
    inner = _parts(_parts(_der(text))[0][1])
    bits = [part for tag, part in inner if tag == 3]
    return tuple(_whole(_parts(bits[0][1:])[0][1] if bits else _parts(_der(text))[0][1]))


# --- the kit's own test ---------------------------------------------------------------------------


def _request(vector, keys):
    fields, reason = _read(vector["input"].encode("utf-8"))
    if reason:
        raise ValueError(reason)
    dialect, private_key = vector["dialect"], keys["privateKey"]
    if dialect == "collect":
        return collect(fields, keys["key"])
    if dialect == "open-api":
        return open_api(keys["appId"], fields, private_key)
    if dialect == "open-api-ph":
        return open_api_ph(keys["appId"], fields, private_key)
    return recharge(fields, private_key)


def _verified(vector, keys):
    body, dialect = vector["body"].encode("utf-8"), vector["dialect"]
    if dialect == "collect":
        return verify_collect(body, [keys["key"]])
    if dialect == "open-api":
        return verify_open_api(body, [keys["publicKey"]])
    if dialect == "open-api-ph":
        return verify_open_api_ph(body, [keys["secret"]], [keys["publicKey"]])
    return verify_recharge(body, vector["header"], [keys["publicKey"]])


def _selftest(path):
    with open(path, encoding="utf-8") as file:
        vectors = json.load(file)
    keys, wrong, count = vectors["keys"], 0, 0
    for vector in vectors["requests"]:
        made = _request(vector, keys)
        is_right = (made.text, made.body) == (vector["text"], vector["body"])
        is_right = is_right and made.sign in (None, vector["sign"])
        count, wrong = count + 1, wrong + (not is_right)
        if not is_right:
            print("WRONG", vector["dialect"], vector["name"], made)
    for vector in vectors["notifications"]:
        is_right = _verified(vector, keys).ok == vector["holds"]
        count, wrong = count + 1, wrong + (not is_right)
        if not is_right:
            print("WRONG", vector["dialect"], vector["name"])
    print("%d of %d hold" % (count - wrong, count))
    return 1 if wrong or count == 0 else 0


if __name__ == "__main__":
    import sys

    if len(sys.argv) != 3 or sys.argv[1] != "--selftest":
        sys.exit("usage: python3 causeway.py --selftest vectors.json")
    sys.exit(_selftest(sys.argv[2]))
