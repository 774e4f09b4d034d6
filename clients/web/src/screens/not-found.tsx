import { Link } from 'wouter-preact';
import { addresses } from '../addresses.ts';
import { Empty } from '../parts/states.tsx';
import { Screen } from '../parts/screen.tsx';

export default function NotFound() {
  return (
    <Screen title="Not found" isTitleHidden>
      <Empty title="There is nothing at this address">
        <p>The link may be old, or a letter is missing.</p>
        <Link class="button" href={addresses.home}>
          Go home
        </Link>
      </Empty>
    </Screen>
  );
}
