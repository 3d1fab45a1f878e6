import './stretch-bar.css'

/** A transcript from beginning to end, with the stretches that are coded. The number of codings stands beside it. */
export function StretchBar({
  length,
  stretches,
}: {
  length: number
  stretches: readonly (readonly [from: number, to: number, colour: number])[]
}) {
  return (
    <svg
      className="coding-stretches"
      viewBox="0 0 1000 14"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {stretches.map(([from, to, colour]) => (
        <rect
          key={`${from}-${to}-${colour}`}
          className={`colour-${colour}`}
          x={(from / Math.max(1, length)) * 1000}
          width={Math.max(2, ((to - from) / Math.max(1, length)) * 1000)}
          y={0}
          height={14}
        />
      ))}
    </svg>
  )
}
