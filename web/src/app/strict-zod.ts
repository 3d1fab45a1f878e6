import { z } from 'zod'

// Without this zod tries whether `new Function` is allowed, which the browser reports as a violation.
z.config({ jitless: true })
