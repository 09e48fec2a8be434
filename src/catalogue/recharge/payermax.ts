/**
 * Recharge API, PayerMax: the table of countries and methods of seed 004, each country with its own
 * currency and that currency's decimals. An order may be in any currency that is listed, whatever
 * the country: PayerMax turns the amount into the country's money for the payer.
 */
import { PART_REFUNDS } from '../../domain/refund.ts';
import type { CatalogueEntry } from '../entry.ts';
import { PAYIN_TERMS } from '../terms.ts';
import { ofCountry, type Provider, worldwide } from './rows.ts';

const PAYERMAX: Provider = {
  name: 'payermax',
  title: 'PayerMax',
  method: 'redirect',
  // PayerMax holds an unpaid order for a day at most.
  expiryMinutes: 1_440,
  refund: PART_REFUNDS,
  terms: PAYIN_TERMS,
};

interface Country {
  readonly code: string;
  readonly asset: string;
  readonly title: string;
  /** As the seed prints them. */
  readonly methods: readonly string[];
}

const CARDS = ['Visa/MasterCard'];

/** In the seed's order. Which of the methods a payer sees is PayerMax's choice. */
export const PAYERMAX_COUNTRIES: readonly Country[] = [
  { code: 'HK', asset: 'HKD/2', title: 'Hong Kong', methods: ['ALIPAYHK'] },
  {
    code: 'ID',
    asset: 'IDR/0',
    title: 'Indonesia',
    methods: [
      ...['BCA', 'BNI', 'BRI', 'BTPN', 'CIMB', 'Danamon', 'MUAMALAT', 'Mandiri', 'Maybank'],
      ...['Permata', 'Sinarmas', 'Credit/Debit Card(redirect)', 'Alfamart', 'One-Touch(DANA)'],
      ...['QRIS', 'Akulaku', 'DANA', 'Doku Wallet', 'OVO', 'ShopeePAY'],
    ],
  },
  {
    code: 'IN',
    asset: 'INR/2',
    title: 'India',
    methods: [
      ...['Net Banking', 'Net banking -Rapyd', 'UPI Collect', 'UPI by Pan'],
      ...['PhonePe / MobiKwik & more', 'PhonePe / MobiKwik & more by NoPan', 'PAYTM'],
    ],
  },
  {
    code: 'KR',
    asset: 'KRW/0',
    title: 'Korea',
    methods: ['Bank Transfer', 'Virtual Account', 'Credit Card', 'KAKAOPAY', 'PAYCO', 'toss'],
  },
  {
    code: 'MY',
    asset: 'MYR/2',
    title: 'Malaysia',
    methods: ['Axiata Boost', 'Grab Pay', 'Touch’n Go'],
  },
  {
    code: 'PH',
    asset: 'PHP/2',
    title: 'Philippines',
    methods: [
      ...['Bank Transfer', 'BPI', 'UnionBank', 'BillEase', 'DragonPay Credits', 'Paymaya'],
      ...['GCash', 'Grab Pay'],
    ],
  },
  { code: 'SG', asset: 'SGD/2', title: 'Singapore', methods: ['eNETS', 'GrabPay', 'PayNow'] },
  {
    code: 'TH',
    asset: 'THB/2',
    title: 'Thailand',
    methods: ['TrueMoney One-Touch', 'Line Pay', 'PromptPay', 'TrueMoney'],
  },
  { code: 'AE', asset: 'AED/2', title: 'Emirates', methods: CARDS },
  { code: 'BH', asset: 'BHD/3', title: 'Bahrain', methods: CARDS },
  { code: 'EG', asset: 'EGP/2', title: 'Egypt', methods: CARDS },
  { code: 'JO', asset: 'JOD/3', title: 'Jordan', methods: CARDS },
  { code: 'KW', asset: 'KWD/3', title: 'Kuwait', methods: ['KNET', ...CARDS] },
  { code: 'OM', asset: 'OMR/3', title: 'Oman', methods: CARDS },
  { code: 'QA', asset: 'QAR/2', title: 'Qatar', methods: CARDS },
  { code: 'SA', asset: 'SAR/2', title: 'Saudi Arabia', methods: ['MADA', ...CARDS] },
  {
    code: 'TR',
    asset: 'TRY/2',
    title: 'Türkiye',
    methods: [
      ...['Akbank', 'Alternatifbank', 'DenizBank', 'Finansbank', 'Garabti Bankasi', 'Halkbank'],
      ...['Kuveyt Türk', 'PTT', 'Türk Ekonomi Bankası', 'Türkiye Finans Katilim Bankasi'],
      ...['VakıfBank', 'Yapı Kredi', 'Ziraat Bank', 'İşbank', 'Şekerbank', 'Debit/Credit Card'],
      ...['Ininal', 'GPay Wallet', 'Papara'],
    ],
  },
  {
    code: 'BR',
    asset: 'BRL/2',
    title: 'Brazil',
    methods: [
      ...['Banco do Brasil', 'Bradesco', 'Caixa', 'Itau', 'Santander', 'Boleto', 'Boletofast'],
      ...['Lottery', 'PIX', 'Ame', 'MercadoPago', 'PagSeguro', 'PicPay'],
    ],
  },
  // Chile and, at PayerMax, Colombia write no decimals.
  { code: 'CL', asset: 'CLP/0', title: 'Chile', methods: ['WebPay', 'Credit Card', 'Servipag'] },
  {
    code: 'CO',
    asset: 'COP/0',
    title: 'Colombia',
    methods: ['Debit/Credit Card', 'PSE', 'Baloto', 'Davivienda', 'Efecty'],
  },
  {
    code: 'MX',
    asset: 'MXN/2',
    title: 'Mexico',
    methods: [...['BBVA', 'Banorte', 'SPEI', 'STP', 'Santander', 'Debit/Credit Card', 'OXXO']],
  },
  {
    code: 'PE',
    asset: 'PEN/2',
    title: 'Peru',
    methods: ['BBVA', 'BCP', 'Interbank', 'Debit/Credit Card', 'PagoEfectivo'],
  },
];

/** Currencies that orders are made in besides those of the countries: our choice. */
const COMMON_ASSETS = ['USD/2', 'EUR/2', 'GBP/2', 'JPY/0'];

export const RECHARGE_PAYERMAX: readonly CatalogueEntry[] = [
  ...PAYERMAX_COUNTRIES.map(({ code, asset, title }) => ofCountry(PAYERMAX, code, asset, title)),
  ...[...PAYERMAX_COUNTRIES.map(({ asset }) => asset), ...COMMON_ASSETS].map((asset) =>
    worldwide(PAYERMAX, asset),
  ),
];
