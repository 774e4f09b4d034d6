import type { Suggestion } from '@downbeat/sdk';
import type { RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { addresses } from '../../addresses.ts';
import { countText } from '../../format.ts';
import { Icon } from '../../parts/icon.tsx';
import { IconButton } from '../../parts/icon-button.tsx';
import { searchWordsOf, suggestions } from '../../state/search.ts';
import { useCombobox } from './combobox.ts';

/** After the last key. */
const TYPED_MS = 150;

interface Props {
  field: RefObject<HTMLInputElement>;
  words: string;
  /** What was typed or chosen, without the spaces around it. */
  onWords: (words: string) => void;
}

/** The field with suggestions below it. */
export function SearchField({ field, words, onWords }: Props) {
  const [, navigate] = useLocation();
  const id = useId();
  const typing = useTyping(field, words, onWords);
  const choose = ({ kind, id: chosen, text }: Suggestion): void => {
    if (kind === 'track') typing.end(searchWordsOf(text));
    else navigate(kind === 'artist' ? addresses.artist(chosen) : addresses.album(chosen));
  };
  const found = suggestions.answer.value?.found ?? [];
  const idOf = ({ kind, id: suggested }: Suggestion): string => `${id}-${kind}-${suggested}`;
  const box = useCombobox({ id, options: found, idOf, onChoose: choose, onEnter: typing.end });
  const clear = (): void => {
    typing.end('');
    field.current?.focus();
  };
  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label="Search the library"
        autocomplete="off"
        placeholder="Title, artist, album"
        maxLength={100}
        defaultValue={words}
        onInput={(event) => {
          box.open();
          typing.type(event.currentTarget.value);
        }}
        {...box.input}
      />
      {words !== '' && <IconButton icon="close" label="Clear the search" onClick={clear} />}
      {box.shown.length > 0 && (
        <Suggestions id={id} idOf={idOf} items={box.shown} active={box.active} onChoose={box.choose} />
      )}
      <p class="unseen" role="status">
        {box.shown.length > 0 && countText(box.shown.length, 'suggestion')}
      </p>
    </div>
  );
}

/** Tells what was typed once the keys rest. */
function useTyping(field: RefObject<HTMLInputElement>, words: string, onWords: (words: string) => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const told = useRef(words);
  const tell = (text: string): void => {
    told.current = text;
    onWords(text);
  };
  useEffect(() => {
    // Others than this field have changed the address.
    if (field.current !== null && words !== told.current) field.current.value = words;
    told.current = words;
  }, [words]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      suggestions.clear();
    },
    [],
  );
  return {
    type: (typed: string): void => {
      const text = typed.trim();
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        if (text === '') suggestions.clear();
        else void suggestions.ask(text);
        tell(text);
      }, TYPED_MS);
    },
    /** At once, and without suggestions. */
    end: (text: string): void => {
      clearTimeout(timer.current);
      suggestions.clear();
      if (field.current !== null) field.current.value = text;
      tell(text.trim());
    },
  };
}

const icons = { artist: 'person', album: 'list', track: 'play' } as const;
const kinds = { artist: 'Artist', album: 'Album', track: 'Track' } as const;

interface SuggestionsProps {
  id: string;
  idOf: (suggestion: Suggestion) => string;
  items: readonly Suggestion[];
  active: Suggestion | undefined;
  onChoose: (suggestion: Suggestion) => void;
}

function Suggestions({ id, idOf, items, active, onChoose }: SuggestionsProps) {
  return (
    <ul
      id={id}
      class="suggestions"
      role="listbox"
      aria-label="Suggestions"
      // The focus stays in the field; without it the list would close before the click.
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.map((suggestion) => (
        <li
          key={idOf(suggestion)}
          id={idOf(suggestion)}
          role="option"
          aria-selected={suggestion === active}
          onClick={() => onChoose(suggestion)}
        >
          <Icon name={icons[suggestion.kind]} />
          <span class="row-text">
            <span>{suggestion.text}</span>
            <span class="muted">
              {[kinds[suggestion.kind], suggestion.artistName].filter((part) => part !== null).join(' · ')}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
