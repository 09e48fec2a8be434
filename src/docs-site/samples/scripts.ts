/** Sample programs in scripting languages. */
import type { Part, Plan, Variable } from './plan.ts';
import { joined, shellQuoted, singleQuoted } from './quote.ts';

/** Lines of a program; null ones are left out. */
export function lines(...all: readonly (string | null)[]): string {
  return all.filter((line) => line !== null).join('\n');
}

const KEY_FILE = 'private.pem';
const MD5_KEY = 'YOUR_KEY';

export function shell(plan: Plan): string {
  const names: Readonly<Record<Variable, string>> = {
    now: '"$now"',
    orderId: '"$orderId"',
    sign: '"$sign"',
    text: '"$text"',
  };
  const text = (parts: readonly Part[]) =>
    joined(parts, { quote: shellQuoted, name: (variable) => names[variable], joint: '' });
  const { sends } = plan;
  const body = {
    envelope: () =>
      lines(
        `quoted=$(printf '%s' "$text" | sed 's/\\\\/\\\\\\\\/g; s/"/\\\\"/g')`,
        `body='{"appId":"${plan.sends.kind === 'envelope' ? plan.sends.appId : ''}","sign":"'$sign'","param":"'$quoted'"}'`.replace(
          /'\$(\w+)'/g,
          `'"$$$1"'`,
        ),
      ),
    body: () => `body=${sends.kind === 'body' ? text(sends.body) : ''}`,
    header: () => 'body="$text"',
    query: () => null,
  }[sends.kind]();
  return lines(
    plan.now === 'ms' ? 'now=$(date +%s)000' : null,
    plan.now === 'iso' ? 'now=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)' : null,
    plan.hasOrderId ? 'orderId=ORD$(date +%s)$$' : null,
    `text=${text(plan.text)}`,
    plan.scheme === 'rsa'
      ? `sign=$(printf '%s' "$text" | openssl dgst -sha256 -sign ${KEY_FILE} | openssl base64 -A)`
      : `sign=$(printf '%s' "$text&key=${MD5_KEY}" | openssl dgst -md5 -r | cut -d' ' -f1)`,
    body,
    '',
    sends.kind === 'query'
      ? lines(
          `curl --silent --get ${shellQuoted(`${plan.url}?${sends.query}`)} \\`,
          '  --data-urlencode "sign=$sign"',
        )
      : lines(
          `curl --silent ${shellQuoted(plan.url)} \\`,
          "  --header 'Content-Type: application/json' \\",
          sends.kind === 'header' ? '  --header "sign: $sign" \\' : null,
          '  --data-raw "$body"',
        ),
  );
}

const plus = (
  quote: (text: string) => string,
  name = (variable: Variable): string => variable,
) => ({
  ...{ quote, name },
  joint: ' + ',
});

export function javascript(plan: Plan): string {
  const text = (parts: readonly Part[]) => joined(parts, plus(singleQuoted));
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  return lines(
    `import { ${rsa ? 'createSign' : 'createHash'} } from 'node:crypto';`,
    rsa ? "import { readFileSync } from 'node:fs';" : null,
    '',
    plan.now === 'ms' ? 'const now = String(Date.now());' : null,
    plan.now === 'iso' ? 'const now = new Date().toISOString();' : null,
    plan.hasOrderId ? "const orderId = 'ORD' + Date.now();" : null,
    `const text = ${text(plan.text)};`,
    rsa
      ? `const sign = createSign('RSA-SHA256').update(text).sign(readFileSync('${KEY_FILE}'), 'base64');`
      : `const sign = createHash('md5').update(text + '&key=${MD5_KEY}').digest('hex');`,
    sends.kind === 'envelope'
      ? `const body = JSON.stringify({ appId: ${singleQuoted(sends.appId)}, sign, param: text });`
      : null,
    sends.kind === 'body' ? `const body = ${text(sends.body)};` : null,
    '',
    sends.kind === 'query'
      ? lines(
          `const url = ${singleQuoted(`${plan.url}?${sends.query}&sign=`)} + encodeURIComponent(sign);`,
          'const response = await fetch(url);',
        )
      : lines(
          `const response = await fetch(${singleQuoted(plan.url)}, {`,
          "  method: 'POST',",
          sends.kind === 'header'
            ? "  headers: { 'Content-Type': 'application/json', sign },"
            : "  headers: { 'Content-Type': 'application/json' },",
          sends.kind === 'header' ? '  body: text,' : '  body,',
          '});',
        ),
    'console.log(await response.text());',
  );
}

export function python(plan: Plan): string {
  const names: Readonly<Record<Variable, string>> = {
    ...{ now: 'now', orderId: 'order_id', sign: 'sign', text: 'text' },
  };
  const text = (parts: readonly Part[]) =>
    joined(
      parts,
      plus(singleQuoted, (variable) => names[variable]),
    );
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const headers =
    sends.kind === 'header'
      ? "{'Content-Type': 'application/json', 'sign': sign}"
      : "{'Content-Type': 'application/json'}";
  return lines(
    rsa ? 'import base64' : 'import hashlib',
    sends.kind === 'envelope' ? 'import json' : null,
    plan.now === 'ms' || plan.hasOrderId ? 'import time' : null,
    plan.now === 'iso' ? 'from datetime import datetime, timezone' : null,
    sends.kind === 'query' ? 'from urllib.parse import quote' : null,
    'from urllib.request import Request, urlopen',
    rsa ? 'from cryptography.hazmat.primitives import hashes, serialization' : null,
    rsa ? 'from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15' : null,
    '',
    plan.now === 'ms' ? 'now = str(int(time.time() * 1000))' : null,
    plan.now === 'iso'
      ? "now = datetime.now(timezone.utc).isoformat(timespec='milliseconds')"
      : null,
    plan.hasOrderId ? "order_id = 'ORD' + str(int(time.time() * 1000))" : null,
    `text = ${text(plan.text)}`,
    rsa
      ? lines(
          `with open('${KEY_FILE}', 'rb') as file:`,
          '    key = serialization.load_pem_private_key(file.read(), None)',
          "signature = key.sign(text.encode('utf-8'), PKCS1v15(), hashes.SHA256())",
          "sign = base64.b64encode(signature).decode('ascii')",
        )
      : `sign = hashlib.md5((text + '&key=${MD5_KEY}').encode('utf-8')).hexdigest()`,
    sends.kind === 'envelope'
      ? `body = json.dumps({'appId': ${singleQuoted(sends.appId)}, 'sign': sign, 'param': text})`
      : null,
    sends.kind === 'body' ? `body = ${text(sends.body)}` : null,
    sends.kind === 'header' ? 'body = text' : null,
    '',
    sends.kind === 'query'
      ? `request = Request(${singleQuoted(`${plan.url}?${sends.query}&sign=`)} + quote(sign, safe=''))`
      : `request = Request(${singleQuoted(plan.url)}, body.encode('utf-8'), ${headers})`,
    "print(urlopen(request).read().decode('utf-8'))",
  );
}

export function php(plan: Plan): string {
  const text = (parts: readonly Part[]) =>
    joined(parts, { quote: singleQuoted, name: (variable) => `$${variable}`, joint: ' . ' });
  const { sends } = plan;
  const headers =
    sends.kind === 'header'
      ? "['Content-Type: application/json', 'sign: ' . $sign]"
      : "['Content-Type: application/json']";
  return lines(
    '<?php',
    plan.now === 'ms' ? '$now = (string) (time() * 1000);' : null,
    plan.now === 'iso' ? "$now = gmdate('Y-m-d\\TH:i:s') . '.000Z';" : null,
    plan.hasOrderId ? "$orderId = 'ORD' . (int) (microtime(true) * 1000);" : null,
    `$text = ${text(plan.text)};`,
    plan.scheme === 'rsa'
      ? lines(
          `openssl_sign($text, $signature, file_get_contents('${KEY_FILE}'), OPENSSL_ALGO_SHA256);`,
          '$sign = base64_encode($signature);',
        )
      : `$sign = md5($text . '&key=${MD5_KEY}');`,
    sends.kind === 'envelope'
      ? `$body = json_encode(['appId' => ${singleQuoted(sends.appId)}, 'sign' => $sign, 'param' => $text]);`
      : null,
    sends.kind === 'body' ? `$body = ${text(sends.body)};` : null,
    sends.kind === 'header' ? '$body = $text;' : null,
    '',
    sends.kind === 'query'
      ? `$request = curl_init(${singleQuoted(`${plan.url}?${sends.query}&sign=`)} . rawurlencode($sign));`
      : lines(
          `$request = curl_init(${singleQuoted(plan.url)});`,
          `curl_setopt($request, CURLOPT_HTTPHEADER, ${headers});`,
          'curl_setopt($request, CURLOPT_POSTFIELDS, $body);',
        ),
    'curl_exec($request);',
  );
}

export function ruby(plan: Plan): string {
  const names: Readonly<Record<Variable, string>> = {
    ...{ now: 'now', orderId: 'order_id', sign: 'sign', text: 'text' },
  };
  const text = (parts: readonly Part[]) =>
    joined(
      parts,
      plus(singleQuoted, (variable) => names[variable]),
    );
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  return lines(
    "require 'net/http'",
    rsa ? "require 'openssl'" : "require 'digest'",
    sends.kind === 'envelope' ? "require 'json'" : null,
    plan.now === 'iso' ? "require 'time'" : null,
    sends.kind === 'query' ? "require 'erb'" : null,
    '',
    plan.now === 'ms' ? 'now = (Time.now.to_f * 1000).to_i.to_s' : null,
    plan.now === 'iso' ? 'now = Time.now.utc.iso8601(3)' : null,
    plan.hasOrderId ? "order_id = 'ORD' + (Time.now.to_f * 1000).to_i.to_s" : null,
    `text = ${text(plan.text)}`,
    rsa
      ? lines(
          `key = OpenSSL::PKey::RSA.new(File.read('${KEY_FILE}'))`,
          "sign = [key.sign('SHA256', text)].pack('m0')",
        )
      : `sign = Digest::MD5.hexdigest(text + '&key=${MD5_KEY}')`,
    sends.kind === 'envelope'
      ? `body = { appId: ${singleQuoted(sends.appId)}, sign: sign, param: text }.to_json`
      : null,
    sends.kind === 'body' ? `body = ${text(sends.body)}` : null,
    sends.kind === 'header' ? 'body = text' : null,
    '',
    sends.kind === 'query'
      ? lines(
          `uri = URI(${singleQuoted(`${plan.url}?${sends.query}&sign=`)} + ERB::Util.url_encode(sign))`,
          'puts Net::HTTP.get(uri)',
        )
      : lines(
          `headers = { 'Content-Type' => 'application/json'${sends.kind === 'header' ? ", 'sign' => sign" : ''} }`,
          `puts Net::HTTP.post(URI(${singleQuoted(plan.url)}), body, headers).body`,
        ),
  );
}

export function r(plan: Plan): string {
  const text = (parts: readonly Part[]) =>
    `paste0(${joined(parts, { quote: singleQuoted, name: (variable) => variable, joint: ', ' })})`;
  const { sends } = plan;
  return lines(
    'library(httr2)',
    'library(openssl)',
    '',
    plan.now === 'ms'
      ? 'now <- format(floor(as.numeric(Sys.time()) * 1000), scientific = FALSE)'
      : null,
    plan.now === 'iso' ? 'now <- format(Sys.time(), "%Y-%m-%dT%H:%M:%S.000Z", tz = "UTC")' : null,
    plan.hasOrderId
      ? 'orderId <- paste0("ORD", format(floor(as.numeric(Sys.time()) * 1000), scientific = FALSE))'
      : null,
    `text <- ${text(plan.text)}`,
    plan.scheme === 'rsa'
      ? lines(
          `key <- read_key("${KEY_FILE}")`,
          'sign <- base64_encode(signature_create(charToRaw(text), sha256, key))',
        )
      : `sign <- md5(paste0(text, "&key=${MD5_KEY}"))`,
    sends.kind === 'envelope'
      ? `body <- jsonlite::toJSON(list(appId = ${singleQuoted(sends.appId)}, sign = sign, param = text), auto_unbox = TRUE)`
      : null,
    sends.kind === 'body' ? `body <- ${text(sends.body)}` : null,
    sends.kind === 'header' ? 'body <- text' : null,
    '',
    sends.kind === 'query'
      ? lines(
          `response <- request(${singleQuoted(`${plan.url}?${sends.query}`)}) |>`,
          '  req_url_query(sign = sign) |>',
          '  req_perform()',
        )
      : lines(
          `response <- request(${singleQuoted(plan.url)}) |>`,
          sends.kind === 'header' ? '  req_headers(sign = sign) |>' : null,
          '  req_body_raw(body, type = "application/json") |>',
          '  req_perform()',
        ),
    'cat(resp_body_string(response))',
  );
}
