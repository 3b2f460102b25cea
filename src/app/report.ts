import { createHash } from 'node:crypto';
import type { ToWebview } from '../protocol/messages.ts';
import { encodeMessages, reportDataId } from '../protocol/reportData.ts';
import type { ReportAssets } from './reportAssets.ts';

/**
 * One page that shows a run without VS Code and without network. The content security policy allows
 * exactly the script and the styles in it; the run is data and stands in it as escaped JSON.
 */
export function renderReport(assets: ReportAssets, messages: readonly ToWebview[], title: string): string {
  const styles = [assets.reportCss, assets.css];
  const script = guardScript(assets.script);
  const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${styles.map(hashOf).join(' ')}; base-uri 'none'; form-action 'none'`;
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(title)}</title>`,
    ...styles.map((css) => `<style>${css}</style>`),
    '</head>',
    '<body>',
    `<script type="application/json" id="${reportDataId}">${encodeMessages(messages)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** A script that names its own end or a comment inside a string would end the element early. */
function guardScript(script: string): string {
  return script.replace(/<(?=\/script|!--|script)/gi, '\\x3C').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
