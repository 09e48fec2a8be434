/**
 * EMVCo merchant-presented QR texts. Tag 62-05 carries our label, by which a scan finds the order.
 */

/** id + two-digit length + value. */
export function field(id: string, value: string): string {
  if (value.length < 1 || value.length > 99) throw new Error(`EMV field ${id} is 1-99 characters`);
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}

/** CRC-16/CCITT-FALSE as four upper-case hex digits: "123456789" -> "29B1". */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/** What the codes of one scheme share. */
export type Profile = {
  readonly format: string;
  readonly accounts: string;
  readonly category: string;
  /** ISO 4217 numeric. */
  readonly currency: string;
  readonly country: string;
  readonly city: string;
  /** Further sub-fields of tag 62. */
  readonly additional: string;
};

/** A template: a field made of sub-fields. */
export function template(id: string, ...subFields: readonly (readonly [string, string])[]): string {
  return field(id, subFields.map(([tag, value]) => field(tag, value)).join(''));
}

/** EMV texts count characters, and readers differ on others: keep plain ASCII. */
export function plainName(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/[^ -~]/g, '')
    .trim();
  return `TEST ${ascii}`.trim().slice(0, 25).trim();
}

/**
 * An EMV text. `label` stands in tag 62-05 (at most 25 letters and digits); `amount` is in major
 * units, undefined = the payer chooses; `reusable` = static (tag 01 is 11), else dynamic (12).
 */
export function emvText(
  profile: Profile,
  label: string,
  merchantName: string,
  amount: string | undefined,
  reusable: boolean,
): string {
  const text = [
    field('00', profile.format),
    field('01', reusable ? '11' : '12'),
    profile.accounts,
    field('52', profile.category),
    field('53', profile.currency),
    // The amount field has room for 13 characters; a longer one is left to the payer.
    amount === undefined || amount.length > 13 ? '' : field('54', amount),
    field('58', profile.country),
    field('59', plainName(merchantName)),
    field('60', profile.city),
    field('62', profile.additional + field('05', label)),
    '6304',
  ].join('');
  return text + crc16(text);
}

/** Whether the CRC at the end of an EMV text agrees (either letter case). */
export function isWholeEmv(text: string): boolean {
  const crcAt = text.length - 4;
  return (
    text.slice(crcAt - 4, crcAt) === '6304' &&
    crc16(text.slice(0, crcAt)) === text.slice(crcAt).toUpperCase()
  );
}
