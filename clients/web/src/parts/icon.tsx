/** Drawn on 24 by 24; lines of 1.75 in the colour of the text. */
const lines = {
  home: 'M4 11.5 12 4l8 7.5M6 10v10h4.5v-6h3v6H18V10',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5 20 20',
  list: 'M4 6h16M4 12h10M4 18h7M17 12v8l4-4-4-4Z',
  heart:
    'M12 20C6.500 16 3.500 12.800 3.500 9A4.500 4.500 0 0 1 12 7a4.500 4.500 0 0 1 8.500 2c0 3.800-3 7-8.500 11Z',
  star: 'M12 3.500l2.500 5.500 6 .5-4.500 4 1.500 6-5.500-3-5.500 3 1.500-6-4.500-4 6-.5Z',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17ZM12 7.500V12l3 2',
  lyrics:
    'M4 6h10M4 11h7M4 16h5M19.500 5v10.500M19.500 5l-4 1v9.500M15.500 16.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3M19.500 15a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3',
  figures: 'M5 20v-6M12 20V5M19 20v-10',
  playlists: 'M4 6h16M4 12h16M4 18h10',
  people:
    'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-3.7 3-5.5 6.5-5.5s6.1 1.8 6.5 5.5M15.5 4.3a3.4 3.4 0 0 1 0 6.4M17.5 14.8c2.300.7 3.700 2.400 4 5.200',
  person: 'M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500c.5-4 3.400-6 7.500-6s7 2 7.500 6',
  studio: 'M12 16V4m0 0L7 9m5-5 5 5M4 16v4h16v-4',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  shuffle:
    'M3 7h3.500c4.500 0 6.500 10 11 10H21M3 17h3.500c1.600 0 2.900-1.300 4-3M13 9.500c1.200-1.500 2.700-2.500 4.500-2.500H21M18 4l3 3-3 3M18 14l3 3-3 3',
  repeat:
    'M4 11V9.500A3.500 3.500 0 0 1 7.500 6H20M17 3l3 3-3 3M20 13v1.500a3.500 3.500 0 0 1-3.500 3.500H4M7 15l-3 3 3 3',
  repeatOne:
    'M4 11V9.500A3.500 3.500 0 0 1 7.500 6H20M17 3l3 3-3 3M20 13v1.500a3.500 3.500 0 0 1-3.500 3.500H4M7 15l-3 3 3 3M10.500 10.500 12.300 9.500v5',
  volume:
    'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500ZM15.500 9a4.500 4.500 0 0 1 0 6M18 6.500a8 8 0 0 1 0 11',
  muted: 'M4 9.500v5h3.500L12 18.500v-13L7.500 9.500ZM16 9.500l5 5M21 9.500l-5 5',
  rules: 'M4 7h9M17 7h3M15 4.500v5M4 17h3M11 17h9M9 14.500v5',
  close: 'M6 6l12 12M18 6 6 18',
  plus: 'M12 5v14M5 12h14',
  trash: 'M5 7h14M10 7V4.500h4V7M7 7l1 13h8l1-13M10.500 11v5.500M13.500 11v5.500',
  pencil: 'M4 20l1-4.500L16 4.500l3.500 3.500L8.500 19ZM13.500 7l3.500 3.500',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300L11.800 6.500M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1.200-1.200',
  up: 'M6 14l6-6 6 6',
  down: 'M6 10l6 6 6-6',
  back: 'M14 6l-6 6 6 6',
  grip: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  leave: 'M13 4H5v16h8M10 12h10M16.500 8.500 20 12l-3.500 3.500',
} as const;

const solids = {
  play: 'M7.500 4.700v14.600a.8.8 0 0 0 1.200.7l11.600-7.300a.8.8 0 0 0 0-1.400L8.700 4a.8.8 0 0 0-1.200.700Z',
  pause: 'M7 4.500h3.500v15H7ZM13.500 4.500H17v15h-3.500Z',
  next: 'M5 5.700v12.600a.7.7 0 0 0 1.100.6L15 12.600V19h2.500V5H15v6.400L6.100 5.100a.7.7 0 0 0-1.100.6Z',
  previous: 'M19 5.700v12.600a.7.7 0 0 1-1.100.6L9 12.600V19H6.500V5H9v6.400l8.900-6.300a.7.7 0 0 1 1.100.6Z',
} as const;

export type IconName = keyof typeof lines | keyof typeof solids;

const dotted = new Set<IconName>(['more', 'grip']);

const isSolid = (name: IconName): name is keyof typeof solids => name in solids;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false">
      {isSolid(name) ? (
        <path d={solids[name]} fill="currentColor" />
      ) : (
        <path class={dotted.has(name) ? 'icon-line icon-dots' : 'icon-line'} d={lines[name]} />
      )}
    </svg>
  );
}
