import * as z from 'zod/mini';

/** How the provider of a run was set up, beside its id and its model, so that the run can go on alike. Holds no secret. */
export const setupSchema = z.object({
  /** Where APIs were, by provider: the origin, on the user's own machine with its path. */
  addresses: z.record(z.string(), z.string()),
  /** Of `openai-compatible`: the server, and how it was held to the reply's form. */
  preset: z.nullable(z.string()),
  structured: z.nullable(z.string()),
  /** The provider that a backend was told to ask; empty for its own choice. */
  backend_provider: z.nullable(z.string()),
  /** Who voted in a consensus. */
  members: z.array(z.object({ provider: z.string(), model: z.nullable(z.string()), weight: z.number() })),
});

export type Setup = z.infer<typeof setupSchema>;
