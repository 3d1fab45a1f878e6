import { documentOf } from './as-document.ts'

export default documentOf
