export { auditEndpoints } from './endpoints.ts'
export {
  verifyAudit,
  verifyAuditWithin,
  type AuditHead,
  type AuditVerdict,
} from './verify-audit.ts'
