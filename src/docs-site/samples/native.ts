/** Sample programs in C, Objective-C and OCaml, and the finished request. */
import type { Part, Plan } from './plan.ts';
import { doubleQuoted, joined } from './quote.ts';
import { lines } from './scripts.ts';

const KEY_FILE = 'private.pem';
const MD5_KEY = 'YOUR_KEY';

/** A `printf` format of the parts and the variables that it takes. */
function format(parts: readonly Part[], mark: string): { format: string; values: string } {
  const text = parts.map((part) => (typeof part === 'string' ? part.replaceAll('%', '%%') : mark));
  const values = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.variable]));
  return {
    format: doubleQuoted(text.join('')),
    values: values.map((each) => `, ${each}`).join(''),
  };
}

export function c(plan: Plan): string {
  const rsa = plan.scheme === 'rsa';
  const text = format(plan.text, '%s');
  return lines(
    '// cc call.c -lcurl -lcrypto',
    '#include <curl/curl.h>',
    '#include <openssl/evp.h>',
    rsa ? '#include <openssl/pem.h>' : null,
    '#include <stdio.h>',
    '#include <string.h>',
    plan.now === null && !plan.hasOrderId ? null : '#include <time.h>',
    '',
    'int main(void) {',
    '  static char text[8192], body[16384];',
    plan.now === 'ms' || plan.hasOrderId ? '  char now[32], orderId[32];' : null,
    plan.now === 'ms' ? '  snprintf(now, sizeof now, "%lld000", (long long)time(NULL));' : null,
    plan.now === 'iso'
      ? lines(
          '  char now[40];',
          '  time_t seconds = time(NULL);',
          '  strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%S.000Z", gmtime(&seconds));',
        )
      : null,
    plan.hasOrderId
      ? '  snprintf(orderId, sizeof orderId, "ORD%lld000", (long long)time(NULL));'
      : null,
    `  snprintf(text, sizeof text, ${text.values === '' ? `"%s", ${doubleQuoted(plan.text.join(''))}` : `${text.format}${text.values}`});`,
    '  unsigned char digest[1024];',
    cSign(rsa),
    cBody(plan),
    '  CURL *curl = curl_easy_init();',
    ...cSend(plan),
    '  return (int)curl_easy_perform(curl);',
    '}',
  );
}

function cSign(rsa: boolean): string {
  return rsa
    ? lines(
        `  FILE *file = fopen("${KEY_FILE}", "r");`,
        '  EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);',
        '  fclose(file);',
        '  EVP_MD_CTX *context = EVP_MD_CTX_new();',
        '  size_t length = sizeof digest;',
        '  EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key);',
        '  EVP_DigestSign(context, digest, &length, (unsigned char *)text, strlen(text));',
        '  static char sign[2048];',
        '  EVP_EncodeBlock((unsigned char *)sign, digest, (int)length);',
      )
    : lines(
        '  static char keyed[8400], sign[33];',
        `  snprintf(keyed, sizeof keyed, "%s&key=${MD5_KEY}", text);`,
        '  unsigned int length;',
        '  EVP_Digest(keyed, strlen(keyed), digest, &length, EVP_md5(), NULL);',
        '  for (unsigned int i = 0; i < length; i++) sprintf(sign + 2 * i, "%02x", digest[i]);',
      );
}

function cSend(plan: Plan): readonly string[] {
  const { sends } = plan;
  return sends.kind === 'query'
    ? [
        '  char *encoded = curl_easy_escape(curl, sign, 0);',
        `  snprintf(body, sizeof body, "%s%s", ${doubleQuoted(`${plan.url}?${sends.query}&sign=`)}, encoded);`,
        '  curl_easy_setopt(curl, CURLOPT_URL, body);',
      ]
    : [
        '  struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");',
        ...(sends.kind === 'header'
          ? [
              '  static char header[2100];',
              '  snprintf(header, sizeof header, "sign: %s", sign);',
              '  headers = curl_slist_append(headers, header);',
            ]
          : []),
        `  curl_easy_setopt(curl, CURLOPT_URL, ${doubleQuoted(plan.url)});`,
        '  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);',
        '  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);',
      ];
}

function cBody({ sends }: Plan): string | null {
  switch (sends.kind) {
    case 'envelope':
      return lines(
        '  static char quoted[16000];',
        '  for (char *from = text, *to = quoted; *from; from++) {',
        "    if (*from == '\"' || *from == '\\\\') *to++ = '\\\\';",
        '    *to++ = *from;',
        '  }',
        `  snprintf(body, sizeof body, ${doubleQuoted(`{"appId":"${sends.appId}","sign":"%s","param":"%s"}`)}, sign, quoted);`,
      );
    case 'body': {
      const parts = format(sends.body, '%s');
      return `  snprintf(body, sizeof body, ${parts.format}${parts.values});`;
    }
    case 'header':
      return '  snprintf(body, sizeof body, "%s", text);';
    case 'query':
      return null;
  }
}

export function objectiveC(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const string = (parts: readonly Part[]) => {
    const { format: text, values } = format(parts, '%@');
    return values === ''
      ? `@${doubleQuoted(parts.join(''))}`
      : `[NSString stringWithFormat:@${text}${values}]`;
  };
  const millis = '(long long)(NSDate.date.timeIntervalSince1970 * 1000)';
  return lines(
    '#import <Foundation/Foundation.h>',
    rsa ? '#import <Security/Security.h>' : '#import <CommonCrypto/CommonDigest.h>',
    '',
    'int main(void) {',
    plan.now === 'ms' ? `  NSString *now = [NSString stringWithFormat:@"%lld", ${millis}];` : null,
    plan.now === 'iso'
      ? '  NSString *now = [[NSISO8601DateFormatter new] stringFromDate:NSDate.date];'
      : null,
    plan.hasOrderId
      ? `  NSString *orderId = [NSString stringWithFormat:@"ORD%lld", ${millis}];`
      : null,
    `  NSString *text = ${string(plan.text)};`,
    objectiveCSign(rsa),
    sends.kind === 'envelope'
      ? lines(
          `  NSDictionary *envelope = @{@"appId": @${doubleQuoted(sends.appId)}, @"sign": sign, @"param": text};`,
          '  NSData *body = [NSJSONSerialization dataWithJSONObject:envelope options:0 error:nil];',
        )
      : null,
    sends.kind === 'body'
      ? `  NSData *body = [${string(sends.body)} dataUsingEncoding:NSUTF8StringEncoding];`
      : null,
    sends.kind === 'header'
      ? '  NSData *body = [text dataUsingEncoding:NSUTF8StringEncoding];'
      : null,
    sends.kind === 'query'
      ? lines(
          '  NSString *encoded = [sign stringByAddingPercentEncodingWithAllowedCharacters:NSCharacterSet.alphanumericCharacterSet];',
          `  NSString *address = [@${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} stringByAppendingString:encoded];`,
        )
      : `  NSString *address = @${doubleQuoted(plan.url)};`,
    '  NSMutableURLRequest *request = [NSMutableURLRequest requestWithURL:[NSURL URLWithString:address]];',
    ...(sends.kind === 'query'
      ? []
      : [
          '  request.HTTPMethod = @"POST";',
          '  [request setValue:@"application/json" forHTTPHeaderField:@"Content-Type"];',
          ...(sends.kind === 'header'
            ? ['  [request setValue:sign forHTTPHeaderField:@"sign"];']
            : []),
          '  request.HTTPBody = body;',
        ]),
    '  dispatch_semaphore_t done = dispatch_semaphore_create(0);',
    '  [[NSURLSession.sharedSession dataTaskWithRequest:request',
    '      completionHandler:^(NSData *data, NSURLResponse *response, NSError *error) {',
    '    NSLog(@"%@", [[NSString alloc] initWithData:data encoding:NSUTF8StringEncoding]);',
    '    dispatch_semaphore_signal(done);',
    '  }] resume];',
    '  dispatch_semaphore_wait(done, DISPATCH_TIME_FOREVER);',
    '}',
  );
}

function objectiveCSign(rsa: boolean): string {
  return rsa
    ? lines(
        '  // The key as PKCS#1 DER: openssl rsa -in private.pem -traditional -outform DER -out key.der',
        '  NSData *der = [NSData dataWithContentsOfFile:@"key.der"];',
        '  NSDictionary *kind = @{(id)kSecAttrKeyType: (id)kSecAttrKeyTypeRSA,',
        '                         (id)kSecAttrKeyClass: (id)kSecAttrKeyClassPrivate};',
        '  SecKeyRef key = SecKeyCreateWithData((CFDataRef)der, (CFDictionaryRef)kind, NULL);',
        '  NSData *bytes = [text dataUsingEncoding:NSUTF8StringEncoding];',
        '  NSData *signature = CFBridgingRelease(SecKeyCreateSignature(',
        '      key, kSecKeyAlgorithmRSASignatureMessagePKCS1v15SHA256, (CFDataRef)bytes, NULL));',
        '  NSString *sign = [signature base64EncodedStringWithOptions:0];',
      )
    : lines(
        `  const char *keyed = [text stringByAppendingString:@"&key=${MD5_KEY}"].UTF8String;`,
        '  unsigned char digest[CC_MD5_DIGEST_LENGTH];',
        '  CC_MD5(keyed, (CC_LONG)strlen(keyed), digest);',
        '  NSMutableString *sign = [NSMutableString string];',
        '  for (int i = 0; i < CC_MD5_DIGEST_LENGTH; i++) [sign appendFormat:@"%02x", digest[i]];',
      );
}

export function ocaml(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const names = { now: 'now', orderId: 'order_id', sign: 'sign', text: 'text' } as const;
  const string = (parts: readonly Part[]) =>
    joined(parts, { quote: doubleQuoted, name: (variable) => names[variable], joint: ' ^ ' });
  const body = {
    envelope: () =>
      lines(
        '  let quoted = String.concat "\\\\\\"" (String.split_on_char \'"\' text) in',
        `  let body = ${doubleQuoted(`{"appId":"${sends.kind === 'envelope' ? sends.appId : ''}","sign":"`)} ^ sign`,
        '    ^ "\\",\\"param\\":\\"" ^ quoted ^ "\\"}" in',
      ),
    body: () => `  let body = ${sends.kind === 'body' ? string(sends.body) : ''} in`,
    header: () => '  let body = text in',
    query: () => null,
  }[sends.kind]();
  return lines(
    rsa
      ? '(* opam install cohttp-lwt-unix mirage-crypto-pk x509 *)'
      : '(* opam install cohttp-lwt-unix *)',
    'open Lwt.Infix',
    '',
    'let () =',
    plan.now === 'ms' ? '  let now = Printf.sprintf "%.0f" (Unix.time () *. 1000.) in' : null,
    plan.now === 'iso'
      ? lines(
          '  let t = Unix.gmtime (Unix.time ()) in',
          '  let now = Printf.sprintf "%04d-%02d-%02dT%02d:%02d:%02d.000Z" (t.tm_year + 1900) (t.tm_mon + 1)',
          '    t.tm_mday t.tm_hour t.tm_min t.tm_sec in',
        )
      : null,
    plan.hasOrderId ? '  let order_id = Printf.sprintf "ORD%.0f" (Unix.time () *. 1000.) in' : null,
    `  let text = ${string(plan.text)} in`,
    rsa
      ? lines(
          `  let pem = In_channel.with_open_bin "${KEY_FILE}" In_channel.input_all in`,
          '  let key = match X509.Private_key.decode_pem pem with',
          '    | Ok (`RSA key) -> key | _ -> failwith "no RSA key" in',
          '  let sign = Base64.encode_string',
          '    (Mirage_crypto_pk.Rsa.PKCS1.sign ~hash:`SHA256 ~key (`Message text)) in',
        )
      : `  let sign = Digest.to_hex (Digest.string (text ^ "&key=${MD5_KEY}")) in`,
    body,
    ...(sends.kind === 'query'
      ? [
          `  let address = ${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} ^ Uri.pct_encode ~component:\`Query_value sign in`,
          '  Lwt_main.run (',
          '    Cohttp_lwt_unix.Client.get (Uri.of_string address)',
        ]
      : [
          `  let headers = Cohttp.Header.of_list [("Content-Type", "application/json")${sends.kind === 'header' ? '; ("sign", sign)' : ''}] in`,
          '  Lwt_main.run (',
          `    Cohttp_lwt_unix.Client.post ~headers ~body:(Cohttp_lwt.Body.of_string body) (Uri.of_string ${doubleQuoted(plan.url)})`,
        ]),
    '    >>= fun (_, answer) -> Cohttp_lwt.Body.to_string answer >>= Lwt_io.printl)',
  );
}

/** The example as it goes over the wire. */
export function http({ example, url }: Plan): string {
  const { method, path, query, headers, body } = example;
  const { host } = new URL(url);
  const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return lines(
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    `Host: ${host}`,
    ...own,
    body === '' ? null : `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  );
}
