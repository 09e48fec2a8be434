import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.TreeMap;

/**
 * An independent reading of the Philippine Open API's signatures, from their description alone: a
 * merchant's program as it might be written in Java, with nothing but the standard library. One
 * task a line, parts separated by tabs, one answer a line:
 *
 *   verify PUBLIC_KEY TEXT SIGN              -> true or false
 *   callback SECRET SIGN NAME VALUE ...      -> true or false
 *   request PRIVATE_KEY NAME VALUE ...       -> SIGN
 *
 * Keys are base64 of X.509 and PKCS#8; TEXT, SECRET and each VALUE are base64 of UTF-8.
 */
public class OpenApiPhCheck {
  public static void main(String[] args) throws Exception {
    var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] parts = line.split("\t", -1);
      System.out.println(
          switch (parts[0]) {
            case "verify" -> String.valueOf(verify(parts));
            case "callback" -> String.valueOf(callback(parts));
            default -> request(parts);
          });
    }
  }

  static boolean verify(String[] parts) throws Exception {
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initVerify(key);
    signature.update(text(parts[2]).getBytes(StandardCharsets.UTF_8));
    return signature.verify(Base64.getDecoder().decode(parts[3]));
  }

  static boolean callback(String[] parts) throws Exception {
    String signed = pairs(parts, 3) + "&secret=" + text(parts[1]);
    byte[] digest =
        MessageDigest.getInstance("SHA-1").digest(signed.getBytes(StandardCharsets.UTF_8));
    var hex = new StringBuilder();
    for (byte each : digest) hex.append(String.format("%02x", each));
    return hex.toString().equals(parts[2]);
  }

  static String request(String[] parts) throws Exception {
    byte[] der = Base64.getDecoder().decode(parts[1]);
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(pairs(parts, 2).getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  /** Sorted by name, without sign and without what is empty. */
  static String pairs(String[] parts, int from) {
    var sorted = new TreeMap<String, String>();
    for (int at = from; at + 1 < parts.length; at += 2) sorted.put(parts[at], text(parts[at + 1]));
    sorted.remove("sign");
    var joined = new StringBuilder();
    for (var entry : sorted.entrySet()) {
      if (entry.getValue().isEmpty()) continue;
      if (joined.length() > 0) joined.append('&');
      joined.append(entry.getKey()).append('=').append(entry.getValue());
    }
    return joined.toString();
  }

  static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
