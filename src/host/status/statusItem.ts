import * as vscode from 'vscode';
import { commandIds } from '../commandIds.ts';
import { describeStatus, type StatusWords } from './describeStatus.ts';
import type { Status } from './status.ts';

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
  const words = describeStatus(status);
  item.text = words.text;
  item.accessibilityInformation = { label: words.spoken, role: 'button' };
  item.backgroundColor = words.isWarning ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  item.tooltip = tooltip(words);
}

function tooltip({ heading, facts, checks, links }: StatusWords): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('', true);
  markdown.isTrusted = { enabledCommands: links.map(([, command]) => command) };
  markdown.appendMarkdown('**').appendMarkdown(heading.replace(/[*_`[\]<>\\]/g, '\\$&')).appendMarkdown('**\n\n');
  for (const [name, value] of facts) {
    // appendText escapes: an error message is text, whatever it holds.
    markdown.appendMarkdown(`${name}: `).appendText(value).appendMarkdown('  \n');
  }
  if (checks !== undefined) {
    markdown.appendMarkdown(`\n${checks}\n`);
  }
  return markdown.appendMarkdown(`\n---\n\n${links.map(([title, command]) => `[${title}](command:${command})`).join(' \u00a0 ')}`);
}
