/** Amounts as Airwallex writes them: JSON numbers in major units. */
import { moneyForm } from '../shared/money.ts';

export const { parseMoney, printMoney, writeJson } = moneyForm({
  ...{ CLP: 0, COP: 0, IDR: 0, JPY: 0, KRW: 0, VND: 0 },
  ...{ BHD: 3, JOD: 3, KWD: 3, OMR: 3 },
});
