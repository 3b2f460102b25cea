import { parseToWebview } from '../protocol/messages.ts';
import { decodeMessages, reportDataId } from '../protocol/reportData.ts';
import { createApp } from './app.ts';
import { closedPort, connectToEditor } from './port.ts';

const report = document.getElementById(reportDataId);

if (report === null) {
  const port = connectToEditor();
  const receive = createApp(document.body, port);
  window.addEventListener('message', (event) => receive(parseToWebview(event.data)));
  port.post({ type: 'ready' });
} else {
  decodeMessages(report.textContent).forEach(createApp(document.body, closedPort));
}
