import { type BoundEndpoint, performAccount } from '../platform/http/endpoints.ts'
import { openExampleStudy } from './open-example-study.ts'

export { openExampleStudy }

export const exampleEndpoints: readonly BoundEndpoint[] = [performAccount(openExampleStudy)]
