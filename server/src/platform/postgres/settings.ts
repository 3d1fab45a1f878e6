import { createHash } from 'node:crypto'

/** The only port number: it names the socket's file, nothing listens on a network. */
export const port = 5432

/** The role that initdb makes; only this folder connects as it. */
export const superuser = 'postgres'

export type ServerSettings = Record<string, string>

/**
 * The server's settings, for two shared cores and little memory. They are given on the command line
 * at every start, so that a newer release of the app brings its own.
 */
export function serverSettings(places: {
  socketDirectory: string
  logs: string
  overrides?: ServerSettings | undefined
}): ServerSettings {
  return {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: `"${places.socketDirectory.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '60',
    shared_buffers: '128MB',
    work_mem: '32MB',
    maintenance_work_mem: '64MB',
    effective_cache_size: '512MB',
    max_wal_size: '512MB',
    wal_compression: 'on',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    // A session whose client was killed in the middle of a long query ends soon after.
    client_connection_check_interval: '2s',
    logging_collector: 'on',
    log_directory: places.logs,
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_timezone: 'UTC',
    // The log names nobody: no statements, and no details, which quote rows.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...places.overrides,
  }
}

/** The arguments of `postgres`, the name that marks its processes included. */
export function serverArguments(
  dataDirectory: string,
  version: string,
  settings: ServerSettings,
): { words: string[]; clusterName: string } {
  const hash = createHash('sha256')
    .update(JSON.stringify([dataDirectory, version, settings]))
    .digest('hex')
  const clusterName = `throughline-${hash.slice(0, 16)}`
  const options = Object.entries({ ...settings, cluster_name: clusterName })
  return {
    words: ['-D', dataDirectory, ...options.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    clusterName,
  }
}
