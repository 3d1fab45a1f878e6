export { auditEndpoints } from './endpoints.ts'
export { verifyAudit, type AuditHead, type AuditVerdict } from './verify-audit.ts'
