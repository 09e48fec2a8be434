/** One's own second factor: see `src/screens/second-factor.ts`. */

import {
  FACTOR_PATH,
  type FactorModel,
  factorActions,
  factorModel,
  factorPage,
} from '../../screens/second-factor.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

export const secondFactorScreen: Screen<FactorModel> = {
  path: FACTOR_PATH,
  ability: 'own_account',
  async load(deps, { operator: { id, login } }) {
    const all = await deps.operators.list();
    const since = all.find((one) => one.id === id)?.secondFactorAt ?? null;
    const { publicUrl, requireSecondFactor: required } = deps;
    return await factorModel(deps.secondFactors, { id, login, since }, { publicUrl, required });
  },
  page: (model, context) => factorPage(model, context, parts.at),
};

export const secondFactorActions = factorActions(actionOf);
