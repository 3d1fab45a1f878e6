import { readHere } from './read-here.ts'

export default readHere
