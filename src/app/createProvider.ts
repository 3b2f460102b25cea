import { AppError } from '../core/errors.ts';
import type { SignalProvider } from '../core/signal/provider.ts';
import { createRulesProvider } from '../providers/rules.ts';

/** The providers a user can name, in the settings and on the command line. */
export const providerIds = ['rules'] as const;

/** @throws AppError `provider-unknown` because no provider has this id. */
export function createProvider(id: string): SignalProvider {
  switch (id) {
    case 'rules':
      return createRulesProvider();
    default:
      throw new AppError('provider-unknown', `There is no provider "${id}".`, { hint: `Choose one of: ${providerIds.join(', ')}.` });
  }
}
