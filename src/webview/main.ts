import { parseCandleState, parseToCandleChart, type CandleState, type FromCandleChart } from '../protocol/candleMessages.ts';
import { parseToWebview, type FromWebview } from '../protocol/messages.ts';
import { parsePanelState, type PanelState } from '../protocol/panelState.ts';
import { decodeMessages, reportDataId } from '../protocol/reportData.ts';
import { createApp } from './app.ts';
import { createCandleApp } from './candle/candleApp.ts';
import { middleOf } from './chart/ranges.ts';
import { keepFocus } from './keepFocus.ts';
import { closedPort, connectToEditor } from './port.ts';

const report = document.getElementById(reportDataId);

if (report !== null) {
  decodeMessages(report.textContent).forEach(createApp(document.body, closedPort));
} else if (document.body.dataset['page'] === 'candles') {
  keepFocus();
  const port = connectToEditor<FromCandleChart, CandleState>(parseCandleState);
  const range = port.getState()?.range ?? null;
  const receive = createCandleApp(document.body, port);
  window.addEventListener('message', (event) => receive(parseToCandleChart(event.data)));
  port.post(range === null ? { type: 'ready' } : { type: 'ready', around: middleOf(range) });
} else {
  keepFocus();
  const port = connectToEditor<FromWebview, PanelState>(parsePanelState);
  const receive = createApp(document.body, port);
  window.addEventListener('message', (event) => receive(parseToWebview(event.data)));
  port.post({ type: 'ready' });
}
