import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Which page the webview's one script builds. */
export type Page = 'panel' | 'candles';

/** The page of a webview. It holds no data: everything shown arrives as messages. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: Page): string {
  const nonce = randomBytes(16).toString('base64url');
  const resource = (...names: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, ...names)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('media', 'panel.css')}">
<title>${page === 'panel' ? 'Signals' : 'Candle Chart'}</title>
</head>
<body data-page="${page}">
<script nonce="${nonce}" src="${resource('dist', 'webview.js')}"></script>
</body>
</html>`;
}

/** What a page may load: the scripts, styles and pictures of the extension. */
export function webviewOptions(extensionUri: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder)) };
}
