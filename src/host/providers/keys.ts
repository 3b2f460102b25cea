import type { SecretStorage } from 'vscode';
import { keyVariables } from '../../app/provider/apiOrigins.ts';

/** Where the key of an origin comes from. */
export type KeySource = { readonly type: 'stored' } | { readonly type: 'environment'; readonly variable: string } | { readonly type: 'none' };

/** Keys by the origin they are for. Each is sent to that origin and to no other. */
export type Keys = {
  readonly keyFor: (origin: string) => Promise<string | undefined>;
  readonly sourceOf: (origin: string) => Promise<KeySource>;
  readonly store: (origin: string, key: string) => Promise<void>;
  readonly remove: (origin: string) => Promise<void>;
};

const prefix = 'key:';

/** Whether a secret is the key of an origin. */
export function isKey(secret: string): boolean {
  return secret.startsWith(prefix);
}

/**
 * Keys in VS Code's secret storage. Where none is stored for a public API, the environment's is taken: it was put there
 * for that API, and for no other.
 */
export function createKeys(secrets: SecretStorage, environment: NodeJS.ProcessEnv): Keys {
  const variableWithKey = (origin: string) => {
    const variable = keyVariables.get(origin);
    return variable !== undefined && (environment[variable] ?? '') !== '' ? variable : undefined;
  };
  return {
    keyFor: async (origin) => {
      const variable = variableWithKey(origin);
      return (await secrets.get(`${prefix}${origin}`)) ?? (variable === undefined ? undefined : environment[variable]);
    },
    sourceOf: async (origin) => {
      if ((await secrets.get(`${prefix}${origin}`)) !== undefined) {
        return { type: 'stored' };
      }
      const variable = variableWithKey(origin);
      return variable === undefined ? { type: 'none' } : { type: 'environment', variable };
    },
    store: async (origin, key) => secrets.store(`${prefix}${origin}`, key),
    remove: async (origin) => secrets.delete(`${prefix}${origin}`),
  };
}
