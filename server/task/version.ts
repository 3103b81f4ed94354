/** The version in package.json, for heartbeats and `--version`; a test keeps the two equal. */
export const VERSION = '0.1.0'
