const paths = {
  down: 'M4.5 6.5 8 10l3.5-3.5',
  right: 'M6.5 4.5 10 8l-3.5 3.5',
  left: 'M9.5 4.5 6 8l3.5 3.5',
  up: 'M4.5 9.5 8 6l3.5 3.5',
  check: 'm3.5 8.5 3 3 6-7',
  close: 'm4 4 8 8m0-8-8 8',
  plus: 'M8 3v10M3 8h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  grip: 'M6 4h.01M10 4h.01M6 8h.01M10 8h.01M6 12h.01M10 12h.01',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.2-1.3L13.5 13.5',
  undo: 'M5.5 3 2.5 6l3 3M2.5 6H10a3.5 3.5 0 0 1 0 7H6',
  redo: 'm10.5 3 3 3-3 3m3-3H6a3.5 3.5 0 0 0 0 7h4',
  upload: 'M8 10.5V3M5 5.5 8 2.5l3 3M3 10.5v2.5h10v-2.5',
  download: 'M8 2.5V10M5 7.5l3 3 3-3M3 10.5v2.5h10v-2.5',
  warn: 'M8 2.5 14 13H2L8 2.5ZM8 6.5v3m0 1.8v.01',
  edit: 'm3 13 .6-2.8L10.8 3l2.2 2.2-7.2 7.2L3 13Z',
  remove: 'M3 4.5h10M6.5 4.5V3h3v1.5m-5 0 .6 8.5h5.8l.6-8.5',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  star: 'm8 2.5 1.7 3.5 3.8.5-2.8 2.7.7 3.8L8 11.2 4.6 13l.7-3.8L2.5 6.5l3.8-.5L8 2.5Z',
  copy: 'M5.5 5.5v-3h8v8h-3m-8-5h8v8h-8v-8Z',
  link: 'M6.5 9.5 9.5 6.5M7 4.5l1.2-1.2a3 3 0 0 1 4.3 4.3L11.3 9m-2.3 2.4-1.2 1.2a3 3 0 0 1-4.3-4.3L4.7 7',
} as const

export type IconName = keyof typeof paths

/** A drawn sign of 16 px. It says nothing to a screen reader: the words beside it, or an aria-label, do. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="Icon"
      viewBox="0 0 16 16"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' || name === 'grip' ? 2 : 1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}
