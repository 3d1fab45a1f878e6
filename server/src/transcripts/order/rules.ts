/** The list with these put one behind the other before another of it, or behind all. */
export function placedBefore(
  order: readonly string[],
  placed: readonly string[],
  before: string | null,
): string[] {
  const moving = new Set(placed)
  const others = order.filter((id) => !moving.has(id))
  // Before one that moves itself: before whatever stood behind it.
  const anchor =
    before !== null && moving.has(before)
      ? order.slice(order.indexOf(before)).find((id) => !moving.has(id))
      : before
  const at = anchor === null || anchor === undefined ? -1 : others.indexOf(anchor)
  return at === -1
    ? [...others, ...placed]
    : [...others.slice(0, at), ...placed, ...others.slice(at)]
}
