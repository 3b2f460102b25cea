import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Model } from '../model.ts';
import type { View } from '../view.ts';

/** What a search field is about: the text that is searched for in a model, and what another one changes. */
export type Search = { readonly textOf: (model: Model) => string; readonly search: (text: string) => void };

/** A search field, and how to get to it from anywhere. */
export type SearchField = View & { readonly focus: () => void };

/** What the reasoning must contain. Escape empties it. */
export function createSearchField({ textOf, search }: Search): SearchField {
  const input = element('input', { type: 'text', placeholder: 'Search in reasoning', 'aria-label': 'Search in reasoning', spellcheck: 'false' });
  const field = element('label', { class: 'search-field' }, icon('search'), input);
  input.addEventListener('input', () => search(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && input.value !== '') {
      event.stopPropagation();
      search('');
    }
  });
  const render = (model: Model): void => {
    const text = textOf(model);
    if (input.value !== text) {
      input.value = text;
    }
  };
  return {
    element: field,
    render,
    focus: () => {
      input.focus();
      input.select();
    },
  };
}
