import type { TestProject } from 'vitest/node'
import { migrate } from '../src/platform/database/migrate.ts'
import { filesMigrations } from '../src/platform/files/index.ts'
import { grantToApp, platformMigrations } from '../src/platform/migrations.ts'
import { withClient } from '../src/platform/postgres/index.ts'
import { vaultMigrations } from '../src/platform/vault/index.ts'
import { configsOf, startTestCluster, templateName, type TestCluster } from './test-cluster.ts'

declare module 'vitest' {
  interface ProvidedContext {
    testCluster: TestCluster
  }
}

/** Starts the cluster of a test run, migrates the template, and stops the cluster at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...cluster } = await startTestCluster()
  try {
    const { ownerConfig } = configsOf(cluster, templateName)
    await migrate(ownerConfig, [...platformMigrations, ...vaultMigrations, ...filesMigrations])
    await withClient(ownerConfig, (client) => client.query(grantToApp))
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('testCluster', cluster)
  return stop
}
