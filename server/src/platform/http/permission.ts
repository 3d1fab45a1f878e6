import type { Member } from '../database/database.ts'
import { Problem } from './problem.ts'

/** @throws Problem 403 that names the permission which is missing. */
export function requirePermission(member: Member, may: string | null): void {
  if (may !== null && !member.actions.has(may))
    throw Problem.notAllowed(
      `Your role in this study (${member.role}) does not include "${may}". A lead can change that under Settings.`,
    )
}
