/** What of a request for approval is secret, sealed for that request alone. */
import type { Vault } from './vault.ts';

type Texts = Readonly<Record<string, string>>;

const purposeOf = (id: bigint) => `approval:${id}`;

export function sealSecrets(vault: Vault, id: bigint, secrets: Texts): Buffer {
  return vault.seal(JSON.stringify(secrets), purposeOf(id));
}

export function openSecrets(vault: Vault, id: bigint, sealed: Uint8Array): Texts {
  return JSON.parse(vault.open(sealed, purposeOf(id)));
}
