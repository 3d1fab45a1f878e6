/**
 * Sums up one run of Vitest. A file that could not be loaded fails once. A test that was skipped or
 * not written fails too: it proves nothing, and green must mean proven. So does an end in disorder
 * (an unhandled error, no test at all) with no failed test to show for it.
 *
 * @param {string} json what Vitest's JSON reporter wrote
 * @param {number} exitCode Vitest's
 * @returns {{ passed: number, failed: number }}
 */
export function count(json, exitCode) {
  const report = JSON.parse(json)
  const skipped = report.numPendingTests + report.numTodoTests
  if (skipped > 0) console.log(`${skipped} tests were skipped, which counts as failed.`)
  const unloaded = report.testResults.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  const failed = report.numFailedTests + skipped + unloaded.length
  const disorder = failed === 0 && (exitCode !== 0 || report.numPassedTests === 0)
  if (disorder) console.log(`Vitest ended in disorder (exit code ${exitCode}).`)
  return { passed: report.numPassedTests, failed: failed + Number(disorder) }
}
