/** The mark: a bar of four beats. `moving` counts them, as the sign of waiting. */
export function Logo({ moving = false }: { moving?: boolean }) {
  return (
    <svg
      class={moving ? 'beats beats-moving' : 'beats'}
      viewBox="0 0 28 28"
      aria-hidden="true"
      focusable="false"
    >
      <rect class="beat beat-first" x="2" y="3" width="4.500" height="22" rx="2.250" />
      <rect class="beat" x="9" y="10" width="4.500" height="8" rx="2.250" />
      <rect class="beat" x="16" y="7" width="4.500" height="14" rx="2.250" />
      <rect class="beat" x="23" y="10" width="4.500" height="8" rx="2.250" />
    </svg>
  );
}
