import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signs requests to a Causeway platform and checks its notifications. One file, Java 11 or later,
 * nothing beside the JDK. Copy it into your program.
 *
 * <pre>
 * Signed request = Causeway.openApi(appId, fields, Causeway.privateKey(pem));
 * Checked checked = Causeway.verifyOpenApi(rawBody, List.of(Causeway.publicKey(platformPem)));
 * if (!checked.ok) log(checked.reason);            // answer 400
 * </pre>
 *
 * Values are String, Integer, Long, BigInteger, BigDecimal (as its plain text), Boolean, null, List
 * and Map. A double is refused: it may not be what it looks like. Use a LinkedHashMap where the
 * order of what is sent matters to you.
 *
 * <p>{@code java Causeway.java --selftest vectors.json}
 */
public final class Causeway {
  private Causeway() {}

  /** What to send. {@code sign} is a header of its own with recharge alone, else null. */
  public static final class Signed {
    public final String body;
    public final String sign;
    public final String text;

    Signed(String body, String sign, String text) {
      this.body = body;
      this.sign = sign;
      this.text = text;
    }
  }

  /** A notification that holds with what it says, or why it does not; numbers are Text. */
  public static final class Checked {
    public final boolean ok;
    public final Map<String, Object> fields;
    public final String reason;

    Checked(Map<String, Object> fields, String reason) {
      this.ok = fields != null;
      this.fields = fields;
      this.reason = reason;
    }
  }

  /** What to answer a notification with, once it is stored: HTTP 200 and this. */
  public static String acknowledgement(String api) {
    return api.equals("open-api") ? "{\"code\":10000,\"message\":\"Success\"}" : "success";
  }

  // --- requests ---------------------------------------------------------------------------------

  /** The collection API: MD5 over the sorted fields, {@code merchant} among them. */
  public static Signed collect(Map<String, ?> fields, String key) {
    Map<String, Object> own = without(fields);
    String text = pairsText(own, false);
    own.put("sign", digest("MD5", text + "&key=" + key));
    return new Signed(json(own, false), null, text);
  }

  /** The Open API: RSA over the text {@code param}. */
  public static Signed openApi(String appId, Map<String, ?> fields, PrivateKey key) {
    String text = json(fields, false);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("appId", appId);
    body.put("sign", sign(text, key));
    body.put("param", text);
    return new Signed(json(body, false), null, text);
  }

  /** The Open API of the Philippines: RSA over the sorted fields, {@code appId} among them. */
  public static Signed openApiPh(String appId, Map<String, ?> fields, PrivateKey key) {
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("appId", appId);
    own.putAll(without(fields));
    String text = pairsText(own, true);
    own.put("sign", sign(text, key));
    return new Signed(json(own, false), null, text);
  }

  /** The pay center API: RSA over the sorted body; its signature is the header {@code sign}. */
  public static Signed recharge(Map<String, ?> fields, PrivateKey key) {
    String text = json(fields, true);
    return new Signed(text, sign(text, key), text);
  }

  private static Map<String, Object> without(Map<String, ?> fields) {
    Map<String, Object> own = new LinkedHashMap<>(fields);
    own.remove("sign");
    return own;
  }

  // --- notifications ----------------------------------------------------------------------------

  private static final String UNSIGNED = "the signature does not hold";

  /** {@code keys}: your key, and during a rotation the old one too. */
  public static Checked verifyCollect(byte[] body, Collection<String> keys) {
    try {
      Map<String, Object> fields = read(body);
      String text = pairsText(fields, false);
      boolean holds = false;
      for (String key : keys) holds |= same(digest("MD5", text + "&key=" + key), sign(fields));
      return holds ? new Checked(fields, null) : new Checked(null, UNSIGNED);
    } catch (IllegalArgumentException error) {
      return new Checked(null, error.getMessage());
    }
  }

  /** {@code keys}: the platform's. */
  public static Checked verifyOpenApi(byte[] body, Collection<PublicKey> keys) {
    try {
      Map<String, Object> outer = read(body);
      Object param = outer.get("param");
      byte[] text = utf8(param instanceof String ? (String) param : "");
      return verifyRsa(text, sign(outer), keys)
          ? new Checked(read(text), null)
          : new Checked(null, UNSIGNED);
    } catch (IllegalArgumentException error) {
      return new Checked(null, error.getMessage());
    }
  }

  /** With the callback secrets, or with the platform's keys where your app has RSA. */
  public static Checked verifyOpenApiPh(
      byte[] body, Collection<String> secrets, Collection<PublicKey> keys) {
    try {
      Map<String, Object> fields = read(body);
      String text = pairsText(fields, true);
      String sign = sign(fields);
      boolean holds = sign.length() != 40 && verifyRsa(utf8(text), sign, keys);
      if (sign.length() == 40) {
        for (String each : secrets) holds |= same(digest("SHA-1", text + "&secret=" + each), sign);
      }
      return holds ? new Checked(fields, null) : new Checked(null, UNSIGNED);
    } catch (IllegalArgumentException error) {
      return new Checked(null, error.getMessage());
    }
  }

  /** {@code sign}: the header. */
  public static Checked verifyRecharge(byte[] body, String sign, Collection<PublicKey> keys) {
    try {
      return verifyRsa(body, sign == null ? "" : sign, keys)
          ? new Checked(read(body), null)
          : new Checked(null, UNSIGNED);
    } catch (IllegalArgumentException error) {
      return new Checked(null, error.getMessage());
    }
  }

  private static String sign(Map<String, Object> fields) {
    Object sign = fields.get("sign");
    return sign instanceof String ? (String) sign : "";
  }

  // --- texts ------------------------------------------------------------------------------------

  /** {@code name=value} joined by {@code &}, sorted, without sign, null and empty values. */
  public static String pairsText(Map<String, ?> fields, boolean nested) {
    List<String> pairs = new ArrayList<>();
    for (Map.Entry<String, Object> field : new TreeMap<String, Object>(fields).entrySet()) {
      String name = field.getKey();
      Object value = field.getValue();
      if (!name.chars().allMatch(each -> each < 128)) {
        throw new IllegalArgumentException("a name outside ASCII");
      }
      if (name.equals("sign") || value == null || value.equals("")) continue;
      if (!nested && (value instanceof Map || value instanceof List)) {
        throw new IllegalArgumentException(name + ": a nested value cannot be signed");
      }
      pairs.add(name + "=" + (value instanceof String ? value : json(value, false)));
    }
    return String.join("&", pairs);
  }

  /** Compact JSON, nothing escaped that need not be; {@code sort}: by name, at every depth. */
  public static String json(Object value, boolean sort) {
    StringBuilder out = new StringBuilder();
    write(value, sort, out);
    return out.toString();
  }

  private static void write(Object value, boolean sort, StringBuilder out) {
    if (value == null || value instanceof Boolean) out.append(value);
    else if (value instanceof Text) out.append(((Text) value).text);
    else if (value instanceof BigDecimal) out.append(((BigDecimal) value).toPlainString());
    else if (value instanceof Integer || value instanceof Long || value instanceof BigInteger) {
      out.append(value);
    } else if (value instanceof String) quote((String) value, out);
    else if (value instanceof List) {
      String between = "[";
      for (Object each : (List<?>) value) {
        out.append(between);
        write(each, sort, out);
        between = ",";
      }
      out.append(between.equals("[") ? "[]" : "]");
    } else if (value instanceof Map) writeObject((Map<?, ?>) value, sort, out);
    else throw new IllegalArgumentException("give decimals as String or BigDecimal");
  }

  private static void writeObject(Map<?, ?> object, boolean sort, StringBuilder out) {
    String between = "{";
    Map<?, ?> ordered = sort ? new TreeMap<Object, Object>(object) : object;
    for (Map.Entry<?, ?> member : ordered.entrySet()) {
      out.append(between);
      quote((String) member.getKey(), out);
      out.append(':');
      write(member.getValue(), sort, out);
      between = ",";
    }
    out.append(between.equals("{") ? "{}" : "}");
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int at = 0; at < text.length(); at += 1) {
      char unit = text.charAt(at);
      int escaped = "\"\\\b\f\n\r\t".indexOf(unit);
      if (escaped >= 0) out.append('\\').append("\"\\bfnrt".charAt(escaped));
      else if (unit < 32) out.append(String.format("\\u%04x", (int) unit));
      else out.append(unit);
    }
    out.append('"');
  }

  /** A number that was read, as its own text: 100.00 stays 100.00. */
  public static final class Text {
    public final String text;

    public Text(String text) {
      this.text = text;
    }

    public BigDecimal value() {
      return new BigDecimal(text);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  // --- reading ----------------------------------------------------------------------------------

  /** The object in the bytes; IllegalArgumentException where there is none. */
  public static Map<String, Object> read(byte[] body) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException error) {
      throw new IllegalArgumentException("the body is not UTF-8");
    }
    Reader reader = new Reader(text);
    Object value = reader.value(0);
    reader.blank();
    if (reader.at < text.length()) throw reader.wrong();
    if (!(value instanceof Map)) throw new IllegalArgumentException("the body is no JSON object");
    @SuppressWarnings("unchecked")
    Map<String, Object> object = (Map<String, Object>) value;
    return object;
  }

  private static final class Reader {
    private static final int DEPTH_MAX = 64;
    private final String text;
    private int at = 0;

    Reader(String text) {
      this.text = text;
    }

    IllegalArgumentException wrong() {
      return new IllegalArgumentException("the body cannot be read: no JSON at " + at);
    }

    void blank() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at += 1;
    }

    private boolean takes(String word) {
      if (!text.startsWith(word, at)) return false;
      at += word.length();
      return true;
    }

    Object value(int depth) {
      if (depth > DEPTH_MAX) throw wrong();
      blank();
      if (takes("{")) return object(depth);
      if (takes("[")) return list(depth);
      if (takes("\"")) return string();
      if (takes("true")) return true;
      if (takes("false")) return false;
      if (takes("null")) return null;
      java.util.regex.Matcher number = NUMBER.matcher(text).region(at, text.length());
      if (!number.lookingAt()) throw wrong();
      at = number.end();
      return new Text(number.group());
    }

    private static final java.util.regex.Pattern NUMBER =
        java.util.regex.Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");

    private Map<String, Object> object(int depth) {
      Map<String, Object> object = new LinkedHashMap<>();
      blank();
      if (takes("}")) return object;
      do {
        blank();
        if (!takes("\"")) throw wrong();
        String name = string();
        blank();
        if (!takes(":") || object.containsKey(name)) throw wrong();
        object.put(name, value(depth + 1));
        blank();
      } while (takes(","));
      if (!takes("}")) throw wrong();
      return object;
    }

    private List<Object> list(int depth) {
      List<Object> list = new ArrayList<>();
      blank();
      if (takes("]")) return list;
      do {
        list.add(value(depth + 1));
        blank();
      } while (takes(","));
      if (!takes("]")) throw wrong();
      return list;
    }

    private String string() {
      StringBuilder out = new StringBuilder();
      while (at < text.length()) {
        char unit = text.charAt(at++);
        if (unit == '"') return out.toString();
        if (unit < 32) throw wrong();
        out.append(unit == '\\' ? escaped() : unit);
      }
      throw wrong();
    }

    private char escaped() {
      if (at >= text.length()) throw wrong();
      char unit = text.charAt(at++);
      if (unit == 'u') {
        String hex = text.substring(at, Math.min(at + 4, text.length()));
        if (!hex.matches("[0-9a-fA-F]{4}")) throw wrong();
        at += 4;
        return (char) Integer.parseInt(hex, 16);
      }
      int known = "\"\\/bfnrt".indexOf(unit);
      if (known < 0) throw wrong();
      return "\"\\/\b\f\n\r\t".charAt(known);
    }
  }

  // --- digests and RSA --------------------------------------------------------------------------

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String algorithm, String text) {
    try {
      StringBuilder hex = new StringBuilder();
      for (byte each : MessageDigest.getInstance(algorithm).digest(utf8(text))) {
        hex.append(String.format("%02x", each));
      }
      return hex.toString();
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    }
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(utf8(expected), utf8(given.toLowerCase(java.util.Locale.ROOT)));
  }

  /** PKCS#8, as PEM or as base64 on one line. */
  public static PrivateKey privateKey(String text) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der(text)));
  }

  /** SubjectPublicKeyInfo, as PEM or as base64 on one line. */
  public static PublicKey publicKey(String text) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(text)));
  }

  private static byte[] der(String text) {
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  private static String sign(String text, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(utf8(text));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException error) {
      throw new IllegalStateException(error);
    }
  }

  private static boolean verifyRsa(byte[] data, String sign, Collection<PublicKey> keys) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(sign);
    } catch (IllegalArgumentException error) {
      return false;
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(sign)) return false;
    for (PublicKey key : keys) {
      try {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(data);
        if (signature.verify(bytes)) return true;
      } catch (GeneralSecurityException error) {
        // A signature of another length: not by this key.
      }
    }
    return false;
  }

  // --- the kit's own test -----------------------------------------------------------------------

  public static void main(String[] args) throws Exception {
    if (args.length != 2 || !args[0].equals("--selftest")) {
      System.err.println("usage: java Causeway.java --selftest vectors.json");
      System.exit(2);
    }
    Map<String, Object> vectors = read(Files.readAllBytes(Path.of(args[1])));
    Map<?, ?> keys = (Map<?, ?>) vectors.get("keys");
    int count = 0;
    int right = 0;
    for (Object each : (List<?>) vectors.get("requests")) {
      Map<?, ?> vector = (Map<?, ?>) each;
      Signed made = request(vector, keys);
      boolean isRight = made.text.equals(vector.get("text"));
      isRight &= made.body.equals(vector.get("body"));
      isRight &= made.sign == null || made.sign.equals(vector.get("sign"));
      count += 1;
      if (isRight) right += 1;
      else System.out.println("WRONG " + vector.get("dialect") + " " + vector.get("name"));
    }
    for (Object each : (List<?>) vectors.get("notifications")) {
      Map<?, ?> vector = (Map<?, ?>) each;
      count += 1;
      if (verified(vector, keys).ok == (Boolean) vector.get("holds")) right += 1;
      else System.out.println("WRONG " + vector.get("dialect") + " " + vector.get("name"));
    }
    System.out.println(right + " of " + count + " hold");
    System.exit(right == count && count > 0 ? 0 : 1);
  }

  private static Signed request(Map<?, ?> vector, Map<?, ?> keys) throws GeneralSecurityException {
    Map<String, Object> fields = read(utf8((String) vector.get("input")));
    PrivateKey key = privateKey((String) keys.get("privateKey"));
    switch ((String) vector.get("dialect")) {
      case "collect":
        return collect(fields, (String) keys.get("key"));
      case "open-api":
        return openApi((String) keys.get("appId"), fields, key);
      case "open-api-ph":
        return openApiPh((String) keys.get("appId"), fields, key);
      default:
        return recharge(fields, key);
    }
  }

  private static Checked verified(Map<?, ?> vector, Map<?, ?> keys)
      throws GeneralSecurityException {
    byte[] body = utf8((String) vector.get("body"));
    List<PublicKey> platform = List.of(publicKey((String) keys.get("publicKey")));
    switch ((String) vector.get("dialect")) {
      case "collect":
        return verifyCollect(body, List.of((String) keys.get("key")));
      case "open-api":
        return verifyOpenApi(body, platform);
      case "open-api-ph":
        return verifyOpenApiPh(body, List.of((String) keys.get("secret")), platform);
      default:
        return verifyRecharge(body, (String) vector.get("header"), platform);
    }
  }
}
