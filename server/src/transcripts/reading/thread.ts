import { readHere } from './reader.ts'

export default readHere
