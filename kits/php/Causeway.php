<?php
/**
 * Signs requests to a Causeway platform and checks its notifications. One file, PHP 8.1 or later
 * with its own openssl extension, nothing else. Copy it into your program.
 *
 *     $signed = Causeway\openApi($appId, ['mchOrderId' => 'A1', 'amount' => 50010], $privateKey);
 *     $checked = Causeway\verifyOpenApi(file_get_contents('php://input'), [$platformPublicKey]);
 *     if (!$checked['ok']) error_log($checked['reason']);      // answer 400
 *
 * Values are strings, ints, bools, null, lists and arrays by name. A float is refused, as it may
 * not be what it looks like: give decimals as text, or `new Causeway\Number('100.00')` where the
 * API takes a number. An empty object is `new stdClass()`, as an empty array is an empty list.
 *
 *     php Causeway.php --selftest vectors.json
 */
declare(strict_types=1);

namespace Causeway;

use InvalidArgumentException;
use stdClass;

/** What to answer a notification with, once it is stored: HTTP 200 and this. */
const ACKNOWLEDGEMENTS = [
    'collect' => 'success',
    'open-api' => '{"code":10000,"message":"Success"}',
    'open-api-ph' => 'success',
    'recharge' => 'success',
];

const UNSIGNED = 'the signature does not hold';

/** A number of JSON as its text: 100.00 stays 100.00. */
final class Number
{
    public function __construct(public readonly string $text)
    {
    }

    public function __toString(): string
    {
        return $this->text;
    }
}

// --- requests: each answers body, sign and text; `sign` is a header with recharge, else null

/** The collection API: MD5 over the sorted fields, `merchant` among them. */
function collect(array|stdClass $fields, string $key): array
{
    $own = without($fields);
    $text = pairsText($own, false);
    $own['sign'] = md5($text . '&key=' . $key);
    return ['body' => json((object) $own), 'sign' => null, 'text' => $text];
}

/** The Open API: RSA over the text `param`. */
function openApi(string $appId, array|stdClass $fields, string $privateKey): array
{
    $text = json((object) (array) $fields);
    $body = json(['appId' => $appId, 'sign' => sign($text, $privateKey), 'param' => $text]);
    return ['body' => $body, 'sign' => null, 'text' => $text];
}

/** The Open API of the Philippines: RSA over the sorted fields, `appId` among them. */
function openApiPh(string $appId, array|stdClass $fields, string $privateKey): array
{
    $own = ['appId' => $appId] + without($fields);
    $text = pairsText($own, true);
    $own['sign'] = sign($text, $privateKey);
    return ['body' => json((object) $own), 'sign' => null, 'text' => $text];
}

/** The pay center API: RSA over the sorted body; the signature goes in the header `sign`. */
function recharge(array|stdClass $fields, string $privateKey): array
{
    $text = json((object) (array) $fields, true);
    return ['body' => $text, 'sign' => sign($text, $privateKey), 'text' => $text];
}

function without(array|stdClass $fields): array
{
    $own = (array) $fields;
    unset($own['sign']);
    return $own;
}

// --- notifications: each answers ok, fields and reason; numbers in `fields` are Number

/** `keys`: your key, and during a rotation the old one too. */
function verifyCollect(string $body, array $keys): array
{
    return checked(function () use ($body, $keys) {
        $fields = read($body);
        $text = pairsText((array) $fields, false);
        $holds = false;
        foreach ($keys as $key) {
            $holds = same(md5($text . '&key=' . $key), textOf($fields, 'sign')) || $holds;
        }
        return $holds ? $fields : null;
    });
}

/** `publicKeys`: the platform's. */
function verifyOpenApi(string $body, array $publicKeys): array
{
    return checked(function () use ($body, $publicKeys) {
        $outer = read($body);
        $param = textOf($outer, 'param');
        return verifyRsa($param, textOf($outer, 'sign'), $publicKeys) ? read($param) : null;
    });
}

/** With the callback secrets, or with the platform's keys where your app has RSA. */
function verifyOpenApiPh(string $body, array $secrets, array $publicKeys = []): array
{
    return checked(function () use ($body, $secrets, $publicKeys) {
        $fields = read($body);
        $text = pairsText((array) $fields, true);
        $sign = textOf($fields, 'sign');
        if (strlen($sign) !== 40) {
            return verifyRsa($text, $sign, $publicKeys) ? $fields : null;
        }
        $holds = false;
        foreach ($secrets as $secret) {
            $holds = same(sha1($text . '&secret=' . $secret), $sign) || $holds;
        }
        return $holds ? $fields : null;
    });
}

/** `sign`: the header. */
function verifyRecharge(string $body, string $sign, array $publicKeys): array
{
    return checked(fn () => verifyRsa($body, $sign, $publicKeys) ? read($body) : null);
}

function checked(callable $read): array
{
    try {
        $fields = $read();
    } catch (InvalidArgumentException $error) {
        return ['ok' => false, 'fields' => null, 'reason' => $error->getMessage()];
    }
    $reason = $fields === null ? UNSIGNED : null;
    return ['ok' => $fields !== null, 'fields' => $fields, 'reason' => $reason];
}

function textOf(stdClass $fields, string $name): string
{
    $value = $fields->{$name} ?? '';
    return is_string($value) ? $value : '';
}

// --- texts

/** `name=value` joined by `&`, sorted by the names, without sign, null and empty values. */
function pairsText(array $fields, bool $nested): string
{
    $names = array_map('strval', array_keys($fields));
    sort($names, SORT_STRING);
    $pairs = [];
    foreach ($names as $name) {
        if (preg_match('/[^\x00-\x7f]/', $name) === 1) {
            throw new InvalidArgumentException('a name outside ASCII');
        }
        $value = $fields[$name];
        if ($name === 'sign' || $value === null || $value === '') {
            continue;
        }
        if (!$nested && (is_array($value) || $value instanceof stdClass)) {
            throw new InvalidArgumentException($name . ': a nested value cannot be signed');
        }
        $pairs[] = $name . '=' . (is_string($value) ? $value : json($value));
    }
    return implode('&', $pairs);
}

/** Compact JSON, nothing escaped that need not be; `sort`: by name, at every depth. */
function json(mixed $value, bool $sort = false): string
{
    if ($value === null || is_bool($value)) {
        return var_export($value, true) === 'NULL' ? 'null' : var_export($value, true);
    }
    if (is_int($value) || $value instanceof Number) {
        return (string) $value;
    }
    if (is_string($value)) {
        return quote($value);
    }
    if (is_array($value) && array_is_list($value)) {
        return '[' . implode(',', array_map(fn ($each) => json($each, $sort), $value)) . ']';
    }
    if (!is_array($value) && !($value instanceof stdClass)) {
        throw new InvalidArgumentException('give decimals as text or Number');
    }
    $object = (array) $value;
    $names = array_map('strval', array_keys($object));
    if ($sort) {
        sort($names, SORT_STRING);
    }
    $members = array_map(fn ($name) => quote($name) . ':' . json($object[$name], $sort), $names);
    return '{' . implode(',', $members) . '}';
}

function quote(string $text): string
{
    $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_LINE_TERMINATORS;
    $quoted = json_encode($text, $flags);
    if ($quoted === false) {
        throw new InvalidArgumentException('a text is not UTF-8');
    }
    return $quoted;
}

// --- reading: PHP's own reader loses what a number looked like, and which of two values was first

/** The object in the bytes; InvalidArgumentException where there is none. */
function read(string $body): stdClass
{
    if (preg_match('//u', $body) !== 1) {
        throw new InvalidArgumentException('the body is not UTF-8');
    }
    $reader = new Reader($body);
    $value = $reader->value(0);
    $reader->end();
    if (!($value instanceof stdClass)) {
        throw new InvalidArgumentException('the body is no JSON object');
    }
    return $value;
}

final class Reader
{
    private const DEPTH_MAX = 64;
    private const NUMBER = '/\G-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/';
    private const STRING = '/\G"(?:[^"\\\\\x00-\x1f]|\\\\(?:["\\\\\/bfnrt]|u[0-9a-fA-F]{4}))*+"/';
    private int $at = 0;

    public function __construct(private readonly string $text)
    {
    }

    public function value(int $depth): mixed
    {
        if ($depth > self::DEPTH_MAX) {
            $this->wrong();
        }
        $this->blank();
        if ($this->takes('{')) {
            return $this->object($depth);
        }
        if ($this->takes('[')) {
            return $this->list($depth);
        }
        foreach (['true' => true, 'false' => false, 'null' => null] as $word => $value) {
            if ($this->takes($word)) {
                return $value;
            }
        }
        if (preg_match(self::NUMBER, $this->text, $found, 0, $this->at) === 1) {
            $this->at += strlen($found[0]);
            return new Number($found[0]);
        }
        return $this->string();
    }

    public function end(): void
    {
        $this->blank();
        if ($this->at < strlen($this->text)) {
            $this->wrong();
        }
    }

    private function object(int $depth): stdClass
    {
        $object = new stdClass();
        $this->blank();
        if ($this->takes('}')) {
            return $object;
        }
        do {
            $this->blank();
            $name = $this->string();
            $this->blank();
            if (!$this->takes(':') || $name === '' || property_exists($object, $name)) {
                $this->wrong();
            }
            $object->{$name} = $this->value($depth + 1);
            $this->blank();
        } while ($this->takes(','));
        if (!$this->takes('}')) {
            $this->wrong();
        }
        return $object;
    }

    private function list(int $depth): array
    {
        $list = [];
        $this->blank();
        if ($this->takes(']')) {
            return $list;
        }
        do {
            $list[] = $this->value($depth + 1);
            $this->blank();
        } while ($this->takes(','));
        if (!$this->takes(']')) {
            $this->wrong();
        }
        return $list;
    }

    private function string(): string
    {
        if (preg_match(self::STRING, $this->text, $found, 0, $this->at) !== 1) {
            $this->wrong();
        }
        $value = json_decode($found[0]);
        if (!is_string($value)) {
            $this->wrong();
        }
        $this->at += strlen($found[0]);
        return $value;
    }

    private function takes(string $word): bool
    {
        if (substr_compare($this->text, $word, $this->at, strlen($word)) !== 0) {
            return false;
        }
        $this->at += strlen($word);
        return true;
    }

    private function blank(): void
    {
        $this->at += strspn($this->text, " \t\r\n", $this->at);
    }

    private function wrong(): never
    {
        throw new InvalidArgumentException('the body cannot be read: no JSON at ' . $this->at);
    }
}

// --- digests and RSA

function same(string $expected, string $given): bool
{
    return hash_equals($expected, strtolower($given));
}

/** `key`: PKCS#8 or PKCS#1 as PEM, or PKCS#8 as base64 on one line. */
function sign(string $text, string $key): string
{
    $private = openssl_pkey_get_private(pem($key, 'PRIVATE KEY'));
    if ($private === false || !openssl_sign($text, $signature, $private, OPENSSL_ALGO_SHA256)) {
        throw new InvalidArgumentException('the private key cannot be used');
    }
    return base64_encode($signature);
}

/** SHA256withRSA; `keys`: SubjectPublicKeyInfo, as PEM or as base64 on one line. */
function verifyRsa(string $data, string $sign, array $keys): bool
{
    $bytes = base64_decode($sign, true);
    if ($bytes === false || $bytes === '' || base64_encode($bytes) !== $sign) {
        return false;
    }
    foreach ($keys as $key) {
        $public = openssl_pkey_get_public(pem($key, 'PUBLIC KEY'));
        if ($public === false) {
            throw new InvalidArgumentException('a public key cannot be used');
        }
        if (openssl_verify($data, $bytes, $public, OPENSSL_ALGO_SHA256) === 1) {
            return true;
        }
    }
    return false;
}

function pem(string $key, string $label): string
{
    if (str_contains($key, '-----')) {
        return $key;
    }
    $lines = chunk_split(preg_replace('/\s+/', '', $key), 64, "\n");
    return "-----BEGIN $label-----\n$lines-----END $label-----\n";
}

// --- the kit's own test

function selftest(string $path): int
{
    $vectors = read((string) file_get_contents($path));
    $count = 0;
    $right = 0;
    foreach ($vectors->requests as $vector) {
        $made = requestOf($vector, $vectors->keys);
        $isRight = $made['text'] === $vector->text && $made['body'] === $vector->body
            && ($made['sign'] === null || $made['sign'] === $vector->sign);
        $count += 1;
        $right += (int) $isRight;
        if (!$isRight) {
            echo "WRONG request {$vector->dialect} {$vector->name}\n";
        }
    }
    foreach ($vectors->notifications as $vector) {
        $count += 1;
        if (verified($vector, $vectors->keys)['ok'] === $vector->holds) {
            $right += 1;
        } else {
            echo "WRONG notification {$vector->dialect} {$vector->name}\n";
        }
    }
    echo "$right of $count hold\n";
    return $right === $count && $count > 0 ? 0 : 1;
}

function requestOf(stdClass $vector, stdClass $keys): array
{
    $fields = read($vector->input);
    return match ($vector->dialect) {
        'collect' => collect($fields, $keys->key),
        'open-api' => openApi($keys->appId, $fields, $keys->privateKey),
        'open-api-ph' => openApiPh($keys->appId, $fields, $keys->privateKey),
        'recharge' => recharge($fields, $keys->privateKey),
    };
}

function verified(stdClass $vector, stdClass $keys): array
{
    return match ($vector->dialect) {
        'collect' => verifyCollect($vector->body, [$keys->key]),
        'open-api' => verifyOpenApi($vector->body, [$keys->publicKey]),
        'open-api-ph' => verifyOpenApiPh($vector->body, [$keys->secret], [$keys->publicKey]),
        'recharge' => verifyRecharge($vector->body, $vector->header, [$keys->publicKey]),
    };
}

if (PHP_SAPI === 'cli' && realpath($_SERVER['argv'][0] ?? '') === __FILE__) {
    if (($_SERVER['argv'][1] ?? '') !== '--selftest' || count($_SERVER['argv']) !== 3) {
        fwrite(STDERR, "usage: php Causeway.php --selftest vectors.json\n");
        exit(2);
    }
    exit(selftest($_SERVER['argv'][2]));
}
