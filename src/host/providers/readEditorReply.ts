import * as vscode from 'vscode';
import type { Failure } from '../../core/signal/failure.ts';
import { replyJsonSchema } from '../../core/signal/replyFormat.ts';
import { jsonFromText } from '../../providers/jsonFromText.ts';

/** The one tool a model is given: calling it is how it answers. Nothing is ever run. */
export const signalTool: vscode.LanguageModelChatTool = {
  name: 'record_signal',
  description: 'Records the trading signal for the question. Call it exactly once.',
  inputSchema: replyJsonSchema,
};

/** What a model said, unchecked: `text` is all of it. The call of a tool comes as its input, not as text. */
export type EditorReply = { readonly text: string } & ({ readonly reply: unknown } | { readonly failure: Failure });

/** Reads a response to its end. A model that writes the JSON as text instead of calling the tool is understood too. */
export async function readEditorReply(response: vscode.LanguageModelChatResponse): Promise<EditorReply> {
  let said = '';
  let called: object | undefined;
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelTextPart) {
      said += part.value;
    } else if (part instanceof vscode.LanguageModelToolCallPart && part.name === signalTool.name) {
      called ??= part.input;
    }
  }
  if (called !== undefined) {
    return { text: said + JSON.stringify(called), reply: called };
  }
  const reply = jsonFromText(said);
  return reply === undefined ? { text: said, failure: { code: 'provider-bad-reply', message: said.trim() === '' ? 'The reply is empty.' : 'The reply holds no JSON object.' } } : { text: said, reply };
}
