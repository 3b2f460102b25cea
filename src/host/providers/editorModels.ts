/**
 * The `vscode` provider: a language model that VS Code has, such as GitHub Copilot's. What it costs is between the user
 * and whoever offers the model, so the price is unknown and tokens are counted here.
 */
import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { pricingOf } from '../../core/models/models.ts';
import type { Usage } from '../../core/run/record.ts';
import { questionText, renderInstructions } from '../../core/signal/prompt.ts';
import type { Answer, PromptInUse, SignalProvider } from '../../core/signal/provider.ts';
import type { Question } from '../../core/signal/question.ts';
import { replyJsonSchema } from '../../core/signal/replyFormat.ts';
import { editorModelFailure } from './editorModelFailure.ts';
import { cancelledBy } from '../cancelledBy.ts';
import { readEditorReply, signalTool, type EditorReply } from './readEditorReply.ts';

export type EditorModelConfig = {
  /** `vendor/id`; empty for the first model there is. */
  readonly model: string;
  readonly prompt: PromptInUse;
  readonly timeoutMs: number;
  /** Whether the user consented, without asking. */
  readonly canSendRequest: (model: vscode.LanguageModelChat) => boolean | undefined;
};

/** The name of a model in the settings and in a run. */
export function editorModelName({ vendor, id }: vscode.LanguageModelChat): string {
  return `${vendor}/${id}`;
}

// A rationale of four sentences and the levels.
const usualOutput = 200;

/**
 * Creates the provider of one model. The first question makes VS Code ask the user for consent, so nothing but a
 * command of the user may ask.
 * @throws AppError `provider-not-found` because VS Code has no such model.
 */
export async function createEditorModelProvider({ model: wanted, prompt, timeoutMs, canSendRequest }: EditorModelConfig): Promise<SignalProvider> {
  const model = await findModel(wanted);
  const name = editorModelName(model);
  const { estimateTokens } = pricingOf(name, {}, new Date());
  const countInstructions = rememberLast((text: string) => model.countTokens(text));
  // Some models reject a forced tool; what was found out holds for the questions after.
  let toolMode = vscode.LanguageModelChatToolMode.Required;

  const send = async (instructions: string, question: string, mode: vscode.LanguageModelChatToolMode, token: vscode.CancellationToken): Promise<EditorReply> => {
    const messages = [vscode.LanguageModelChatMessage.User(instructions), vscode.LanguageModelChatMessage.User(question)];
    const response = await model.sendRequest(messages, { justification: 'To answer the questions about your candles.', tools: [signalTool], toolMode: mode }, token);
    return readEditorReply(response);
  };

  /** Tokens as the model counts them; an answer is not lost because it cannot. */
  const count = async (instructions: string, question: string, reply: string): Promise<Usage | null> => {
    try {
      const [before, asked, said] = await Promise.all([countInstructions(instructions), model.countTokens(question), model.countTokens(reply)]);
      return { input: before + asked, cached_input: 0, output: said };
    } catch {
      return null;
    }
  };

  const ask = async (question: Question, token: vscode.CancellationToken): Promise<Answer> => {
    const instructions = renderInstructions(prompt, question);
    const text = questionText(question);
    try {
      const reply = await send(instructions, text, toolMode, token).catch(async (error: unknown) => {
        if (toolMode === vscode.LanguageModelChatToolMode.Auto || !rejectsForcedTool(error)) {
          throw error;
        }
        const second = await send(instructions, text, vscode.LanguageModelChatToolMode.Auto, token);
        toolMode = vscode.LanguageModelChatToolMode.Auto;
        return second;
      });
      const spent = { usage: await count(instructions, text, reply.text), usd: null };
      return { ...spent, ...reply };
    } catch (error) {
      return { usage: null, usd: null, failure: editorModelFailure(error) };
    }
  };

  return {
    id: 'vscode',
    model: name,
    shape: { parameters: {}, prompt, schema: replyJsonSchema },
    ask: (question, abort) => cancelledBy(abort, timeoutMs, (token) => ask(question, token)),
    estimate: (question) => ({ input: estimateTokens(renderInstructions(prompt, question)) + estimateTokens(questionText(question)), output: usualOutput, usd: null, maxUsd: null, cache: null }),
    check: () => {
      const consent = canSendRequest(model);
      const failure = consent === false ? ({ code: 'provider-forbidden', message: `You did not allow the use of ${name}.` } as const) : null;
      // Without consent so far, the first question asks for it.
      return Promise.resolve({ reachable: true, key: consent ?? null, failure });
    },
  };
}

async function findModel(wanted: string): Promise<vscode.LanguageModelChat> {
  const models = await vscode.lm.selectChatModels();
  const model = wanted === '' ? models[0] : models.find((candidate) => editorModelName(candidate) === wanted || candidate.id === wanted);
  if (model === undefined) {
    const message = wanted === '' ? 'VS Code has no language model.' : `VS Code has no language model ${wanted}.`;
    throw new AppError('provider-not-found', message, { hint: 'Sign in to an extension that offers some, such as GitHub Copilot Chat, or choose another provider.' });
  }
  return model;
}

function rejectsForcedTool(error: unknown): boolean {
  return error instanceof Error && /tool/i.test(`${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`);
}

/** The instructions of a run are one text; it is counted once. */
function rememberLast(count: (text: string) => Thenable<number>): (text: string) => Thenable<number> {
  let last: { readonly text: string; readonly counted: Thenable<number> } | undefined;
  return (text) => {
    if (last?.text !== text) {
      last = { text, counted: count(text) };
    }
    return last.counted;
  };
}
