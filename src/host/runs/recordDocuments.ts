import path from 'node:path';
import * as vscode from 'vscode';
import { readRunFile } from '../../app/recorded/readRun.ts';
import { findRecordLine } from '../../app/recorded/recordLine.ts';
import { describeReply } from '../../core/run/describeReply.ts';
import type { Run } from '../../core/run/summary.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { questionText, renderInstructions } from '../../core/signal/prompt.ts';
import type { PromptInUse } from '../../core/signal/provider.ts';
import { documentScheme } from '../commandIds.ts';

/** A question of a recorded run. */
export type QuestionPlace = { readonly folder: string; readonly time: string; readonly repeat: number };

export type RecordDocuments = {
  /** Opens what was sent, read-only. */
  readonly showPrompt: (place: QuestionPlace) => Promise<void>;
  /** Opens what came back, read-only: the text of the model as it came, and what was made of it. */
  readonly showReply: (place: QuestionPlace) => Promise<void>;
  /** Opens `signals.jsonl` at the line of the question. */
  readonly showLine: (place: QuestionPlace) => Promise<void>;
  /** The text behind the address of such a document. */
  readonly textOf: (uri: vscode.Uri) => Promise<string>;
};

/** `prompts` loads the instructions that a run can have used and that are there still. */
export function createRecordDocuments(prompts: (folder: string) => Promise<readonly PromptInUse[]>): RecordDocuments {
  const show = async (name: 'prompt.md' | 'reply.txt', place: QuestionPlace) => {
    const at = place.time.slice(0, 16).replace(/[:T]/g, '-');
    const uri = vscode.Uri.from({ scheme: documentScheme, path: `/${path.basename(place.folder)}/${at}-${name}`, query: new URLSearchParams({ folder: place.folder, time: place.time, repeat: String(place.repeat) }).toString() });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  };
  return {
    showPrompt: (place) => show('prompt.md', place),
    showReply: (place) => show('reply.txt', place),
    showLine: async (place) => {
      const found = await findRecordLine(place.folder, place.time, place.repeat);
      if (found !== undefined) {
        const line = new vscode.Range(found.line - 1, 0, found.line - 1, 0);
        await vscode.window.showTextDocument(vscode.Uri.file(found.file), { preview: true, selection: line });
      }
    },
    textOf: async (uri) => {
      const query = new URLSearchParams(uri.query);
      const folder = query.get('folder') ?? '';
      const found = await findRecordLine(folder, query.get('time') ?? '', Number(query.get('repeat')));
      if (found === undefined) {
        return 'This question is not in the run any more.\n';
      }
      return uri.path.endsWith('reply.txt') ? describeReply(found.record) : promptText(await readRunFile(folder), found.record, await prompts(folder));
    },
  };
}

/** The instructions and the message as they were sent. Instructions that changed since are not shown for the old ones. */
function promptText({ prompt: used }: Run, { question }: QuestionRecord, known: readonly PromptInUse[]): string {
  const message = `# Message\n\n${questionText(question)}\n`;
  if (used === null) {
    return `This provider gets no instructions: it answers from the question alone.\n\n${message}`;
  }
  const same = known.find(({ sha256 }) => sha256 === used.sha256);
  const changed = `The instructions changed since this run. Those it used had the SHA-256 ${used.sha256}.`;
  return `# Instructions, version ${used.version}\n\n${same === undefined ? changed : renderInstructions(same, question).trimEnd()}\n\n${message}`;
}
