/**
 * Links to report files: the report's id, the moment at which the link ends, and a keyed digest of
 * both and of the file's name. Nothing of it is stored; whoever alters any of it has no link.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { parseId } from '../../domain/id.ts';
import type { ReportLinks } from '../../ports/report.ts';

const QUERY = /^id=([1-9][0-9]{0,18})&expires=([1-9][0-9]{0,11})&sig=([A-Za-z0-9_-]{43})$/;

/** Links below `publicUrl`, under a key of their own (`vault.derive('report-links')`). */
export function createReportLinks(publicUrl: string, key: Uint8Array): ReportLinks {
  const secret = createSecretKey(key);
  const digest = (text: string) => createHmac('sha256', secret).update(text).digest();
  const signed = (id: bigint, expiresS: string, fileName: string) =>
    digest(`${id} ${expiresS} ${fileName}`);
  return {
    urlOf(id, fileName, expiresAt) {
      const expiresS = String(Math.floor(expiresAt.getTime() / 1_000));
      const sig = signed(id, expiresS, fileName).toString('base64url');
      return `${publicUrl}/r/${fileName}?id=${id}&expires=${expiresS}&sig=${sig}`;
    },
    read(fileName, query) {
      const [, idText = '', expiresS = '', sig = ''] = QUERY.exec(query) ?? [];
      const id = parseId(idText);
      if (id === null) return null;
      const given = Buffer.from(sig, 'base64url');
      const right = signed(id, expiresS, fileName);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return { id, expiresAt: new Date(Number.parseInt(expiresS, 10) * 1_000) };
    },
  };
}
