/**
 * Banks and wallets that payouts can reach, by list. The list's first code is the one the core
 * keeps; the other codes are read too. Where no official short code exists, the codes are those of
 * the open API's payout lists. None of the lists is complete: an unlisted bank is refused before
 * money is held, and a line here adds it.
 */
export interface Bank {
  /** In capitals. */
  readonly code: string;
  readonly name: string;
  readonly otherCodes?: readonly string[];
  /** Digits of an account number there, when the bank has but one length. */
  readonly accountDigits?: number;
}

/** Interbank code first, then the short name that the open API prints as transfer code. */
const INDONESIAN_BANKS: readonly Bank[] = [
  { code: '002', name: 'Bank Rakyat Indonesia', otherCodes: ['BRI'], accountDigits: 15 },
  { code: '008', name: 'Bank Mandiri', otherCodes: ['MANDIRI'], accountDigits: 13 },
  { code: '009', name: 'Bank Negara Indonesia', otherCodes: ['BNI'] },
  { code: '011', name: 'Bank Danamon', otherCodes: ['DANAMON'], accountDigits: 12 },
  { code: '013', name: 'Bank Permata', otherCodes: ['PERMATA'] },
  { code: '014', name: 'Bank Central Asia', otherCodes: ['BCA'], accountDigits: 10 },
  { code: '016', name: 'Maybank Indonesia', otherCodes: ['MAYBANK'] },
  { code: '019', name: 'Panin Bank', otherCodes: ['PANIN'] },
  { code: '022', name: 'CIMB Niaga', otherCodes: ['CIMB'] },
  { code: '023', name: 'UOB Indonesia', otherCodes: ['UOB'] },
  { code: '028', name: 'OCBC NISP', otherCodes: ['OCBC'] },
  { code: '031', name: 'Citibank Indonesia', otherCodes: ['CITIBANK'] },
  { code: '041', name: 'HSBC Indonesia', otherCodes: ['HSBC'] },
  { code: '046', name: 'DBS Indonesia', otherCodes: ['DBS'] },
  { code: '110', name: 'Bank BJB', otherCodes: ['BJB'] },
  { code: '111', name: 'Bank DKI', otherCodes: ['DKI'] },
  { code: '147', name: 'Bank Muamalat', otherCodes: ['MUAMALAT'] },
  { code: '153', name: 'Bank Sinarmas', otherCodes: ['SINARMAS'] },
  { code: '200', name: 'Bank Tabungan Negara', otherCodes: ['BTN'] },
  { code: '213', name: 'BTPN', otherCodes: ['BTPN'] },
  { code: '426', name: 'Bank Mega', otherCodes: ['MEGA'] },
  { code: '441', name: 'Bank Bukopin', otherCodes: ['BUKOPIN'] },
  { code: '451', name: 'Bank Syariah Indonesia', otherCodes: ['BSI'] },
  { code: '535', name: 'SeaBank', otherCodes: ['SEABANK'] },
  { code: '536', name: 'BCA Syariah', otherCodes: ['BCA_SYARIAH'] },
  { code: '542', name: 'Bank Jago', otherCodes: ['JAGO'] },
];

const INDONESIAN_WALLETS: readonly Bank[] = [
  { code: 'OVO', name: 'OVO' },
  { code: 'DANA', name: 'DANA' },
  { code: 'GOPAY', name: 'GoPay' },
  { code: 'SHOPEEPAY', name: 'ShopeePay' },
  { code: 'LINKAJA', name: 'LinkAja' },
];

/** The central bank's code first, then the code of the instant payment scheme (NIP). */
const NIGERIAN_BANKS: readonly Bank[] = [
  { code: '011', name: 'First Bank of Nigeria', otherCodes: ['000016'] },
  { code: '023', name: 'Citibank Nigeria', otherCodes: ['000009'] },
  { code: '032', name: 'Union Bank of Nigeria', otherCodes: ['000018'] },
  { code: '033', name: 'United Bank for Africa', otherCodes: ['000004'] },
  { code: '035', name: 'Wema Bank', otherCodes: ['000017'] },
  { code: '044', name: 'Access Bank', otherCodes: ['000014'] },
  { code: '050', name: 'Ecobank Nigeria', otherCodes: ['000010'] },
  { code: '057', name: 'Zenith Bank', otherCodes: ['000015'] },
  { code: '058', name: 'Guaranty Trust Bank', otherCodes: ['000013'] },
  { code: '063', name: 'Access Bank (Diamond)', otherCodes: ['000005'] },
  { code: '068', name: 'Standard Chartered Bank', otherCodes: ['000021'] },
  { code: '070', name: 'Fidelity Bank', otherCodes: ['000007'] },
  { code: '076', name: 'Polaris Bank', otherCodes: ['000008'] },
  { code: '082', name: 'Keystone Bank', otherCodes: ['000002'] },
  { code: '100', name: 'SunTrust Bank', otherCodes: ['000022'] },
  { code: '101', name: 'Providus Bank', otherCodes: ['000023'] },
  { code: '103', name: 'Globus Bank', otherCodes: ['000027'] },
  { code: '214', name: 'First City Monument Bank', otherCodes: ['000003'] },
  { code: '215', name: 'Unity Bank', otherCodes: ['000011'] },
  { code: '221', name: 'Stanbic IBTC Bank', otherCodes: ['000012'] },
  { code: '232', name: 'Sterling Bank', otherCodes: ['000001'] },
  { code: '301', name: 'Jaiz Bank', otherCodes: ['000006'] },
  { code: '50211', name: 'Kuda Microfinance Bank', otherCodes: ['090267'] },
  { code: '50515', name: 'Moniepoint Microfinance Bank', otherCodes: ['090405'] },
  { code: '999991', name: 'PalmPay', otherCodes: ['100033'] },
  { code: '999992', name: 'OPay', otherCodes: ['100004'] },
];

const PHILIPPINE_BANKS: readonly Bank[] = [
  { code: 'BDO', name: 'BDO Unibank' },
  { code: 'BPI', name: 'Bank of the Philippine Islands' },
  { code: 'MBTC', name: 'Metrobank' },
  { code: 'LBP', name: 'Land Bank' },
  { code: 'PNB', name: 'Philippine National Bank' },
  { code: 'RCBC', name: 'RCBC' },
  { code: 'SECB', name: 'Security Bank' },
  { code: 'UBP', name: 'UnionBank' },
  { code: 'CBC', name: 'China Bank' },
  { code: 'EWB', name: 'EastWest Bank' },
  { code: 'AUB', name: 'Asia United Bank' },
  { code: 'PSB', name: 'PSBank' },
  { code: 'RSB', name: 'Robinsons Bank' },
  { code: 'MAYBANK', name: 'Maybank Philippines' },
];

const PHILIPPINE_WALLETS: readonly Bank[] = [
  { code: 'GCASH', name: 'GCash' },
  { code: 'PAYMAYA', name: 'Maya', otherCodes: ['MAYA'] },
  { code: 'GRABPAY', name: 'GrabPay' },
  { code: 'SHOPEEPAY', name: 'ShopeePay' },
];

const MALAYSIAN_BANKS: readonly Bank[] = [
  { code: 'MBB', name: 'Maybank' },
  { code: 'CIMB', name: 'CIMB Bank' },
  { code: 'PBB', name: 'Public Bank' },
  { code: 'RHB', name: 'RHB Bank' },
  { code: 'HLB', name: 'Hong Leong Bank' },
  { code: 'AMB', name: 'AmBank' },
  { code: 'UOB', name: 'UOB Malaysia' },
  { code: 'OCBC', name: 'OCBC Malaysia' },
  { code: 'BIMB', name: 'Bank Islam' },
  { code: 'BSN', name: 'Bank Simpanan Nasional' },
  { code: 'AFFIN', name: 'Affin Bank' },
  { code: 'ALLIANCE', name: 'Alliance Bank' },
  { code: 'HSBC', name: 'HSBC Malaysia' },
];

const MALAYSIAN_WALLETS: readonly Bank[] = [{ code: 'TNG', name: "Touch 'n Go eWallet" }];

const THAI_BANKS: readonly Bank[] = [
  { code: 'BBL', name: 'Bangkok Bank' },
  { code: 'KBANK', name: 'Kasikornbank' },
  { code: 'SCB', name: 'Siam Commercial Bank' },
  { code: 'KTB', name: 'Krungthai Bank' },
  { code: 'BAY', name: 'Bank of Ayudhya' },
  { code: 'TTB', name: 'TMBThanachart' },
  { code: 'GSB', name: 'Government Savings Bank' },
  { code: 'BAAC', name: 'Bank for Agriculture and Agricultural Cooperatives' },
  { code: 'GHB', name: 'Government Housing Bank' },
  { code: 'UOBT', name: 'UOB Thailand' },
  { code: 'CIMBT', name: 'CIMB Thai' },
  { code: 'KKP', name: 'Kiatnakin Phatra' },
  { code: 'LHB', name: 'Land and Houses Bank' },
  { code: 'TISCO', name: 'TISCO' },
];

const THAI_WALLETS: readonly Bank[] = [{ code: 'TRUEMONEY', name: 'TrueMoney wallet' }];

/** The codes of the Philippine Open API (seed 003): a proposal, as none are published. */
const OPEN_API_PH_BANKS: readonly Bank[] = [
  { code: 'BDO', name: 'BDO Unibank' },
  { code: 'BPIA', name: 'Bank of the Philippine Islands' },
  { code: 'MBTC', name: 'Metrobank' },
  { code: 'UBPB', name: 'UnionBank' },
  { code: 'LBP', name: 'Landbank' },
  { code: 'PNB', name: 'Philippine National Bank' },
  { code: 'SBC', name: 'Security Bank' },
  { code: 'CBC', name: 'China Bank' },
  { code: 'CBS', name: 'China Bank Savings' },
  { code: 'RCBC', name: 'RCBC' },
  { code: 'EWB', name: 'EastWest' },
  { code: 'MAYB', name: 'Maybank' },
  { code: 'AUB', name: 'Asia United Bank' },
  { code: 'UCPB', name: 'UCPB' },
  { code: 'DBP', name: 'Development Bank' },
  { code: 'PSB', name: 'PSBank' },
  { code: 'PBCOM', name: 'PBCOM' },
  { code: 'RSB', name: 'Robinsons Bank' },
  { code: 'ROB', name: 'Robinsons' },
  { code: 'CTBC', name: 'CTBC' },
  { code: 'STERLING', name: 'Sterling' },
  { code: 'PBB', name: 'Philippine Business Bank' },
  { code: 'PVB', name: 'Veterans Bank' },
  { code: 'ALLBANK', name: 'AllBank' },
  { code: 'CIMB', name: 'CIMB' },
  { code: 'GOTYME', name: 'GoTyme' },
  { code: 'MAYABANK', name: 'Maya Bank' },
  { code: 'SEABANK', name: 'SeaBank' },
  { code: 'TONIK', name: 'Tonik' },
  { code: 'UNO', name: 'UNO' },
  { code: 'ING', name: 'ING' },
  { code: 'HSBC', name: 'HSBC' },
  { code: 'SCB', name: 'Standard Chartered' },
];

const OPEN_API_PH_WALLETS: readonly Bank[] = [
  { code: 'GCASH', name: 'GCash' },
  { code: 'PAYMAYA', name: 'Maya', otherCodes: ['MAYA'] },
  { code: 'GRPY', name: 'GrabPay' },
  { code: 'COINS', name: 'Coins.ph' },
  { code: 'SHOPEEPAY', name: 'ShopeePay' },
  { code: 'STARPAY', name: 'Starpay' },
  { code: 'PALAWANPAY', name: 'PalawanPay' },
  { code: 'TAYOCASH', name: 'TayoCash' },
  { code: 'JT', name: 'J&T wallet' },
];

/** By the argument of `bankCode:` – the country, with `_WALLET` for wallets. */
export const BANK_LISTS: ReadonlyMap<string, readonly Bank[]> = new Map([
  ['ID', INDONESIAN_BANKS],
  ['ID_WALLET', INDONESIAN_WALLETS],
  ['MY', MALAYSIAN_BANKS],
  ['MY_WALLET', MALAYSIAN_WALLETS],
  ['NG', NIGERIAN_BANKS],
  ['PH', PHILIPPINE_BANKS],
  ['PH_WALLET', PHILIPPINE_WALLETS],
  ['PHL', OPEN_API_PH_BANKS],
  ['PHL_WALLET', OPEN_API_PH_WALLETS],
  ['TH', THAI_BANKS],
  ['TH_WALLET', THAI_WALLETS],
]);
