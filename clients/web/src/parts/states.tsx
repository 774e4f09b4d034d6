import type { Resource } from '../state/resource.ts';
import type { ComponentChildren } from 'preact';
import { online } from '../state/connectivity.ts';
import { Logo } from './logo.tsx';

/** What will be here, and the one action that fills it. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Logo />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What went wrong, in words, and a way to try again. */
export function Failure({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div class="empty" role="alert">
      <Logo />
      <h2>{online.value ? 'This could not be loaded' : 'You are offline'}</h2>
      <p>{online.value ? text : 'It will be here when the connection is back.'}</p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}

/** Rows in the shape of what comes. */
export function SkeletonRows({ count = 6 }: { count?: number }) {
  return (
    <div class="skeletons" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <div class="skeleton-row" key={index}>
          <span class="skeleton skeleton-cover" />
          <span class="skeleton skeleton-text" />
        </div>
      ))}
    </div>
  );
}

export function SkeletonCards({ count = 6 }: { count?: number }) {
  return (
    <div class="cards" role="status" aria-label="Loading">
      {Array.from({ length: count }, (_, index) => (
        <div class="card" key={index}>
          <span class="skeleton skeleton-card" />
          <span class="skeleton skeleton-text" />
        </div>
      ))}
    </div>
  );
}

interface LoadedProps<T> {
  of: Resource<T>;
  skeleton: ComponentChildren;
  children: (data: T) => ComponentChildren;
}

/** Shows a resource in the state that it is in. What was loaded before stays when a later load fails. */
export function Loaded<T>({ of, skeleton, children }: LoadedProps<T>) {
  if (of.data.value !== null) return <>{children(of.data.value)}</>;
  if (of.failure.value !== null) return <Failure text={of.failure.value} onRetry={() => void of.reload()} />;
  return <>{skeleton}</>;
}
