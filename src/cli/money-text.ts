/** Money for people: `1,234.50 PHP`. */
import { currencyOf, type Money } from '../domain/money.ts';
import { MAJOR_TEXT, printAmount } from '../wire/amount.ts';

/** The amount with its currency. */
export function moneyText(money: Money): string {
  return `${figureText(money)} ${currencyOf(money.asset)}`;
}

/** The amount alone, for columns of figures. */
export function figureText(money: Money): string {
  const [whole = '', decimals] = printAmount(money, MAJOR_TEXT).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? grouped : `${grouped}.${decimals}`;
}
