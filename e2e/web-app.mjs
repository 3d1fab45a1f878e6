import { ensureWebBuilt } from '../scripts/prepare.mjs'

/** Before the journeys: the web app as users get it, built anew where its sources changed. */
export default function setUp() {
  ensureWebBuilt()
}
