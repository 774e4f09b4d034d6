import { Link, useLocation } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Logo } from '../parts/logo.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { user } from '../state/account.ts';

interface Place {
  to: string;
  name: string;
  icon: IconName;
}

const places: readonly Place[] = [
  { to: addresses.home, name: 'Home', icon: 'home' },
  { to: addresses.search, name: 'Search', icon: 'search' },
  { to: addresses.playlists, name: 'Playlists', icon: 'playlists' },
  { to: addresses.rooms, name: 'Rooms', icon: 'people' },
];
const studio: Place = { to: addresses.studio, name: 'Studio', icon: 'studio' };
const account: Place = { to: addresses.account, name: 'Account', icon: 'person' };

/** A side bar where there is room, a bar of four tabs on a phone, whose home screen leads to the account. */
export function Navigation() {
  const [path] = useLocation();
  const shown = [...places, ...(user.value?.role === 'artist' ? [studio] : []), account];
  return (
    <nav class="navigation" aria-label="Main">
      <Link class="brand" href={addresses.home} aria-label="Downbeat, home">
        <Logo />
        <span class="brand-name">Downbeat</span>
      </Link>
      <ul>
        {shown.map((place) => {
          const { to, name, icon } = place;
          return (
            <li key={to} class={places.includes(place) ? undefined : 'wide-place'}>
              <Link class="place" href={to} aria-current={isAt(path, to) ? 'page' : undefined}>
                <Icon name={icon} />
                <span>{name}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function isAt(path: string, to: string): boolean {
  return path === to || (to !== addresses.home && path.startsWith(`${to}/`));
}
