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
import java.util.Map;
import java.util.TreeMap;

/**
 * An independent reading of the recharge API's signature, from its description alone: a merchant's
 * program as it might be written in Java, with nothing but the standard library. One task a line,
 * parts separated by tabs, one answer a line:
 *
 *   verify PUBLIC_KEY SIGN BODY            -> true or false
 *   sign PRIVATE_KEY (TYPE NAME VALUE)...  -> SIGN, tab, BODY; the fields sorted by name
 *
 * Keys are base64 of X.509 and PKCS#8, BODY and VALUE are base64 of UTF-8; TYPE is text or raw.
 */
public class RechargeCheck {
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split("\t");
      System.out.println(parts[0].equals("verify") ? verify(parts) : sign(parts));
    }
  }

  static boolean verify(String[] parts) throws Exception {
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key);
    signature.update(Base64.getDecoder().decode(parts[3]));
    return signature.verify(Base64.getDecoder().decode(parts[2]));
  }

  static String sign(String[] parts) throws Exception {
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    byte[] body = sortedJson(parts).getBytes(StandardCharsets.UTF_8);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(body);
    var base64 = Base64.getEncoder();
    return base64.encodeToString(signature.sign()) + "\t" + base64.encodeToString(body);
  }

  static String sortedJson(String[] parts) {
    Map<String, String> fields = new TreeMap<>();
    for (int at = 2; at < parts.length; at += 3) {
      byte[] bytes = Base64.getDecoder().decode(parts[at + 2]);
      String value = new String(bytes, StandardCharsets.UTF_8);
      fields.put(parts[at + 1], parts[at].equals("text") ? quote(value) : value);
    }
    var json = new StringBuilder("{");
    for (var field : fields.entrySet()) {
      if (json.length() > 1) json.append(',');
      json.append(quote(field.getKey())).append(':').append(field.getValue());
    }
    return json.append('}').toString();
  }

  static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
