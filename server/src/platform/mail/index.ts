export { createMail, type InstanceVault, type Mail } from './mail.ts'
export type { Letter } from './letter.ts'
export { mailMigrations } from './migrations.ts'
export { mailEndpoints } from './outbox.ts'
