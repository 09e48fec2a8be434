/**
 * RSA keys that public API documents print as samples. Their private halves are known to anybody
 * (or to somebody else), so nobody may register one. Listed by the SHA-256 of the modulus
 * (big-endian, no leading zero), which also catches a sample key wrapped in another form.
 */
export const PUBLIC_SAMPLE_MODULI: ReadonlyMap<string, string> = new Map([
  [
    '12dafce45e84b26735b791c07fd0f0919f0ab633ad388f27301f958b2b12ac2b',
    'sample pair with its private key, multi-country API document (seed 000)',
  ],
  [
    '184c4ffb440c9b8ba26d33f6dba08f27c02ed799992dc1d6400411ef120c2b20',
    'sample public key, recharge-order API document (seed 004)',
  ],
]);
