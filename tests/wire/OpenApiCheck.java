import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An independent reading of the multi-country Open API's envelope, from its description alone: a
 * merchant's program as it might be written in Java, with nothing but the standard library. One
 * task a line, parts separated by tabs, one answer a line:
 *
 *   verify PUBLIC_KEY BODY            -> true or false; BODY is an envelope
 *   request PRIVATE_KEY APP_ID PARAM  -> BODY, an envelope
 *
 * Keys are base64 of X.509 and PKCS#8; BODY and PARAM are base64 of UTF-8.
 */
public class OpenApiCheck {
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split("\t");
      System.out.println(parts[0].equals("verify") ? verify(parts) : request(parts));
    }
  }

  static boolean verify(String[] parts) throws Exception {
    String body = text(parts[2]);
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key);
    signature.update(member(body, "param").getBytes(StandardCharsets.UTF_8));
    return signature.verify(Base64.getDecoder().decode(member(body, "sign")));
  }

  static String request(String[] parts) throws Exception {
    String param = text(parts[3]);
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(param.getBytes(StandardCharsets.UTF_8));
    String sign = Base64.getEncoder().encodeToString(signature.sign());
    String body =
        "{\"appId\":" + quote(parts[2]) + ",\"sign\":" + quote(sign)
            + ",\"param\":" + quote(param) + "}";
    return Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  /** The value of a member that is a text, its escapes taken off. */
  static String member(String body, String name) {
    Matcher found =
        Pattern.compile("\"" + name + "\":\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL).matcher(body);
    if (!found.find()) throw new IllegalArgumentException("no " + name);
    var text = new StringBuilder();
    String raw = found.group(1);
    for (int at = 0; at < raw.length(); at++) {
      if (raw.charAt(at) != '\\') {
        text.append(raw.charAt(at));
        continue;
      }
      char escape = raw.charAt(++at);
      if (escape == 'u') {
        text.append((char) Integer.parseInt(raw.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        int known = "bfnrt".indexOf(escape);
        text.append(known < 0 ? escape : "\b\f\n\r\t".charAt(known));
      }
    }
    return text.toString();
  }

  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (char unit : text.toCharArray()) {
      if (unit == '"' || unit == '\\') quoted.append('\\').append(unit);
      else if (unit < ' ') quoted.append(String.format("\\u%04x", (int) unit));
      else quoted.append(unit);
    }
    return quoted.append('"').toString();
  }
}
