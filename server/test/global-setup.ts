import type { TestProject } from 'vitest/node'
import { prepareSchema } from '../src/schema.ts'
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
    await prepareSchema(configsOf(cluster, templateName).ownerConfig)
  } catch (error) {
    await stop()
    throw error
  }
  project.provide('testCluster', cluster)
  return stop
}
