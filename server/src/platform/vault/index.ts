export {
  exportInstanceKey,
  importInstanceKey,
  instanceKeyFile,
  readInstanceKey,
} from './instance-key.ts'
export { vaultMigrations } from './migrations.ts'
export { SealBroken } from './seal.ts'
export { openVault, sealedKinds, type ErasureHook, type SealedKind, type Vault } from './vault.ts'
