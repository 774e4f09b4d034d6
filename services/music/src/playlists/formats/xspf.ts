import { firstCharacters } from '@downbeat/shared/text';
import { SaxesParser } from 'saxes';
import {
  durationOrNull,
  type FileEntry,
  locationOf,
  type PlaylistFormat,
  textOrNull,
  trackIdIn,
  unreadable,
  type WrittenTrack,
} from './playlist-file.ts';

const NAMESPACE = 'http://xspf.org/ns/0/';
/** The messages of the parser quote the file. */
const MAX_DETAIL_LENGTH = 200;
/** Elements within each other, of which XSPF itself has five. */
const MAX_DEPTH = 32;
/** XSPF itself has no name as long. */
const MAX_NAME_LENGTH = 64;
const PLAYLIST = ['playlist'];
const LIST = [...PLAYLIST, 'trackList'];
const TRACK = [...LIST, 'track'];

/** The texts of one track by the names of their elements. */
type Texts = Map<string, string[]>;

function entryOf(texts: Texts): FileEntry {
  const first = (name: string): string | undefined => texts.get(name)?.[0];
  const ids = [...(texts.get('identifier') ?? []), ...(texts.get('location') ?? [])].map(trackIdIn);
  return {
    title: textOrNull(first('title')),
    artist: textOrNull(first('creator')),
    durationMs: durationOrNull(first('duration')),
    trackId: ids.find((id) => id !== null) ?? null,
  };
}

/** Collects what is read of a file. */
class Reader {
  name: string | null = null;
  hasList = false;
  readonly entries: FileEntry[] = [];
  readonly #path: string[] = [];
  #track: Texts = new Map();
  #text = '';

  open(element: string): void {
    if (this.#path.length === MAX_DEPTH) throw unreadable('Too many elements are within each other');
    if (element.length > MAX_NAME_LENGTH) throw unreadable('The name of an element is too long');
    this.#path.push(element);
    this.#text = '';
    this.hasList ||= this.#isIn(LIST);
    if (this.#isIn(TRACK)) this.#track = new Map();
  }

  addText(text: string): void {
    this.#text += text;
  }

  close(): void {
    if (this.#isIn(TRACK)) this.entries.push(entryOf(this.#track));
    const element = this.#path.pop() ?? '';
    if (this.#isIn(TRACK)) this.#keep(element);
    else if (element === 'title' && this.#isIn(PLAYLIST)) this.name = textOrNull(this.#text);
    this.#text = '';
  }

  /** Whether exactly these elements are open. */
  #isIn(path: readonly string[]): boolean {
    return this.#path.length === path.length && path.every((name, depth) => name === this.#path[depth]);
  }

  #keep(element: string): void {
    const texts = this.#track.get(element) ?? [];
    texts.push(this.#text.trim());
    this.#track.set(element, texts);
  }
}

/** XSPF 1 (https://www.xspf.org/spec). The parser knows the five entities of XML, and refuses all that a file declares. */
export const xspf: PlaylistFormat = {
  extension: '.xspf',
  mediaType: 'application/xspf+xml',

  read(text) {
    const reader = new Reader();
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', (error) => {
      throw unreadable(firstCharacters(error.message, MAX_DETAIL_LENGTH));
    });
    parser.on('opentag', ({ local }) => reader.open(local));
    parser.on('text', (part) => reader.addText(part));
    parser.on('cdata', (part) => reader.addText(part));
    parser.on('closetag', () => reader.close());
    parser.write(text).close();
    if (!reader.hasList) throw unreadable('There is no trackList in this file');
    return { name: reader.name, entries: reader.entries };
  },

  write: ({ name, description, ownerName, tracks }) =>
    [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<playlist version="1" xmlns="${NAMESPACE}">`,
      element('title', name),
      element('creator', ownerName),
      element('annotation', description),
      '<trackList>',
      ...tracks.map(trackOf),
      '</trackList>',
      '</playlist>',
      '',
    ]
      .filter((line, index, { length }) => line !== '' || index === length - 1)
      .join('\n'),
};

function trackOf({ id, title, artistName, album, durationMs }: WrittenTrack): string {
  const fields = [
    element('location', locationOf(id)),
    element('identifier', `urn:uuid:${id}`),
    element('title', title),
    element('creator', artistName),
    element('album', album),
    element('duration', String(durationMs)),
  ];
  return `<track>${fields.join('')}</track>`;
}

/** Empty without a text. */
const element = (name: string, text: string | null): string =>
  text === null ? '' : `<${name}>${escaped(text)}</${name}>`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** Characters that XML 1.0 cannot have, even as a reference. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escaped = (text: string): string =>
  text.replaceAll(FORBIDDEN, '').replaceAll(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);
