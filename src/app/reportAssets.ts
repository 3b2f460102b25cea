import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The script and styles a report embeds: those of the webview, and the colours a page outside VS Code lacks. */
export type ReportAssets = { readonly script: string; readonly css: string; readonly reportCss: string };

/** Reads them from where the package is installed. */
export async function loadReportAssets(packageFolder: string): Promise<ReportAssets> {
  const read = (...names: string[]) => readFile(path.join(packageFolder, ...names), 'utf8');
  const [script, css, reportCss] = await Promise.all([read('dist', 'webview.js'), read('media', 'panel.css'), read('media', 'report.css')]);
  return { script, css, reportCss };
}
