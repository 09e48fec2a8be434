// Signs requests to a Causeway platform and checks its notifications. One file, Go 1.19 or later,
// standard library only. Copy it into your program and give it your package's name.
//
//	signed, err := OpenAPI(appID, Object{{"mchOrderId", "A1"}, {"amount", Number("50010")}}, key)
//	fields, err := VerifyOpenAPI(rawBody, platformKeys) // an error: log it, answer 400
//
// Values are string, Number, int, int64, *big.Int, bool, nil, Object and []any. A float is refused,
// as it may not be what it looks like: give decimals as text, or as Number where the API takes one.
//
//	go run causeway.go --selftest vectors.json
package main

import (
	"bytes"
	"crypto"
	"crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Acknowledgements are what to answer a notification with, once it is stored: HTTP 200 and this.
var Acknowledgements = map[string]string{
	"collect":     "success",
	"open-api":    `{"code":10000,"message":"Success"}`,
	"open-api-ph": "success",
	"recharge":    "success",
}

// ErrUnsigned says that no key signed the notification as it was received.
var ErrUnsigned = errors.New("the signature does not hold")

// Number is a number of JSON as its text: 100.00 stays 100.00.
type Number string

// Member is a field with its value.
type Member struct {
	Name  string
	Value any
}

// Object keeps its members in the order in which they are sent.
type Object []Member

// Get answers the value of a member; nil where there is none.
func (object Object) Get(name string) any {
	for _, member := range object {
		if member.Name == name {
			return member.Value
		}
	}
	return nil
}

// Text answers the text of a member; "" where it is none.
func (object Object) Text(name string) string {
	text, _ := object.Get(name).(string)
	return text
}

func (object Object) without(name string) Object {
	rest := Object{}
	for _, member := range object {
		if member.Name != name {
			rest = append(rest, member)
		}
	}
	return rest
}

// Signed is what to send. Sign is a header of its own with Recharge alone.
type Signed struct {
	Body, Sign, Text string
}

// --- requests

// Collect signs for the collection API: MD5 over the sorted fields, merchant among them.
func Collect(fields Object, key string) (Signed, error) {
	own := fields.without("sign")
	text, err := PairsText(own, false)
	if err != nil {
		return Signed{}, err
	}
	return flat(own, text, md5Hex(text+"&key="+key))
}

// OpenAPI signs for the Open API: RSA over the text param.
func OpenAPI(appID string, fields Object, key *rsa.PrivateKey) (Signed, error) {
	text, err := JSON(fields, false)
	if err != nil {
		return Signed{}, err
	}
	sign, err := signRSA(text, key)
	if err != nil {
		return Signed{}, err
	}
	body, err := JSON(Object{{"appId", appID}, {"sign", sign}, {"param", text}}, false)
	return Signed{Body: body, Text: text}, err
}

// OpenAPIPh signs for the Open API of the Philippines: RSA over the sorted fields and appId.
func OpenAPIPh(appID string, fields Object, key *rsa.PrivateKey) (Signed, error) {
	own := append(Object{{"appId", appID}}, fields.without("sign")...)
	text, err := PairsText(own, true)
	if err != nil {
		return Signed{}, err
	}
	sign, err := signRSA(text, key)
	if err != nil {
		return Signed{}, err
	}
	return flat(own, text, sign)
}

// Recharge signs for the pay center API: RSA over the sorted body, sent in the header sign.
func Recharge(fields Object, key *rsa.PrivateKey) (Signed, error) {
	text, err := JSON(fields, true)
	if err != nil {
		return Signed{}, err
	}
	sign, err := signRSA(text, key)
	return Signed{Body: text, Sign: sign, Text: text}, err
}

func flat(own Object, text, sign string) (Signed, error) {
	body, err := JSON(append(own, Member{"sign", sign}), false)
	return Signed{Body: body, Text: text}, err
}

// --- notifications: each answers what it says, or why it is not taken

// VerifyCollect takes your key, and during a rotation the old one too.
func VerifyCollect(body []byte, keys []string) (Object, error) {
	fields, err := Read(body)
	if err != nil {
		return nil, err
	}
	text, err := PairsText(fields, false)
	if err != nil {
		return nil, err
	}
	holds := false
	for _, key := range keys {
		holds = same(md5Hex(text+"&key="+key), fields.Text("sign")) || holds
	}
	return held(fields, holds)
}

// VerifyOpenAPI takes the platform's keys.
func VerifyOpenAPI(body []byte, keys []*rsa.PublicKey) (Object, error) {
	outer, err := Read(body)
	if err != nil {
		return nil, err
	}
	param := outer.Text("param")
	if !verifyRSA([]byte(param), outer.Text("sign"), keys) {
		return nil, ErrUnsigned
	}
	return Read([]byte(param))
}

// VerifyOpenAPIPh takes the callback secrets, or the platform's keys where your app has RSA.
func VerifyOpenAPIPh(body []byte, secrets []string, keys []*rsa.PublicKey) (Object, error) {
	fields, err := Read(body)
	if err != nil {
		return nil, err
	}
	text, err := PairsText(fields, true)
	if err != nil {
		return nil, err
	}
	sign := fields.Text("sign")
	if len(sign) != sha1.Size*2 {
		return held(fields, verifyRSA([]byte(text), sign, keys))
	}
	holds := false
	for _, secret := range secrets {
		digest := sha1.Sum([]byte(text + "&secret=" + secret))
		holds = same(hex.EncodeToString(digest[:]), sign) || holds
	}
	return held(fields, holds)
}

// VerifyRecharge takes the header sign and the platform's keys.
func VerifyRecharge(body []byte, sign string, keys []*rsa.PublicKey) (Object, error) {
	if !verifyRSA(body, sign, keys) {
		return nil, ErrUnsigned
	}
	return Read(body)
}

func held(fields Object, holds bool) (Object, error) {
	if !holds {
		return nil, ErrUnsigned
	}
	return fields, nil
}

// --- texts

// PairsText joins name=value by &, sorted, without sign, null and empty values.
func PairsText(fields Object, nested bool) (string, error) {
	sorted := append(Object{}, fields...)
	sort.Slice(sorted, func(a, b int) bool { return sorted[a].Name < sorted[b].Name })
	pairs := []string{}
	for _, member := range sorted {
		if strings.IndexFunc(member.Name, func(r rune) bool { return r > 127 }) >= 0 {
			return "", errors.New("a name outside ASCII")
		}
		text, isText := member.Value.(string)
		if member.Name == "sign" || member.Value == nil || (isText && text == "") {
			continue
		}
		if !isText {
			_, isObject := member.Value.(Object)
			_, isList := member.Value.([]any)
			if !nested && (isObject || isList) {
				return "", fmt.Errorf("%s: a nested value cannot be signed", member.Name)
			}
			var err error
			if text, err = JSON(member.Value, false); err != nil {
				return "", err
			}
		}
		pairs = append(pairs, member.Name+"="+text)
	}
	return strings.Join(pairs, "&"), nil
}

// JSON is compact, nothing escaped that need not be; sorted: by name, at every depth.
func JSON(value any, sorted bool) (string, error) {
	out := strings.Builder{}
	err := write(&out, value, sorted)
	return out.String(), err
}

func write(out *strings.Builder, value any, sorted bool) error {
	switch value := value.(type) {
	case nil:
		out.WriteString("null")
	case bool:
		out.WriteString(strconv.FormatBool(value))
	case Number:
		out.WriteString(string(value))
	case int:
		out.WriteString(strconv.Itoa(value))
	case int64:
		out.WriteString(strconv.FormatInt(value, 10))
	case *big.Int:
		out.WriteString(value.String())
	case string:
		return quote(out, value)
	case []any:
		out.WriteByte('[')
		for at, each := range value {
			if at > 0 {
				out.WriteByte(',')
			}
			if err := write(out, each, sorted); err != nil {
				return err
			}
		}
		out.WriteByte(']')
	case Object:
		return writeObject(out, value, sorted)
	default:
		return fmt.Errorf("give decimals as string or Number, not as %T", value)
	}
	return nil
}

func writeObject(out *strings.Builder, object Object, sorted bool) error {
	if sorted {
		object = append(Object{}, object...)
		sort.Slice(object, func(a, b int) bool { return object[a].Name < object[b].Name })
	}
	out.WriteByte('{')
	for at, member := range object {
		if at > 0 {
			out.WriteByte(',')
		}
		if err := quote(out, member.Name); err != nil {
			return err
		}
		out.WriteByte(':')
		if err := write(out, member.Value, sorted); err != nil {
			return err
		}
	}
	out.WriteByte('}')
	return nil
}

var escapes = map[rune]string{
	'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`,
}

// The standard library writes <, > and & as escapes, which others do not sign.
func quote(out *strings.Builder, text string) error {
	if !utf8.ValidString(text) {
		return errors.New("a text is not UTF-8")
	}
	out.WriteByte('"')
	for _, each := range text {
		if escape, found := escapes[each]; found {
			out.WriteString(escape)
		} else if each < 32 {
			fmt.Fprintf(out, `\u%04x`, each)
		} else {
			out.WriteRune(each)
		}
	}
	out.WriteByte('"')
	return nil
}

// Read answers the object in the bytes, its order and the text of its numbers kept.
func Read(body []byte) (Object, error) {
	if !utf8.Valid(body) {
		return nil, errors.New("the body is not UTF-8")
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	value, err := readValue(decoder, 0)
	if err != nil {
		return nil, fmt.Errorf("the body cannot be read: %w", err)
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, errors.New("the body cannot be read: text after the value")
	}
	object, isObject := value.(Object)
	if !isObject {
		return nil, errors.New("the body is no JSON object")
	}
	return object, nil
}

const depthMax = 64

func readValue(decoder *json.Decoder, depth int) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	if depth > depthMax {
		return nil, errors.New("nested too deeply")
	}
	switch token := token.(type) {
	case json.Number:
		return Number(token.String()), nil
	case json.Delim:
		if token == '{' {
			return readObject(decoder, depth)
		}
		list := []any{}
		for decoder.More() {
			value, err := readValue(decoder, depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err := decoder.Token()
		return list, err
	default:
		return token, nil
	}
}

func readObject(decoder *json.Decoder, depth int) (any, error) {
	object, seen := Object{}, map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, isName := token.(string)
		if !isName || seen[name] {
			return nil, errors.New("a name stands twice, or is none")
		}
		seen[name] = true
		value, err := readValue(decoder, depth+1)
		if err != nil {
			return nil, err
		}
		object = append(object, Member{name, value})
	}
	_, err := decoder.Token()
	return object, err
}

// --- digests and RSA

func md5Hex(text string) string {
	digest := md5.Sum([]byte(text))
	return hex.EncodeToString(digest[:])
}

func same(expected, given string) bool {
	return subtle.ConstantTimeCompare([]byte(expected), []byte(strings.ToLower(given))) == 1
}

// PrivateKey reads PKCS#8 or PKCS#1, as PEM or as base64 on one line.
func PrivateKey(text string) (*rsa.PrivateKey, error) {
	der, err := derOf(text)
	if err != nil {
		return nil, err
	}
	if key, err := x509.ParsePKCS1PrivateKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	if own, isRSA := key.(*rsa.PrivateKey); isRSA {
		return own, nil
	}
	return nil, errors.New("the key is not an RSA key")
}

// PublicKey reads SubjectPublicKeyInfo or PKCS#1, as PEM or as base64 on one line.
func PublicKey(text string) (*rsa.PublicKey, error) {
	der, err := derOf(text)
	if err != nil {
		return nil, err
	}
	if key, err := x509.ParsePKCS1PublicKey(der); err == nil {
		return key, nil
	}
	key, err := x509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, err
	}
	if own, isRSA := key.(*rsa.PublicKey); isRSA {
		return own, nil
	}
	return nil, errors.New("the key is not an RSA key")
}

func derOf(text string) ([]byte, error) {
	if block, _ := pem.Decode([]byte(text)); block != nil {
		return block.Bytes, nil
	}
	return base64.StdEncoding.DecodeString(strings.TrimSpace(text))
}

func signRSA(text string, key *rsa.PrivateKey) (string, error) {
	digest := sha256.Sum256([]byte(text))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	return base64.StdEncoding.EncodeToString(signature), err
}

// The decoder takes line breaks, so what it read is written again and compared.
func verifyRSA(data []byte, sign string, keys []*rsa.PublicKey) bool {
	signature, err := base64.StdEncoding.DecodeString(sign)
	if err != nil || base64.StdEncoding.EncodeToString(signature) != sign {
		return false
	}
	digest := sha256.Sum256(data)
	for _, key := range keys {
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest[:], signature) == nil {
			return true
		}
	}
	return false
}

// --- the kit's own test: leave out what follows where you copy the file

func main() {
	if len(os.Args) != 3 || os.Args[1] != "--selftest" {
		fmt.Fprintln(os.Stderr, "usage: go run causeway.go --selftest vectors.json")
		os.Exit(2)
	}
	right, count, err := selftest(os.Args[2])
	if err != nil {
		fmt.Println("WRONG", err)
	}
	fmt.Printf("%d of %d hold\n", right, count)
	if err != nil || right != count || count == 0 {
		os.Exit(1)
	}
}

func selftest(path string) (right, count int, err error) {
	file, err := os.ReadFile(path)
	if err != nil {
		return 0, 0, err
	}
	vectors, err := Read(file)
	if err != nil {
		return 0, 0, err
	}
	keys, _ := vectors.Get("keys").(Object)
	private, err := PrivateKey(keys.Text("privateKey"))
	if err != nil {
		return 0, 0, err
	}
	requests, _ := vectors.Get("requests").([]any)
	for _, each := range requests {
		vector := each.(Object)
		made, err := requestOf(vector, keys, private)
		isRight := err == nil && made.Text == vector.Text("text") && made.Body == vector.Text("body")
		isRight = isRight && (made.Sign == "" || made.Sign == vector.Text("sign"))
		right, count = counted(right, isRight), count+1
		if !isRight {
			fmt.Println("WRONG request", vector.Text("dialect"), vector.Text("name"), err)
		}
	}
	public, err := PublicKey(keys.Text("publicKey"))
	if err != nil {
		return right, count, err
	}
	notifications, _ := vectors.Get("notifications").([]any)
	for _, each := range notifications {
		vector := each.(Object)
		_, err := verified(vector, keys, []*rsa.PublicKey{public})
		isRight := (err == nil) == vector.Get("holds").(bool)
		right, count = counted(right, isRight), count+1
		if !isRight {
			fmt.Println("WRONG notification", vector.Text("dialect"), vector.Text("name"), err)
		}
	}
	return right, count, nil
}

func counted(right int, isRight bool) int {
	if isRight {
		return right + 1
	}
	return right
}

func requestOf(vector, keys Object, private *rsa.PrivateKey) (Signed, error) {
	fields, err := Read([]byte(vector.Text("input")))
	if err != nil {
		return Signed{}, err
	}
	switch vector.Text("dialect") {
	case "collect":
		return Collect(fields, keys.Text("key"))
	case "open-api":
		return OpenAPI(keys.Text("appId"), fields, private)
	case "open-api-ph":
		return OpenAPIPh(keys.Text("appId"), fields, private)
	default:
		return Recharge(fields, private)
	}
}

func verified(vector, keys Object, platform []*rsa.PublicKey) (Object, error) {
	body := []byte(vector.Text("body"))
	switch vector.Text("dialect") {
	case "collect":
		return VerifyCollect(body, []string{keys.Text("key")})
	case "open-api":
		return VerifyOpenAPI(body, platform)
	case "open-api-ph":
		return VerifyOpenAPIPh(body, []string{keys.Text("secret")}, platform)
	default:
		return VerifyRecharge(body, vector.Text("header"), platform)
	}
}
