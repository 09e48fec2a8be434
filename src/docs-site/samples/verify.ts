/** Sample programs that check notifications: handed the raw body, they say whether it is ours. */
import type { NotificationCheck as Check } from '../../dialects/reference.ts';
import { lines } from './scripts.ts';

const KEY_FILE = 'platform.pem';

export function javascript(check: Check): string {
  if (typeof check === 'object') {
    return lines(
      "import { createHash, timingSafeEqual } from 'node:crypto';",
      '',
      'export function isFromPlatform(rawBody) {',
      '  const { sign = "", ...fields } = JSON.parse(rawBody);'.replaceAll('"', "'"),
      '  const text = Object.keys(fields)',
      "    .filter((name) => fields[name] !== null && fields[name] !== '')",
      '    .sort()',
      "    .map((name) => name + '=' + fields[name])",
      "    .join('&');",
      `  const due = createHash('${check.digest}').update(text + '${check.suffix}').digest();`,
      "  const given = Buffer.from(sign, 'hex');",
      '  return given.length === due.length && timingSafeEqual(given, due);',
      '}',
    );
  }
  const isHeader = check === 'header';
  return lines(
    "import { createVerify } from 'node:crypto';",
    "import { readFileSync } from 'node:fs';",
    '',
    `const platformKey = readFileSync('${KEY_FILE}');`,
    '',
    `export function isFromPlatform(rawBody${isHeader ? ', sign' : ''}) {`,
    isHeader ? null : '  const { param, sign } = JSON.parse(rawBody);',
    `  const verifier = createVerify('RSA-SHA256').update(${isHeader ? 'rawBody' : 'param'});`,
    "  return verifier.verify(platformKey, sign, 'base64');",
    '}',
  );
}

export function python(check: Check): string {
  if (typeof check === 'object') {
    return lines(
      'import hashlib',
      'import hmac',
      'import json',
      '',
      'def is_from_platform(raw_body):',
      '    # Numbers stay as they were sent.',
      '    fields = json.loads(raw_body, parse_int=str, parse_float=str)',
      "    sign = fields.pop('sign', '')",
      "    words = {True: 'true', False: 'false'}",
      "    pairs = [f'{name}={words.get(value, value)}' for name, value in sorted(fields.items())",
      "             if value is not None and value != '']",
      `    text = '&'.join(pairs) + '${check.suffix}'`,
      `    due = hashlib.${check.digest}(text.encode('utf-8')).hexdigest()`,
      '    return hmac.compare_digest(due, sign)',
    );
  }
  const isHeader = check === 'header';
  return lines(
    'import base64',
    isHeader ? null : 'import json',
    'from cryptography.exceptions import InvalidSignature',
    'from cryptography.hazmat.primitives import hashes, serialization',
    'from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15',
    '',
    `with open('${KEY_FILE}', 'rb') as file:`,
    '    platform_key = serialization.load_pem_public_key(file.read())',
    '',
    `def is_from_platform(raw_body${isHeader ? ', sign' : ''}):`,
    ...(isHeader
      ? ['    signed = raw_body']
      : [
          '    envelope = json.loads(raw_body)',
          "    signed, sign = envelope['param'].encode('utf-8'), envelope['sign']",
        ]),
    '    try:',
    '        platform_key.verify(base64.b64decode(sign), signed, PKCS1v15(), hashes.SHA256())',
    '        return True',
    '    except InvalidSignature:',
    '        return False',
  );
}

export function php(check: Check): string {
  if (typeof check === 'object') {
    return lines(
      '<?php',
      'function isFromPlatform(string $rawBody): bool {',
      '    $fields = json_decode($rawBody, true);',
      "    $sign = $fields['sign'] ?? '';",
      "    unset($fields['sign']);",
      "    $fields = array_filter($fields, fn ($value) => $value !== null && $value !== '');",
      '    ksort($fields, SORT_STRING);',
      '    $pairs = [];',
      '    foreach ($fields as $name => $value) {',
      "        $pairs[] = $name . '=' . (is_string($value) ? $value : json_encode($value));",
      '    }',
      `    $due = ${check.digest}(implode('&', $pairs) . '${check.suffix}');`,
      '    return hash_equals($due, $sign);',
      '}',
    );
  }
  const isHeader = check === 'header';
  return lines(
    '<?php',
    `function isFromPlatform(string $rawBody${isHeader ? ', string $sign' : ''}): bool {`,
    ...(isHeader
      ? ['    $signed = $rawBody;']
      : [
          '    $envelope = json_decode($rawBody, true);',
          "    [$signed, $sign] = [$envelope['param'], $envelope['sign']];",
        ]),
    `    $key = file_get_contents('${KEY_FILE}');`,
    '    return openssl_verify($signed, base64_decode($sign), $key, OPENSSL_ALGO_SHA256) === 1;',
    '}',
  );
}

export function ruby(check: Check): string {
  if (typeof check === 'object') {
    return lines(
      "require 'json'",
      "require 'openssl'",
      '',
      'def from_platform?(raw_body)',
      '  fields = JSON.parse(raw_body)',
      "  sign = fields.delete('sign').to_s",
      "  pairs = fields.reject { |_, value| value.nil? || value == '' }.sort",
      '  text = pairs.map { |name, value| "#{name}=#{value}" }.join(\'&\')',
      `  due = OpenSSL::Digest.hexdigest('${check.digest.toUpperCase()}', text + '${check.suffix}')`,
      '  OpenSSL.secure_compare(due, sign)',
      'end',
    );
  }
  const isHeader = check === 'header';
  return lines(
    isHeader ? null : "require 'json'",
    "require 'openssl'",
    '',
    `PLATFORM_KEY = OpenSSL::PKey::RSA.new(File.read('${KEY_FILE}'))`,
    '',
    `def from_platform?(raw_body${isHeader ? ', sign' : ''})`,
    ...(isHeader
      ? ['  signed = raw_body']
      : ["  signed, sign = JSON.parse(raw_body).values_at('param', 'sign')"]),
    "  PLATFORM_KEY.verify('SHA256', sign.unpack1('m'), signed)",
    'end',
  );
}

export function go(check: Check): string {
  if (typeof check === 'object') {
    return lines(
      'import (',
      '\t"bytes"',
      `\t"crypto/${check.digest}"`,
      '\t"crypto/subtle"',
      '\t"encoding/hex"',
      '\t"encoding/json"',
      '\t"fmt"',
      '\t"sort"',
      '\t"strings"',
      ')',
      '',
      'func IsFromPlatform(rawBody []byte) bool {',
      '\tvar fields map[string]any',
      '\tdecoder := json.NewDecoder(bytes.NewReader(rawBody))',
      '\tdecoder.UseNumber() // numbers stay as they were sent',
      '\tif decoder.Decode(&fields) != nil {',
      '\t\treturn false',
      '\t}',
      '\tvar pairs []string',
      '\tfor name, value := range fields {',
      '\t\tif name != "sign" && value != nil && value != "" {',
      '\t\t\tpairs = append(pairs, fmt.Sprintf("%s=%v", name, value))',
      '\t\t}',
      '\t}',
      '\tsort.Slice(pairs, func(a, b int) bool {',
      '\t\treturn strings.SplitN(pairs[a], "=", 2)[0] < strings.SplitN(pairs[b], "=", 2)[0]',
      '\t})',
      `\tdue := ${check.digest}.Sum([]byte(strings.Join(pairs, "&") + "${check.suffix}"))`,
      '\tsign, _ := fields["sign"].(string)',
      '\treturn subtle.ConstantTimeCompare([]byte(hex.EncodeToString(due[:])), []byte(sign)) == 1',
      '}',
    );
  }
  const isHeader = check === 'header';
  return lines(
    'import (',
    '\t"crypto"',
    '\t"crypto/rsa"',
    '\t"crypto/sha256"',
    '\t"encoding/base64"',
    isHeader ? null : '\t"encoding/json"',
    ')',
    '',
    `func IsFromPlatform(key *rsa.PublicKey, rawBody []byte${isHeader ? ', sign string' : ''}) bool {`,
    ...(isHeader
      ? ['\tsigned := rawBody']
      : [
          '\tvar envelope struct{ Param, Sign string }',
          '\tif json.Unmarshal(rawBody, &envelope) != nil {',
          '\t\treturn false',
          '\t}',
          '\tsigned, sign := []byte(envelope.Param), envelope.Sign',
        ]),
    '\tdigest := sha256.Sum256(signed)',
    '\tsignature, err := base64.StdEncoding.DecodeString(sign)',
    '\treturn err == nil && rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) == nil',
    '}',
  );
}

export function java(check: Check): string {
  if (typeof check === 'object') {
    const name = check.digest === 'md5' ? 'MD5' : 'SHA-1';
    return lines(
      '// With Jackson: com.fasterxml.jackson.core:jackson-databind',
      'static boolean isFromPlatform(byte[] rawBody) throws Exception {',
      '  var fields = new TreeMap<String, JsonNode>();',
      '  new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)',
      '      .readTree(rawBody).fields().forEachRemaining(e -> fields.put(e.getKey(), e.getValue()));',
      '  String sign = fields.remove("sign").asText();',
      '  String text = fields.entrySet().stream()',
      '      .filter(e -> !e.getValue().isNull() && !e.getValue().asText().isEmpty())',
      '      .map(e -> e.getKey() + "=" + e.getValue().asText())',
      '      .collect(Collectors.joining("&"));',
      `  byte[] due = MessageDigest.getInstance("${name}").digest((text + "${check.suffix}").getBytes(UTF_8));`,
      '  return MessageDigest.isEqual(due, HexFormat.of().parseHex(sign));',
      '}',
    );
  }
  const isHeader = check === 'header';
  return lines(
    isHeader ? null : '// With Jackson: com.fasterxml.jackson.core:jackson-databind',
    `static boolean isFromPlatform(PublicKey key, byte[] rawBody${isHeader ? ', String sign' : ''}) throws Exception {`,
    ...(isHeader
      ? ['  byte[] signed = rawBody;']
      : [
          '  JsonNode envelope = new ObjectMapper().readTree(rawBody);',
          '  byte[] signed = envelope.get("param").asText().getBytes(UTF_8);',
          '  String sign = envelope.get("sign").asText();',
        ]),
    '  Signature verifier = Signature.getInstance("SHA256withRSA");',
    '  verifier.initVerify(key);',
    '  verifier.update(signed);',
    '  return verifier.verify(Base64.getDecoder().decode(sign));',
    '}',
  );
}
