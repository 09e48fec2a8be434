/** Ways to pay in each country on the cashier, after seed 004; cards are taken everywhere here. */

export interface Method {
  readonly paymentMethodType: string;
  /** Empty where there is none: cards. */
  readonly targetOrg: string;
}

interface Country {
  readonly currency: string;
  readonly methods: readonly Method[];
}

const CARD: Method = { paymentMethodType: 'CARD', targetOrg: '' };

function country(currency: string, ...groups: readonly (readonly Method[])[]): Country {
  return { currency, methods: [CARD, ...groups.flat()] };
}

function group(paymentMethodType: string, ...orgs: readonly string[]): readonly Method[] {
  return orgs.map((targetOrg) => ({ paymentMethodType, targetOrg }));
}

const wallets = (...orgs: readonly string[]) => group('WALLET', ...orgs);
const banks = (...orgs: readonly string[]) => group('BANK_TRANSFER', ...orgs);
const online = (...orgs: readonly string[]) => group('ONLINE_BANKING', ...orgs);
const realtime = (...orgs: readonly string[]) => group('REALTIME_PAYMENT', ...orgs);
const cash = (...orgs: readonly string[]) => group('CASH', ...orgs);

const COUNTRIES: ReadonlyMap<string, Country> = new Map([
  ['HK', country('HKD', wallets('ALIPAYHK'))],
  [
    'ID',
    country(
      'IDR',
      wallets('DANA', 'OVO', 'SHOPEEPAY', 'DOKU', 'AKULAKU'),
      banks('BCA', 'BNI', 'BRI', 'BTPN', 'CIMB', 'DANAMON', 'MUAMALAT', 'MANDIRI', 'MAYBANK'),
      banks('PERMATA', 'SINARMAS'),
      realtime('QRIS'),
      cash('ALFAMART'),
    ),
  ],
  ['IN', country('INR', online('NETBANKING'), realtime('UPI'), wallets('PHONEPE', 'PAYTM'))],
  ['KR', country('KRW', wallets('KAKAOPAY', 'PAYCO', 'TOSS'), banks('VIRTUAL_ACCOUNT'))],
  ['MY', country('MYR', wallets('BOOST', 'GRABPAY', 'TNG'))],
  [
    'PH',
    country('PHP', wallets('GCASH', 'PAYMAYA', 'GRABPAY'), online('BPI', 'UNIONBANK'), [
      ...wallets('BILLEASE'),
      ...realtime('QRPH'),
    ]),
  ],
  ['SG', country('SGD', realtime('PAYNOW'), wallets('GRABPAY'), online('ENETS'))],
  ['TH', country('THB', realtime('PROMPTPAY'), wallets('TRUEMONEY', 'LINEPAY'))],
  ['TW', country('TWD', cash('7-ELEVEN'))],
  ['AE', country('AED')],
  ['BH', country('BHD')],
  ['EG', country('EGP')],
  ['JO', country('JOD')],
  ['KW', country('KWD', online('KNET'))],
  ['OM', country('OMR')],
  ['QA', country('QAR')],
  ['SA', country('SAR', online('MADA'))],
  ['TR', country('TRY', wallets('ININAL', 'PAPARA'), banks('AKBANK', 'GARANTI', 'ZIRAAT'))],
  ['BR', country('BRL', realtime('PIX'), cash('BOLETO'), wallets('PICPAY', 'MERCADOPAGO'))],
  ['CL', country('CLP', online('WEBPAY'), cash('SERVIPAG'))],
  ['CO', country('COP', online('PSE'), cash('BALOTO', 'EFECTY'))],
  ['MX', country('MXN', realtime('SPEI'), cash('OXXO'), banks('BBVA', 'BANORTE'))],
  ['PE', country('PEN', cash('PAGOEFECTIVO'), banks('BBVA', 'BCP', 'INTERBANK'))],
  ['US', country('USD')],
  ['GB', country('GBP')],
  ['DE', country('EUR')],
  ['JP', country('JPY')],
]);

/** Null for a country that PayerMax does not serve here. */
export function countryOf(code: string): Country | null {
  return COUNTRIES.get(code) ?? null;
}

/** The first country with this money; the cashier opens there when none was named. */
export function countryWith(currency: string): string {
  return [...COUNTRIES].find(([, { currency: own }]) => own === currency)?.[0] ?? 'US';
}

export function countryCodes(): readonly string[] {
  return [...COUNTRIES.keys()];
}
