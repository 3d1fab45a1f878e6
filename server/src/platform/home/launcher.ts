/**
 * Calls `stop` when the script that launched this process has ended, so that a killed launcher
 * leaves no app behind that holds the home. Does nothing for a process that was started directly.
 */
export function onLauncherEnd(stop: () => void): void {
  if (!process.connected) return
  process.once('disconnect', stop)
  // The channel alone keeps nothing running.
  process.channel?.unref()
}
