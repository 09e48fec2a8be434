/** Sample programs in Java, Go, Swift, C# and Dart. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what Dart fills in is printed
import type { Part, Plan } from './plan.ts';
import { doubleQuoted, joined, singleQuoted } from './quote.ts';
import { lines } from './scripts.ts';

const KEY_FILE = 'private.pem';
const MD5_KEY = 'YOUR_KEY';

/** Joined by `+`, with double quotes; `quote`: where the language escapes more. */
function plus(parts: readonly Part[], quote = doubleQuoted): string {
  return joined(parts, { quote, name: (variable) => variable, joint: ' + ' });
}

export function java(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const body = {
    envelope: () =>
      lines(
        '    String quoted = text.replace("\\\\", "\\\\\\\\").replace("\\"", "\\\\\\"");',
        `    String body = ${doubleQuoted(`{"appId":"${sends.kind === 'envelope' ? sends.appId : ''}","sign":"`)}`,
        '        + sign + "\\",\\"param\\":\\"" + quoted + "\\"}";',
      ),
    body: () => `    String body = ${sends.kind === 'body' ? plus(sends.body) : ''};`,
    header: () => '    String body = text;',
    query: () => null,
  }[sends.kind]();
  return lines(
    'import java.net.*;',
    'import java.net.http.*;',
    'import java.nio.file.*;',
    'import java.security.*;',
    'import java.security.spec.*;',
    'import java.util.*;',
    'import static java.nio.charset.StandardCharsets.UTF_8;',
    '',
    'public class Call {',
    '  public static void main(String[] args) throws Exception {',
    plan.now === 'ms' ? '    String now = String.valueOf(System.currentTimeMillis());' : null,
    plan.now === 'iso'
      ? '    String now = java.time.Instant.now().truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();'
      : null,
    plan.hasOrderId ? '    String orderId = "ORD" + System.currentTimeMillis();' : null,
    `    String text = ${plus(plan.text)};`,
    rsa
      ? lines(
          `    String pem = Files.readString(Path.of("${KEY_FILE}")).replaceAll("-----.*?-----|\\\\s", "");`,
          '    var spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));',
          '    Signature signer = Signature.getInstance("SHA256withRSA");',
          '    signer.initSign(KeyFactory.getInstance("RSA").generatePrivate(spec));',
          '    signer.update(text.getBytes(UTF_8));',
          '    String sign = Base64.getEncoder().encodeToString(signer.sign());',
        )
      : lines(
          `    byte[] keyed = (text + "&key=${MD5_KEY}").getBytes(UTF_8);`,
          '    String sign = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(keyed));',
        ),
    body,
    '',
    sends.kind === 'query'
      ? lines(
          `    String url = ${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} + URLEncoder.encode(sign, UTF_8);`,
          '    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();',
        )
      : lines(
          `    HttpRequest request = HttpRequest.newBuilder(URI.create(${doubleQuoted(plan.url)}))`,
          '        .header("Content-Type", "application/json")',
          sends.kind === 'header' ? '        .header("sign", sign)' : null,
          '        .POST(HttpRequest.BodyPublishers.ofString(body)).build();',
        ),
    '    var client = HttpClient.newHttpClient();',
    '    System.out.println(client.send(request, HttpResponse.BodyHandlers.ofString()).body());',
    '  }',
    '}',
  );
}

export function go(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const packages = [
    ...(rsa
      ? ['crypto', 'crypto/rand', 'crypto/rsa', 'crypto/sha256', 'crypto/x509']
      : ['crypto/md5', 'encoding/hex']),
    ...(rsa ? ['encoding/base64', 'encoding/pem', 'os'] : []),
    ...(sends.kind === 'envelope' ? ['encoding/json'] : []),
    ...['fmt', 'io', 'net/http'],
    ...(sends.kind === 'query' ? ['net/url'] : ['strings']),
    ...(plan.now !== null || plan.hasOrderId ? ['time'] : []),
  ].toSorted();
  return lines(
    'package main',
    '',
    'import (',
    ...packages.map((name) => `\t"${name}"`),
    ')',
    '',
    'func main() {',
    plan.now === 'ms' ? '\tnow := fmt.Sprint(time.Now().UnixMilli())' : null,
    plan.now === 'iso' ? '\tnow := time.Now().UTC().Format("2006-01-02T15:04:05.000Z")' : null,
    plan.hasOrderId ? '\torderId := fmt.Sprint("ORD", time.Now().UnixMilli())' : null,
    `\ttext := ${plus(plan.text)}`,
    rsa
      ? lines(
          `\tfile, _ := os.ReadFile("${KEY_FILE}")`,
          '\tblock, _ := pem.Decode(file)',
          '\tkey, _ := x509.ParsePKCS8PrivateKey(block.Bytes)',
          '\tdigest := sha256.Sum256([]byte(text))',
          '\tsignature, _ := rsa.SignPKCS1v15(rand.Reader, key.(*rsa.PrivateKey), crypto.SHA256, digest[:])',
          '\tsign := base64.StdEncoding.EncodeToString(signature)',
        )
      : lines(
          `\tdigest := md5.Sum([]byte(text + "&key=${MD5_KEY}"))`,
          '\tsign := hex.EncodeToString(digest[:])',
        ),
    sends.kind === 'envelope'
      ? lines(
          '\tbody, _ := json.Marshal(map[string]string{',
          `\t\t"appId": ${doubleQuoted(sends.appId)}, "sign": sign, "param": text,`,
          '\t})',
        )
      : null,
    sends.kind === 'body' ? `\tbody := ${plus(sends.body)}` : null,
    sends.kind === 'header' ? '\tbody := text' : null,
    '',
    sends.kind === 'query'
      ? lines(
          `\tresponse, err := http.Get(${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} + url.QueryEscape(sign))`,
        )
      : lines(
          `\trequest, _ := http.NewRequest("POST", ${doubleQuoted(plan.url)}, strings.NewReader(string(body)))`,
          '\trequest.Header.Set("Content-Type", "application/json")',
          sends.kind === 'header' ? '\trequest.Header["sign"] = []string{sign}' : null,
          '\tresponse, err := http.DefaultClient.Do(request)',
        ),
    '\tif err != nil {',
    '\t\tpanic(err)',
    '\t}',
    '\tdefer response.Body.Close()',
    '\tanswer, _ := io.ReadAll(response.Body)',
    '\tfmt.Println(string(answer))',
    '}',
  );
}

export function swift(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  return lines(
    'import Foundation',
    rsa ? 'import Security' : 'import CryptoKit',
    '',
    plan.now === 'ms' ? 'let now = String(Int(Date().timeIntervalSince1970 * 1000))' : null,
    plan.now === 'iso' ? 'let now = Date().ISO8601Format()' : null,
    plan.hasOrderId
      ? 'let orderId = "ORD" + String(Int(Date().timeIntervalSince1970 * 1000))'
      : null,
    `let text = ${plus(plan.text)}`,
    rsa
      ? lines(
          '// The key as PKCS#1 DER: openssl rsa -in private.pem -traditional -outform DER -out key.der',
          'let der = try Data(contentsOf: URL(fileURLWithPath: "key.der"))',
          'let attributes = [kSecAttrKeyType: kSecAttrKeyTypeRSA, kSecAttrKeyClass: kSecAttrKeyClassPrivate]',
          'let key = SecKeyCreateWithData(der as CFData, attributes as CFDictionary, nil)!',
          'let signature = SecKeyCreateSignature(',
          '  key, .rsaSignatureMessagePKCS1v15SHA256, Data(text.utf8) as CFData, nil)! as Data',
          'let sign = signature.base64EncodedString()',
        )
      : lines(
          `let digest = Insecure.MD5.hash(data: Data((text + "&key=${MD5_KEY}").utf8))`,
          'let sign = digest.map { String(format: "%02x", $0) }.joined()',
        ),
    sends.kind === 'envelope'
      ? lines(
          'let body = try JSONSerialization.data(withJSONObject: [',
          `  "appId": ${doubleQuoted(sends.appId)}, "sign": sign, "param": text,`,
          '])',
        )
      : null,
    sends.kind === 'body' ? `let body = Data((${plus(sends.body)}).utf8)` : null,
    sends.kind === 'header' ? 'let body = Data(text.utf8)' : null,
    '',
    sends.kind === 'query'
      ? lines(
          'let encoded = sign.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!',
          `let request = URLRequest(url: URL(string: ${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} + encoded)!)`,
        )
      : lines(
          `var request = URLRequest(url: URL(string: ${doubleQuoted(plan.url)})!)`,
          'request.httpMethod = "POST"',
          'request.setValue("application/json", forHTTPHeaderField: "Content-Type")',
          sends.kind === 'header' ? 'request.setValue(sign, forHTTPHeaderField: "sign")' : null,
          'request.httpBody = body',
        ),
    'let (data, _) = try await URLSession.shared.data(for: request)',
    'print(String(decoding: data, as: UTF8.self))',
  );
}

export function csharp(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  return lines(
    'using System.Security.Cryptography;',
    'using System.Text;',
    sends.kind === 'envelope' ? 'using System.Text.Json;' : null,
    '',
    plan.now === 'ms'
      ? 'var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds().ToString();'
      : null,
    plan.now === 'iso' ? 'var now = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ");' : null,
    plan.hasOrderId
      ? 'var orderId = "ORD" + DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();'
      : null,
    `var text = ${plus(plan.text)};`,
    rsa
      ? lines(
          'using var rsa = RSA.Create();',
          `rsa.ImportFromPem(File.ReadAllText("${KEY_FILE}"));`,
          'var signature = rsa.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);',
          'var sign = Convert.ToBase64String(signature);',
        )
      : lines(
          `var digest = MD5.HashData(Encoding.UTF8.GetBytes(text + "&key=${MD5_KEY}"));`,
          'var sign = Convert.ToHexString(digest).ToLowerInvariant();',
        ),
    sends.kind === 'envelope'
      ? `var body = JsonSerializer.Serialize(new { appId = ${doubleQuoted(sends.appId)}, sign, param = text });`
      : null,
    sends.kind === 'body' ? `var body = ${plus(sends.body)};` : null,
    sends.kind === 'header' ? 'var body = text;' : null,
    '',
    'using var client = new HttpClient();',
    sends.kind === 'query'
      ? `Console.WriteLine(await client.GetStringAsync(${doubleQuoted(`${plan.url}?${sends.query}&sign=`)} + Uri.EscapeDataString(sign)));`
      : lines(
          'var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));',
          'content.Headers.Add("Content-Type", "application/json");',
          sends.kind === 'header' ? 'client.DefaultRequestHeaders.Add("sign", sign);' : null,
          `var response = await client.PostAsync(${doubleQuoted(plan.url)}, content);`,
          'Console.WriteLine(await response.Content.ReadAsStringAsync());',
        ),
  );
}

export function dart(plan: Plan): string {
  const { sends } = plan;
  const rsa = plan.scheme === 'rsa';
  const quote = (text: string) => singleQuoted(text).replaceAll('$', '\\$');
  const text = (parts: readonly Part[]) => plus(parts, quote);
  return lines(
    "import 'dart:convert';",
    rsa ? "import 'dart:io';" : null,
    rsa ? null : "import 'package:crypto/crypto.dart';",
    "import 'package:http/http.dart' as http;",
    rsa ? "import 'package:basic_utils/basic_utils.dart';" : null,
    '',
    'void main() async {',
    plan.now === 'ms' ? "  final now = '${DateTime.now().millisecondsSinceEpoch}';" : null,
    plan.now === 'iso' ? '  final now = DateTime.now().toUtc().toIso8601String();' : null,
    plan.hasOrderId ? "  final orderId = 'ORD${DateTime.now().millisecondsSinceEpoch}';" : null,
    `  final text = ${text(plan.text)};`,
    rsa
      ? lines(
          `  final key = CryptoUtils.rsaPrivateKeyFromPem(File('${KEY_FILE}').readAsStringSync());`,
          "  final signature = CryptoUtils.rsaSign(key, utf8.encode(text), algorithmName: 'SHA-256/RSA');",
          '  final sign = base64Encode(signature);',
        )
      : `  final sign = md5.convert(utf8.encode(text + '&key=${MD5_KEY}')).toString();`,
    sends.kind === 'envelope'
      ? `  final body = jsonEncode({'appId': ${quote(sends.appId)}, 'sign': sign, 'param': text});`
      : null,
    sends.kind === 'body' ? `  final body = ${text(sends.body)};` : null,
    sends.kind === 'header' ? '  final body = text;' : null,
    '',
    sends.kind === 'query'
      ? `  final response = await http.get(Uri.parse(${quote(`${plan.url}?${sends.query}&sign=`)} + Uri.encodeComponent(sign)));`
      : lines(
          `  final response = await http.post(Uri.parse(${quote(plan.url)}),`,
          `      headers: {'Content-Type': 'application/json'${sends.kind === 'header' ? ", 'sign': sign" : ''}}, body: utf8.encode(body));`,
        ),
    '  print(response.body);',
    '}',
  );
}
