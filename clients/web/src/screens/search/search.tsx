import { useEffect, useRef } from 'preact/hooks';
import { useLocation, useSearch } from 'wouter-preact';
import { useHistoryState } from 'wouter-preact/use-browser-location';
import { addresses } from '../../addresses.ts';
import { Screen } from '../../parts/screen.tsx';
import { CatalogueLinks } from '../catalogue/parts.tsx';
import { FoundList, FoundTracks } from './found-lists.tsx';
import { kinds, Overview } from './overview.tsx';
import { SearchField } from './search-field.tsx';
import '../../style/search.css';

/** All tracks, or what matches the words in the address: the best of each kind, or all of one. */
export default function Search() {
  const [, navigate] = useLocation();
  const parameters = new URLSearchParams(useSearch());
  const words = parameters.get('q') ?? '';
  const kind = kinds.find((one) => one === parameters.get('show'));
  const field = useRef<HTMLInputElement>(null);
  const asked = useHistoryState<{ isTyping?: boolean } | null>();
  useEffect(() => {
    // Who came by the key `/` types at once.
    if (asked?.isTyping === true) field.current?.focus();
  }, [asked]);
  const show = (q: string): void => {
    if (q === words) return;
    navigate(q === '' ? addresses.search : `${addresses.search}?q=${encodeURIComponent(q)}`, {
      replace: true,
    });
  };
  const clear = (): void => {
    show('');
    field.current?.focus();
  };
  return (
    <Screen title="Search">
      <SearchField field={field} words={words} onWords={show} />
      {words === '' && <CatalogueLinks />}
      <Results words={words} kind={kind} onClear={clear} />
    </Screen>
  );
}

interface ResultsProps {
  words: string;
  kind: (typeof kinds)[number] | undefined;
  onClear: () => void;
}

function Results({ words, kind, onClear }: ResultsProps) {
  if (words === '') return <FoundTracks words="" onClear={onClear} />;
  if (kind !== undefined) return <FoundList kind={kind} words={words} onClear={onClear} />;
  return <Overview words={words} onClear={onClear} />;
}
