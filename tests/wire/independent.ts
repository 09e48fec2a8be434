/** Implementations of signatures that share no code with ours: openssl, Java, Python. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { openssl, withFiles } from '../../src/wire/test-support/openssl.ts';

export const base64 = (text: string) => Buffer.from(text).toString('base64');

function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

/** SHA256withRSA by the openssl command; `privateKey`: PKCS#8 DER in base64, as is the answer. */
export function opensslSign(text: string, privateKey: string): string {
  return withFiles([pem('PRIVATE KEY', privateKey)], (key = '') =>
    openssl(['dgst', '-sha256', '-sign', key], text).toString('base64'),
  );
}

/** `publicKey`: SubjectPublicKeyInfo DER in base64. */
export function opensslVerifies(text: string, sign: string, publicKey: string): boolean {
  const files = [pem('PUBLIC KEY', publicKey), Buffer.from(sign, 'base64')];
  return withFiles(files, (key = '', signature = '') => {
    const args = ['dgst', '-sha256', '-verify', key, '-signature', signature];
    return spawnSync('openssl', args, { input: text, timeout: 20_000 }).status === 0;
  });
}

/** Runs a Java program of this folder: a task a line, its words apart by tabs; an answer a line. */
export function java(program: string, tasks: readonly (readonly string[])[]): readonly string[] {
  const path = new URL(program, import.meta.url).pathname;
  const input = tasks.map((task) => `${task.join('\t')}\n`).join('');
  return execFileSync('java', [path], { input, timeout: 120_000 }).toString().trimEnd().split('\n');
}

/** Runs a Python program of this folder: an object in, an object of lists out. */
export function python(
  program: string,
  task: object,
): Readonly<Record<string, readonly unknown[] | undefined>> {
  const path = new URL(program, import.meta.url).pathname;
  const input = JSON.stringify(task);
  return JSON.parse(execFileSync('python3', [path], { input, timeout: 60_000 }).toString());
}

/** A number of a key as hexadecimal digits. */
function hexOf(jwk: JsonWebKey, name: 'n' | 'd'): string {
  return Buffer.from(jwk[name] ?? '', 'base64url').toString('hex');
}

const der = (key: string) => ({ key: Buffer.from(key, 'base64'), format: 'der' }) as const;

/** A public key as its two numbers. */
export function publicNumbers(publicKey: string) {
  const jwk = createPublicKey({ ...der(publicKey), type: 'spki' }).export({ format: 'jwk' });
  return { n: hexOf(jwk, 'n'), e: 65_537 };
}

/** A private key as its two numbers. */
export function privateNumbers(privateKey: string) {
  const jwk = createPrivateKey({ ...der(privateKey), type: 'pkcs8' }).export({ format: 'jwk' });
  return { n: hexOf(jwk, 'n'), d: hexOf(jwk, 'd') };
}

function lacks(command: string, argument: string): string | false {
  const found = spawnSync(command, [argument], { timeout: 60_000 }).status === 0;
  return found ? false : `there is no ${command} here`;
}

/** Why what they would do is left out; false where it is not. */
export const WITHOUT_JAVA = lacks('java', '-version');
export const WITHOUT_PYTHON = lacks('python3', '--version');
