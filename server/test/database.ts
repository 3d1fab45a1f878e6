import { randomBytes } from 'node:crypto'
import type { ClientConfig } from 'pg'
import { inject } from 'vitest'
import { ownerRole, withClient } from '../src/platform/postgres/index.ts'
import { configsOf, templateName, type TestCluster } from './test-cluster.ts'

/** A database of one test, used the way the app uses its own. */
export type TestDatabase = {
  name: string
  ownerConfig: ClientConfig
  appConfig: ClientConfig
  /** Ends all its sessions and removes it. */
  drop(): Promise<void>
}

/** The cluster of this test run, as `global-setup.ts` started it. */
export function testCluster(): TestCluster {
  return inject('testCluster')
}

/**
 * A fresh database with all migrations and no rows: a copy of the run's template.
 *
 * @param name must contain "test"; left out, it is unique
 */
export async function createTestDatabase(name = uniqueName()): Promise<TestDatabase> {
  return createFrom(templateName, name)
}

/** A fresh database with nothing in it, for what is to be tested before migrations. */
export async function createEmptyTestDatabase(name = uniqueName()): Promise<TestDatabase> {
  return createFrom('template1', name)
}

async function createFrom(template: string, name: string): Promise<TestDatabase> {
  refuseOthers(name)
  const cluster = testCluster()
  await withClient(cluster.superuser, (client) =>
    client.query(`create database "${name}" template ${template} owner ${ownerRole}`),
  )
  return { name, ...configsOf(cluster, name), drop: () => drop(cluster, name) }
}

async function drop(cluster: TestCluster, name: string): Promise<void> {
  refuseOthers(name)
  await withClient(cluster.superuser, (client) =>
    client.query(`drop database if exists "${name}" with (force)`),
  )
}

/** Nothing here may ever touch a database that holds a study. */
function refuseOthers(name: string): void {
  if (!/^\w*test\w*$/.test(name)) {
    throw new Error(`"${name}" is no name for a test database: it must contain "test".`)
  }
}

function uniqueName(): string {
  return `throughline_test_${randomBytes(6).toString('hex')}`
}
