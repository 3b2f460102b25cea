import { element } from '../dom.ts';

/** The notice and the link that the licence of the chart library asks for. */
export function createAttribution(): HTMLElement {
  const notice = 'TradingView Lightweight Charts™. Copyright © 2026 TradingView, Inc.';
  return element('a', { class: 'attribution', href: 'https://www.tradingview.com/', title: notice, 'aria-label': `Chart: ${notice}` }, 'TradingView');
}
