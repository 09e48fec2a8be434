/** `causeway keys generate`: keys for a merchant's side, or for trying things out. */
import { generateRsaPair, generateSecret } from '../../wire/generate-keys.ts';
import { command, done, usageError } from '../command.ts';
import { flag, oneOf, optional, withDefault } from '../option.ts';
import { facts } from '../style.ts';

const BITS = ['2048', '4096'] as const;
const FORMS = ['base64', 'pem'] as const;

export const keysGenerate = command({
  name: 'keys generate',
  summary: 'make an RSA key pair, or a key for MD5 signatures',
  notes: [
    'Nothing is stored. RSA keys are printed as the published APIs print them: base64 DER on one',
    'line, PKCS#8 (private) and SubjectPublicKeyInfo (public).',
  ],
  options: {
    bits: optional('BITS', '2048 (usual) or 4096', oneOf(BITS)),
    md5: flag('32 hexadecimal digits instead of an RSA pair'),
    form: withDefault('FORM', 'of RSA keys: base64 or pem', 'base64', oneOf(FORMS)),
  },
  examples: [
    ['keys generate --bits 4096', 'a pair for an RSA dialect'],
    ['keys generate --md5 --json', 'a key for an MD5 dialect'],
  ],
  async run({ bits, md5, form }) {
    if (md5) {
      if (bits !== null)
        return usageError('--bits is of RSA keys, --md5 of others: give one of them');
      const key = generateSecret(16);
      return done({ kind: 'md5', key }, () => key);
    }
    const length = Number.parseInt(bits ?? '2048', 10);
    const made = await generateRsaPair(length);
    const publicKey = form === 'pem' ? pem('PUBLIC KEY', made.publicKey) : made.publicKey;
    const privateKey = form === 'pem' ? pem('PRIVATE KEY', made.privateKey) : made.privateKey;
    return done({ kind: 'rsa', bits: length, publicKey, privateKey }, (style) =>
      form === 'pem'
        ? `${privateKey}\n${publicKey}`
        : facts(style, [
            ['private key', privateKey],
            ['public key', publicKey],
          ]),
    );
  },
});

function pem(label: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join('\n');
}
