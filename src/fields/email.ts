/** E-mail addresses. */
import { accept, type Check, reject } from './check.ts';

const MAX = 254;
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * An address of the common ASCII form with a dotted domain, which is put in lower case. Quoted
 * local parts, address literals and non-ASCII addresses are refused: banks refuse them too.
 */
export const email: Check = (value) => {
  const reason = 'must be an e-mail address, for example maria@example.com';
  const at = value.lastIndexOf('@');
  const local = value.slice(0, Math.max(at, 0));
  // ASCII only: some non-ASCII capitals have ASCII small letters.
  const domain = value.slice(at + 1).replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const labels = domain.split('.');
  if (value.length > MAX || local.length > 64 || !LOCAL.test(local)) return reject(reason);
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return reject(reason);
  if (!/[a-z]/.test(labels.at(-1) ?? '')) return reject(reason);
  return accept(`${local}@${domain}`);
};
