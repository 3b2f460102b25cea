import * as vscode from 'vscode';
import { commandIds } from './commandIds.ts';
import type { Status } from './status.ts';

type Paint = {
  readonly text: string;
  readonly spoken: string;
  readonly heading: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly links: readonly (readonly [string, string])[];
};

/** The one item of the extension in the status bar. A click offers what to do next and never acts at once. */
export function createStatusItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('health', vscode.StatusBarAlignment.Left, -10);
  item.name = 'LLM Signals';
  item.command = commandIds.showActions;
  item.show();
  return item;
}

/** Paints a status; nobody else touches the item. */
export function paintStatus(item: vscode.StatusBarItem, status: Status): void {
  const { text, spoken, heading, facts, links } = describeStatus(status);
  item.text = text;
  item.accessibilityInformation = { label: spoken, role: 'button' };
  item.tooltip = tooltip(heading, facts, links);
}

const logLink = ['Show Log', commandIds.showLog] as const;
const checkLink = ['Check Health', commandIds.checkHealth] as const;
const runLink = ['Run Signals…', commandIds.runSignals] as const;

function describeStatus(status: Status): Paint {
  switch (status.type) {
    case 'unchecked':
      return {
        text: `$(circle-outline) LLM ${status.provider}`, spoken: `LLM Signals: ${status.provider}, not checked yet`,
        heading: `$(circle-outline) ${status.provider} was not checked yet`, facts: [['Check', 'on first use']], links: [runLink, checkLink, logLink],
      };
    case 'checking':
      return {
        text: `$(loading~spin) LLM ${status.provider}`, spoken: `LLM Signals: checking ${status.provider}`,
        heading: `$(loading~spin) Checking ${status.provider}`, facts: [], links: [logLink],
      };
    case 'ready':
      return {
        text: `$(pass) LLM ${status.health.provider}`, spoken: `LLM Signals: ${status.health.provider} is ready`,
        heading: `$(pass) ${status.health.provider} is ready`,
        facts: [['Model', status.health.model], ['Answered', latency(status.health.latencyMs)], ['Checked', time(status.at)], ['Checks', checks(status)]],
        links: [runLink, checkLink, logLink],
      };
    case 'unavailable':
      return {
        text: `$(error) LLM ${status.provider}`, spoken: `LLM Signals: ${status.provider} is unavailable`,
        heading: `$(error) ${status.provider} is unavailable`, facts: [['Since', time(status.at)], ['Error', status.error]], links: [checkLink, ['Open Settings', 'workbench.action.openSettings'], logLink],
      };
    case 'running':
      return {
        text: `$(sync~spin) LLM ${status.done}/${status.total}`, spoken: `LLM Signals: ${status.done} of ${status.total} answered`,
        heading: `$(sync~spin) ${status.done} of ${status.total} answered`,
        facts: [['Run', status.title], ['Cost', status.usd === null ? 'unknown' : status.usd === 0 ? 'free' : `$${status.usd.toFixed(2)}`], ['Failed', String(status.failed)]],
        links: [['Open Panel', commandIds.openPanel], ['Cancel', commandIds.cancelRun], logLink],
      };
  }
}

function checks({ health }: Extract<Status, { type: 'ready' }>): string {
  const words = { reachable: 'Reachable', key: 'Key', answers: 'Answers', schema: 'Replies valid' } as const;
  return Object.entries(words)
    .map(([name, word]) => `${{ true: '$(check)', false: '$(close)', null: '$(dash)' }[String(health.checks[name as keyof typeof words]) as 'true' | 'false' | 'null']} ${word}`)
    .join('  ');
}

function tooltip(heading: string, facts: Paint['facts'], links: Paint['links']): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: links.map(([, command]) => command) };
  // appendText escapes: an error message is text, whatever it holds.
  markdown.appendMarkdown('**').appendMarkdown(heading.replace(/[*_`[\]<>\\]/g, '\\$&')).appendMarkdown('**\n\n');
  for (const [name, value] of facts) {
    const iconsAllowed = name === 'Checks';
    markdown.appendMarkdown(`${name}: `);
    (iconsAllowed ? markdown.appendMarkdown(value) : markdown.appendText(value)).appendMarkdown('  \n');
  }
  return markdown.appendMarkdown(`\n---\n\n${links.map(([title, command]) => `[${title}](command:${command})`).join(' \u00a0 ')}`);
}

function latency(ms: number | null): string {
  return ms === null ? '–' : ms < 1000 ? `in ${Math.max(1, Math.round(ms))} ms` : `in ${(ms / 1000).toFixed(1)} s`;
}

function time(at: Date): string {
  return at.toTimeString().slice(0, 8);
}
