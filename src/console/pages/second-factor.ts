/** One's own second factor: see `src/screens/second-factor.ts`. */

import {
  factorBegin,
  factorConfirm,
  factorRemove,
  factorRenew,
} from '../../operator/commands/second-factor.ts';
import {
  type FactorModel,
  factorModel,
  factorPage,
  type Recovery,
} from '../../screens/second-factor.ts';
import * as parts from '../parts.ts';
import { actionOf, type Screen } from '../screen.ts';

export const secondFactorScreen: Screen<FactorModel> = {
  path: '/account/second-factor',
  ability: 'own_account',
  async load(deps, { operator: { id, login } }) {
    const all = await deps.operators.list();
    const since = all.find((one) => one.id === id)?.secondFactorAt ?? null;
    const { publicUrl, requireSecondFactor: required } = deps;
    return await factorModel(deps.secondFactors, { id, login, since }, { publicUrl, required });
  },
  page: (model, context) => factorPage(model, context, parts.at),
};

const OWN = { screen: '/account/second-factor' } as const;

export const beginFactorAction = actionOf(factorBegin, {
  ...OWN,
  path: '/account/second-factor/begin',
  answer: () => ({ shown: null }),
});

export const confirmFactorAction = actionOf(factorConfirm, {
  ...OWN,
  path: '/account/second-factor/confirm',
  answer: ({ recovery }) => ({ shown: { recovery } satisfies Recovery }),
});

export const renewRecoveryAction = actionOf(factorRenew, {
  ...OWN,
  path: '/account/second-factor/recovery',
  answer: ({ recovery }) => ({ shown: { recovery } satisfies Recovery }),
});

export const removeFactorAction = actionOf(factorRemove, {
  ...OWN,
  path: '/account/second-factor/remove',
  answer: () => ({ done: 'second_factor_removed' }),
});
