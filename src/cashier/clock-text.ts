const SECOND_MS = 1000;
const DAY_S = 86_400;

/**
 * Time left as the page shows it: `14:59`, `23:59:59`, `2 days 03:04:05`. The script in
 * `assets/cashier.js` writes the same form every second; a browser test holds the two together.
 * @param leftMs milliseconds, 0 or more
 * @param language BCP 47 tag, for the word "days"
 */
export function timeLeftText(leftMs: number, language: string): string {
  const total = Math.ceil(leftMs / SECOND_MS);
  const days = Math.floor(total / DAY_S);
  const hours = Math.floor((total % DAY_S) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const clock = [days > 0 || hours > 0 ? hours : null, minutes, total % 60]
    .filter((part) => part !== null)
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
  return days === 0 ? clock : `${unitText(days, 'day', language)} ${clock}`;
}

/** `10 sec`, `10秒`, `3 дн.` */
export function unitText(count: number, unit: 'day' | 'second', language: string): string {
  // CLDR's short form of "day" is wrong for Indonesian ("hr" is its own word), the long is right.
  const unitDisplay = unit === 'day' ? 'long' : 'short';
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay }).format(count);
}
