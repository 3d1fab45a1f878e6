/** This room's pages; each loads its component lazily. See app/README.md for an example. */
export const themeRoutes = { inStudy: [] } as const
